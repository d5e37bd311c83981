"""ACME, the file that everybody opens first: written by hand, with a section in every state that is filled."""

from bot.demo.prose import Note
from bot.policy.access import Part
from bot.policy.catalogue import Source

CODE = "ACME"

TOLD: dict[Part, tuple[float, Source, dict[str, str]]] = {
    Part.BASIC: (
        0.3,
        Source.DATA_SHEET,
        {
            "situation": "Importer with its own rental branch since last year; the second warehouse is half empty.",
            "owners": "Weber family, 70 %; the managing director, 30 %",
            "managers": "Jonas Weber (managing director), Katrin Weber (purchasing)",
            "qualifications": "ISO 9001, importer's licence",
            "founded": "1987-04-02",
            "trading_since": "2016-09-15",
            "industry": "wholesale",
            "nature": "private",
            "type": "importer",
            "assets": "1,900,000 EUR",
            "address": "Musterkai 14",
            "postal_code": "20000",
            "phone": "+49 40 555 0100",
            "website": "www.acme.example",
        },
    ),
    Part.CHARACTERISTICS: (
        0.9,
        Source.VISIT,
        {
            "service_area": "Northern Germany and Denmark",
            "sales_capability": "4",
            "development_potential": "4",
            "culture": "Direct; a promise by phone counts",
            "strategy": "Wants to drop from eleven suppliers of tools to four by next year, and to rent out machines.",
            "staff": "85",
            "yearly_sales": "14,000,000 EUR",
            "management_style": "Katrin Weber decides up to 50,000, above it the family",
        },
    ),
    Part.BUSINESS: (
        0.5,
        Source.VISIT,
        {
            "stated_purchases": "450,000 EUR",
            "management_quality": "4",
            "sales_staff_quality": "3",
            "competitors": "Had a visit from Tallbridge Tools, who offered 5 % less. Stays for the spare parts.",
            "relation_quality": "4",
            "attitude": "Open; asks for joint promotions",
        },
    ),
    Part.TRADING: (
        2.1,
        Source.CALL,
        {
            "sales_activity": "Our drills are in their catalogue; trains its people on them twice a year.",
            "problems": "Two deliveries came late this quarter; they have started to count.",
            "advantages": "Spare parts from stock, and terms of 45 days",
            "counter_measures": "Weekly call about open deliveries until the backlog is gone.",
            "reputation": "Well known in the port, and trusted",
            "credit_standing": "Good: pays what it promises, two or three weeks late",
            "trading_terms": "45 days net, delivered",
            "credit_problems": "None known",
        },
    ),
}
"""Of each section: its age as a share of the shortest shelf life in it, its source, and what was learnt."""

_VISIT = (
    "Went through the year with Katrin Weber: pleased with the drills, less so with two late deliveries. "
    "She asked for one person to call about deliveries."
)
_CALL = "120 rotary hammers for their rental branch, delivery in two lots."

TALKS: tuple[tuple[int, Note], ...] = (
    (34, Note("visit", "reached", _VISIT)),
    (13, Note("call", "offer", _CALL, "Send the rental offer to Katrin", 15)),
)
"""So many days ago."""
