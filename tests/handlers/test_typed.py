"""What people type after `/client`, and what Slack makes of it on the way."""

import pytest

from bot.errors import InvalidInput
from bot.handlers import typed
from bot.policy.money import Money


def usd(units):
    return Money(units * 10_000, "USD")


def eur(units):
    return Money(units * 10_000, "EUR")


@pytest.mark.parametrize(
    ("text", "name", "amount"),
    [
        ("ACME", "ACME", None),
        ("ACME 40,000", "ACME", usd(40_000)),
        ("ACME 40,000 EUR", "ACME", eur(40_000)),
        ("ACME EUR 40,000", "ACME", eur(40_000)),
        ("ACME 40000eur", "ACME", eur(40_000)),
        ("ACME 40.000,50 EUR", "ACME", Money(400_005_000, "EUR")),
        ("ACME 0,5", "ACME", Money(5_000, "USD")),
        ("ACME 40'000 CHF", "ACME", Money(400_000_000, "CHF")),
        ("ACME 40’000 CHF", "ACME", Money(400_000_000, "CHF")),
        ("ACME 40 000 EUR", "ACME", eur(40_000)),
        ("ACME 1 250 500", "ACME", usd(1_250_500)),
        ("ACME Trading Co 12", "ACME Trading Co", usd(12)),
        ("  ACME   40 ", "ACME", usd(40)),
        # An amount is the last number; a name that ends in one is quoted.
        ("Studio 54 1,000", "Studio 54", usd(1_000)),
        ("Studio 54 100", "Studio 54", usd(100)),
        ('"Studio 54"', "Studio 54", None),
        ('"Studio 54" 1,000', "Studio 54", usd(1_000)),
        ('"Studio 54" 1,000 EUR', "Studio 54", eur(1_000)),
        ("“Studio 54” EUR 1,000", "Studio 54", eur(1_000)),
        ("„Studio 54“ 1000", "Studio 54", usd(1_000)),
        ("«Студия 54» 1000", "Студия 54", usd(1_000)),
        ("「华为 54」1000", "华为 54", usd(1_000)),
        ("‘Studio 54’ 1000", "Studio 54", usd(1_000)),
        ("'Studio 54' 1000", "Studio 54", usd(1_000)),
        # Apostrophes inside are part of the name, whatever the quotes.
        ('"O\'Brien" 40', "O'Brien", usd(40)),
        ("'Joe's Diner' 5", "Joe's Diner", usd(5)),
        ("O’Brien 40", "O’Brien", usd(40)),
        ("'s-Hertogenbosch 40", "'s-Hertogenbosch", usd(40)),
        # Quotes may belong to the name.
        ('"Zorro" Foods', '"Zorro" Foods', None),
        ('"Zorro" Foods 40', '"Zorro" Foods', usd(40)),
        # What follows the last number is no currency, so it belongs to the name.
        ("Studio 54 Bar", "Studio 54 Bar", None),
        ("Route 1.2.3", "Route 1.2.3", None),
        ("Area 51b", "Area 51b", None),
        # A number alone is a name: somebody's code.
        ("40,000", "40,000", None),
        ("", "", None),
        ('""', '""', None),
        ('" " 40', '" "', usd(40)),
    ],
)
def test_a_name_and_an_amount_are_told_apart(text, name, amount):
    assert typed.name_and_amount(text, "USD") == (name, amount)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [('"Studio 54" 1,000 XQZ', "not a currency code"), ("ACME 999999999999999", "beyond what can be kept")],
)
def test_an_amount_that_cannot_be_meant_is_told(text, sentence):
    with pytest.raises(InvalidInput, match=sentence):
        typed.name_and_amount(text, "USD")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ACME", "ACME"),
        ('"ACME Trading"', "ACME Trading"),
        ("“ACME Trading”", "ACME Trading"),
        ("'Joe's'", "Joe's"),
        ("『華為』", "華為"),
        ('"Zorro" Foods', '"Zorro" Foods'),
        ('"unclosed', '"unclosed'),
        ('"', '"'),
        ("  spaced  ", "spaced"),
    ],
)
def test_quotes_around_a_whole_name_fall_away(text, name):
    assert typed.name_of(text) == name


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("show ACME &amp; Sons", "show ACME & Sons"),
        ("add &lt;!channel&gt; Ltd", "add <!channel> Ltd"),
        ("show <@U123|mei>", "show mei"),
        ("show <@U123>", "show @U123"),
        ("show <#C123|general>", "show general"),
        ("show <!channel>", "show !channel"),
        ("add <http://acme.example|acme.example>", "add acme.example"),
        ("add <https://acme.example/a>", "add https://acme.example/a"),
        ("add <mailto:ada@acme.example|ada@acme.example>", "add ada@acme.example"),
        ("add <mailto:ada@acme.example>", "add ada@acme.example"),
        ("see <https://acme.example/x|the offer>", "see the offer (https://acme.example/x)"),
        ("  show \u00a0 ACME\n", "show ACME"),
        ("show 客户 🙂 عربي", "show 客户 🙂 عربي"),
    ],
)
def test_what_slack_made_of_the_text_is_turned_back(sent, meant):
    assert typed.plain(sent) == meant


def test_entities_are_turned_back_once():
    # Somebody typed “&lt;!channel&gt;” letter for letter; it stays what they typed.
    text = typed.plain("add &amp;lt;!channel&amp;gt;")
    assert text == "add &lt;!channel&gt;"
    assert typed.split(text) == typed.Typed("add", "&lt;!channel&gt;")


def test_the_lines_of_a_message_stay():
    assert typed.readable("one &amp; two\n  three") == "one & two\n  three"


@pytest.mark.parametrize(
    ("text", "word", "rest"),
    [
        ("Show ACME Trading", "show", "ACME Trading"),
        ("help", "help", ""),
        ("", "", ""),
        ("   ", "", ""),
        ("credit  ACME", "credit", "ACME"),
    ],
)
def test_the_first_word_is_the_command(text, word, rest):
    assert typed.split(text) == typed.Typed(word, rest)


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [("shwo", ("show", "stale", "log"), "show"), ("crdit", ("credit",), "credit"), ("acme", ("show", "log"), None)],
)
def test_a_mistyped_word_means_the_nearest(word, known, meant):
    assert typed.nearest(word, known) == meant
