"""An answered item gives way to what became of it; the last one brings thanks."""

from bot.policy.access import Part
from bot.services import nagging
from bot.views.nag import answered, nag_message
from tests.jobs.company import CATALOGUE, MONDAY


def texts(blocks) -> list[str]:
    return [block["elements"][0]["text"] for block in blocks if block["type"] == "context"]


def test_items_are_answered_one_by_one(house):
    mei = house.person("U0MEI")
    first, second = house.stale_client(mei, "First", days=20), house.stale_client(mei, "Second", days=10)
    with house.session() as session:
        nag = nagging.compose_nag(session, mei, now=MONDAY, catalogue=CATALOGUE)
    assert nag is not None
    blocks = nag_message(nag, MONDAY).blocks
    assert [block["type"] for block in blocks] == ["section", "section", "actions", "section", "actions"]

    once = answered(blocks, first, Part.TRADING, "Noted: First.")
    assert [block["type"] for block in once] == ["section", "context", "section", "actions"]
    assert texts(once) == ["Noted: First."]
    assert once[2:] == blocks[3:]

    twice = answered(once, second, Part.TRADING, "Noted: Second.")
    assert texts(twice) == ["Noted: First.", "Noted: Second.", "That was all. Thank you!"]
    # A second press on what is gone changes nothing and thanks nobody again.
    assert answered(twice, second, Part.TRADING, "Noted: Second.") == twice
