"""What was said in a call or a message, whole, for those who may read trading."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.errors import Refused
from bot.policy.contacts import ContactKind, Outcome
from bot.services.clients import require_client
from bot.services.contacts import Contact, log_contact
from bot.services.merging import merge_clients
from bot.services.talks import read_talk
from bot.store.tables import AccessLogRow
from bot.views.talks import talk_view
from tests.jobs.company import CATALOGUE, DAY, MONDAY, on_both


def said(house, actor, client_id, at, note, **more):
    with house.session() as session:
        client = require_client(session, client_id)
        contact = Contact(ContactKind.EMAIL, Outcome.REACHED, note, **more)
        log_contact(session, actor, client, contact, now=at, catalogue=CATALOGUE)


def read(house, actor, client_id, place):
    with house.session() as session:
        return read_talk(session, actor, require_client(session, client_id), place, now=MONDAY)


@on_both
def test_each_is_read_whole_the_latest_first_those_of_a_merged_file_too(house):
    mei, ines = house.person("U0MEI"), house.person("U0INES", "custodian")
    acme, other = house.client(mei, "ACME"), house.client(mei, "Acme Tools")
    whole = "Dear Mei,\n\nplease pay to DE89 3704 0044 0532 0130 00." + "\n\nPallets arrive broken." * 500
    said(house, mei, acme, MONDAY - 3 * DAY, "From Anna: pallets", original=whole)
    said(house, mei, other, MONDAY - 2 * DAY, "Spoke of prices", next_step="Send the list", next_on=date(2026, 7, 9))
    with house.session() as session:
        merge_clients(
            session, ines, require_client(session, other), require_client(session, acme), now=MONDAY - DAY,
            catalogue=CATALOGUE,
        )  # fmt: skip
    first, second = read(house, mei, acme, 0), read(house, mei, acme, 1)
    assert (first.text, first.place, first.total) == ("Spoke of prices", 0, 2)
    assert second.text.count("Pallets arrive broken.") == 500
    # An account is sealed wherever it stands.
    assert "3704 0044" not in second.text
    assert read(house, mei, acme, 7) == second
    assert (read(house, mei, house.client(mei, "New"), 0).contact, first.contact.note) == (None, "Spoke of prices")


def test_it_is_trading_and_logged(house):
    mei, bo = house.person("U0MEI"), house.person("U0BO")
    acme = house.client(mei, "ACME")
    said(house, mei, acme, MONDAY - DAY, "Spoke")
    read(house, mei, acme, 0)
    with pytest.raises(Refused, match="is not open to you"):
        read(house, bo, acme, 0)
    with house.session() as session:
        rows = session.scalars(select(AccessLogRow).where(AccessLogRow.via == "talks")).all()
        assert [(row.person_id, row.deed, row.part, row.client_id) for row in rows] == [
            (mei.person_id, "read", "trading", acme), (bo.person_id, "refused", "trading", acme),
        ]  # fmt: skip


def test_no_word_of_a_long_message_is_lost_between_its_pages(house):
    mei = house.person("U0MEI")
    acme = house.client(mei, "ACME")
    words = [f"<{number}>&" for number in range(9000)]
    said(house, mei, acme, MONDAY - timedelta(hours=1), "Long", original=" ".join(words))
    talk, seen = read(house, mei, acme, 0), []
    for page in range(100):
        view = talk_view(talk, page, now=MONDAY)
        seen += [b["text"]["text"] for b in view["blocks"][1:] if b["type"] == "section"]
        if "talk_on" not in str(view["blocks"][-1]):
            break
    assert " ".join(seen).split() == [f"&lt;{number}&gt;&amp;" for number in range(9000)]
