"""Who is who at the demo's clients, where they have sites, and how they hang together."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from bot.demo import showcase
from bot.demo.cast import BASE_CURRENCY
from bot.demo.clients import BUYER, DIRECTOR, HEAD, OWNER
from bot.policy.access import Actor
from bot.policy.catalogue import Catalogue, Source
from bot.results.clients import Client, ContactView
from bot.services.address_book import ContactDetails, SiteDetails, add_contact, add_site, edit_contact, read_book
from bot.services.clients import require_client
from bot.services.facts import record_facts
from bot.services.sell_through import SellThroughDraft, report

ROLES = {BUYER: "buyer", HEAD: "buyer", OWNER: "owner", DIRECTOR: "director"}
"""What somebody with one of the demo's titles is."""

COLLEAGUES = (
    ContactDetails("Jonas Weber", "owner", "30", "Managing director", email="jonas.weber@acme.example", language="de"),
    ContactDetails("Birgit Hansen", "finance", title="Accounts payable", phone="+49 40 55501 17", language="de"),
)
"""Who else works at ACME."""

SITES = (
    SiteDetails("warehouse", "Lager Harburg", "Musterdeich 3", "20001", "Hamburg", "DE"),
    SiteDetails("branch", "Mietpark", city="Kiel", country="DE"),
)

GROUP = "Hansa Werkzeuge"
IN_GROUP = (showcase.CODE, "BRUCK", "FAEHR")

THROUGH = {"KRITI": "AIGAI", "MANGU": "SAOBE", "LANNA": "SIAMT"}
"""Who buys through whom."""

SOLD_ON = {"KRITI": ("8,400 EUR", "310", "pcs"), "LANNA": ("5,200 EUR", "", "")}
"""What they say they sold on in the last quarter that was over: amount, quantity and its unit."""


def record_ties(session: Session, known: Mapping[str, Client], actor: Actor, at: datetime) -> None:
    """Enter roles, colleagues, sites, a group and the clients behind the indirect ones, as of an instant."""
    for code in IN_GROUP:
        for contact in read_book(session, actor, known[code], now=at).contacts or ():
            edit_contact(session, actor, known[code], contact.contact_id, _with_role(contact), now=at)
        _record(session, actor, known[code], {"group": GROUP}, at)
    for details in COLLEAGUES:
        add_contact(session, actor, known[showcase.CODE], details, now=at)
    for site in SITES:
        add_site(session, actor, known[showcase.CODE], site, now=at)
    for code, via in THROUGH.items():
        _record(session, actor, known[code], {"relation": "indirect", "via": str(known[via].client_id)}, at)
    for code, (amount, quantity, unit) in SOLD_ON.items():
        draft = SellThroughDraft(_last_quarter(at), amount, quantity, unit, Source.EMAIL.value, "From their own list")
        client = require_client(session, known[code].client_id)
        report(session, actor, client, draft, base_currency=BASE_CURRENCY, now=at, today=at.date())


def _last_quarter(at: datetime) -> str:
    number = (at.month - 1) // 3
    return f"{at.year}-Q{number}" if number else f"{at.year - 1}-Q4"


def _with_role(contact: ContactView) -> ContactDetails:
    return ContactDetails(
        contact.name,
        ROLES.get(contact.title, "other"),
        title=contact.title,
        phone=contact.phone,
        email=contact.email,
        language="de",
    )


def _record(session: Session, actor: Actor, client: Client, values: Mapping[str, str], at: datetime) -> None:
    catalogue = Catalogue()
    record_facts(
        session, actor, client.client_id, values, source=Source.CALL, observed_at=at, now=at, catalogue=catalogue
    )
