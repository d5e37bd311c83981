"""How one person at a client's is written in a line."""

import pytest

from bot.results.clients import ContactView
from bot.views.address_book import contact_text


@pytest.mark.parametrize(
    ("name", "email", "phone", "line"),
    [
        ("Eva", "eva@a.example", "+49405550199", "*Eva* eva@a.example, +49 40 5550199"),
        ("+49405550199", "", "+49405550199", "*+49 40 5550199*"),
        ("eva@a.example", "eva@a.example", "", "*eva@a.example*"),
    ],
)
def test_who_has_no_name_is_called_by_their_reach_once(name: str, email: str, phone: str, line: str) -> None:
    assert contact_text(ContactView(1, name, "", email, phone)) == line
