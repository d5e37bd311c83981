"""What the demo's reps have written down: made-up sentences for the fields of a file and for notes of contacts.

Each list is longer than it must be, so that two files that one opens after another do not say the same.
"""

from dataclasses import dataclass

SENTENCES: dict[str, tuple[str, ...]] = {
    "situation": (
        "Two warehouses in {city}; the second was rented last year and is half empty.",
        "Moving into a new building outside {city} soon; deliveries go to the old gate until then.",
        "Business has settled after a difficult year, and they are hiring again.",
        "The founder is handing over to the next generation; both sign at the moment.",
        "Growing fast, mostly through tenders of the city of {city}.",
        "Stable. They buy what they always bought and talk about little else.",
        "Merged their two shops in {city} into one; the stock is being sorted out.",
        "A new owner since last year, who wants fewer suppliers and larger deliveries.",
        "The online shop has overtaken the counter; small parcels matter more than pallets now.",
        "They are building a showroom in {city} and have asked for display material.",
    ),
    "owners": (
        "The family, through a holding",
        "Two partners, half each",
        "The managing director, 60 %; a bank, 40 %",
        "About forty shareholders, none above 15 %",
        "Founder's family, third generation",
        "Employees and a regional fund",
    ),
    "qualifications": ("ISO 9001", "ISO 9001, ISO 14001", "Importer's licence", "Registered builder",
                       "None needed"),
    "service_area": (
        "{city} and an hour's drive around it",
        "The whole country, from {city}",
        "{city} and the two neighbouring provinces",
        "Nationwide, with some export",
        "The coast, down from {city}",
        "Large building sites wherever they are",
    ),
    "culture": (
        "Formal at first; decisions are made at lunch",
        "Quick and direct, mostly by phone",
        "Careful: three quotes for everything",
        "A family firm in every sense",
        "Engineers: they want the data sheet before the price",
        "Friendly, and always a week late",
    ),
    "strategy": (
        "Wants to drop from eleven suppliers of tools to four by next year.",
        "Own brand for simple tools, known brands for the rest.",
        "Growth through shops-in-shops at builders' merchants.",
        "Keeps no stock of power tools; we deliver from ours.",
        "Buys twice a year, large, and pays attention to the freight.",
        "Going into rental: needs machines that can be repaired on the spot.",
    ),
    "management_style": (
        "One person decides",
        "Buyers decide up to a limit, above it the board",
        "Consensus; nothing moves in August",
        "Open books, short meetings",
        "Everything in writing",
    ),
    "competitors": (
        "Buys fixings from Northpeak Supply as well; we are cheaper on drills, they deliver a day sooner.",
        "Had a visit from Tallbridge Tools last month, who offered 5 % below our list.",
        "Loyal to Ironvale for abrasives; no chance there before their contract ends.",
        "Splits hand tools between us and Orsted Brothers, about half each.",
        "No other supplier from abroad at the moment.",
        "Imports safety wear itself and compares our prices with that.",
        "Tallbridge has opened a depot nearby; they expect us to match the delivery time.",
    ),
    "attitude": (
        "Open; asks for joint promotions",
        "Correct, a little distant",
        "Warm since the visit",
        "Price first, everything else later",
        "Wants to be called before noon and never on Fridays",
        "Sees us as the second source",
    ),
    "sales_activity": (
        "Runs a catalogue; our drills are on page three.",
        "Trains its own sales people on our machines twice a year.",
        "Sells to about thirty contractors, each with a running account.",
        "Active on tenders; we are named in two of them.",
        "Little activity since the last fair.",
        "A stand at the regional building fair, with our abrasives in front.",
    ),
    "problems": (
        "Two deliveries came late this quarter; they have started to count.",
        "Battery packs returned with swollen cells; the replacement is agreed, the paperwork is not.",
        "Our cartons are too large for their shelves.",
        "Their new system cannot read our invoices; someone types them.",
        "Complains of price differences between our offices.",
        "Customs held the last container for nine days.",
        "None at the moment.",
    ),
    "advantages": (
        "We are the only ones with spare parts from stock",
        "Delivery within the week",
        "Our trainer speaks their language",
        "Terms that the others do not give",
        "The drill range is the best known in their market",
    ),
    "counter_measures": (
        "Weekly call about open deliveries until the backlog is gone.",
        "Send the quality report for the batteries and a credit note with it.",
        "Offer the small cartons from next quarter.",
        "Ask accounting for invoices in their format.",
        "Visit before the season with the new price list.",
        "Nothing needed.",
    ),
    "reputation": (
        "Well known in {city}, and trusted",
        "Said to be hard in negotiations and fair after them",
        "Good name among contractors",
        "Talked about since the quarrel with their bank",
        "New, nobody knows much yet",
        "The first address in the region",
    ),
    "credit_standing": (
        "Good: the bank speaks well of them",
        "Pays what it promises, later than it promises",
        "Sound, some debt from the new building",
        "Other suppliers have moved them to prepayment",
        "No complaint from anybody we asked",
    ),
    "trading_terms": (
        "{terms} days net, delivered",
        "{terms} days net, ex works",
        "2 % within 10 days, {terms} days net",
        "{terms} days from the end of the month",
    ),
    "credit_problems": (
        "None known",
        "One instalment plan two years ago, kept",
        "A cheque came back last year; paid within the week",
        "Waited four months for one invoice; it had been disputed",
    ),
}  # fmt: skip
"""Sentences by catalogue key; `{city}` and `{terms}` are the client's."""


@dataclass(frozen=True)
class Note:
    """What was said in one contact, and what is to follow in so many days."""

    kind: str
    outcome: str
    text: str
    step: str = ""
    step_in: int = 0


NOTES: tuple[Note, ...] = (
    Note("call", "offer", "Needs 400 boxes of anchor bolts for a site that starts next month; price for the lot.",
         "Send the offer for the anchor bolts", 4),
    Note("call", "reached", "Happy with the last delivery. The season has begun early, stock is moving."),
    Note("email", "order", "Repeat order for gloves and helmets, as last time.", "Confirm the delivery date", 3),
    Note("visit", "agreed", "Walked through the warehouse with them. They will clear a bay for our fixings.",
         "Send the shelf plan", 8),
    Note("call", "problem", "Eleven angle grinders arrived with the wrong plug. They keep them if we send adapters.",
         "Adapters out, and a call to say so", 2),
    Note("call", "no_answer", "No answer, twice; left word with the office.", "Try again before noon", 3),
    Note("email", "offer", "Asks whether we match Tallbridge on cutting discs.", "Answer with a price", 5),
    Note("visit", "reached", "Showed the new drill to the counter staff; they liked the battery gauge."),
    Note("call", "agreed", "They will take the promotion, four pallets, delivered in two lots.",
         "Send the contract for the promotion", 13),
    Note("email", "problem", "Two invoices do not match their orders; sent both.", "Sort it out with accounting", 2),
    Note("call", "reached", "The buyer is leaving at the end of the month; the successor is known to us.",
         "Call to introduce ourselves", 18),
    Note("visit", "offer", "Wants rental terms for rotary hammers. Promised an idea, not a price.",
         "Work out rental terms", 17),
    Note("call", "order", "Ordered sealant for the whole season by phone; the paper follows."),
    Note("email", "reached", "Sent the new price list; they thanked for the early notice."),
    Note("call", "refused", "Not interested in safety wear: they import their own."),
    Note("call", "agreed", "Agreed to pay the two open invoices on Friday.", "Look whether the money came", 4),
    Note("email", "offer", "Needs data sheets for flap discs in their own language.", "Send the data sheets", 3),
    Note("visit", "reached", "Lunch with the new manager; wants quarterly figures from us from now on.",
         "Send the first quarterly figures", 14),
)  # fmt: skip
