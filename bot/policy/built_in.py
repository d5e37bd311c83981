"""The fields that every company has, with their choices.

They implement the company policy's clauses 3.1 to 3.4 and 4.2a, and what the forms for new customers ask beside.
"""

from bot.i18n import LazyText, lazy
from bot.policy.access import Part
from bot.policy.fields import Choice, Days, Field, FieldType, Source


def _choices(*pairs: tuple[str, LazyText]) -> tuple[Choice, ...]:
    return tuple(Choice(key, label) for key, label in pairs)


STAGES = _choices(("past", lazy("past")), ("present", lazy("present")), ("future", lazy("future")))
RELATIONS = _choices(("direct", lazy("direct")), ("indirect", lazy("indirect")))
INDUSTRIES = _choices(
    ("agriculture", lazy("agriculture and food")),
    ("automotive", lazy("automotive")),
    ("chemicals", lazy("chemicals")),
    ("construction", lazy("construction and building materials")),
    ("electronics", lazy("electronics")),
    ("energy", lazy("energy and mining")),
    ("health", lazy("health and pharmaceuticals")),
    ("household", lazy("household goods and furniture")),
    ("machinery", lazy("machinery")),
    ("packaging", lazy("packaging and printing")),
    ("retail", lazy("retail")),
    ("services", lazy("services")),
    ("textiles", lazy("textiles and garments")),
    ("transport", lazy("transport and logistics")),
    ("wholesale", lazy("wholesale")),
    ("other", lazy("other")),
)
NATURES = _choices(
    ("private", lazy("private company")),
    ("listed", lazy("listed company")),
    ("state", lazy("state-owned")),
    ("family", lazy("family business")),
    ("cooperative", lazy("cooperative")),
    ("joint_venture", lazy("joint venture")),
    ("foreign", lazy("foreign subsidiary")),
    ("sole_trader", lazy("sole trader")),
    ("public_body", lazy("public body")),
)
LEAVING_REASONS = _choices(
    ("price", lazy("price")),
    ("quality", lazy("quality or complaints")),
    ("delivery", lazy("delivery or service")),
    ("payment", lazy("payment or credit terms")),
    ("competitor", lazy("gone to a competitor")),
    ("own_production", lazy("makes it itself now")),
    ("no_need", lazy("no more need")),
    ("closed", lazy("closed or insolvent")),
    ("taken_over", lazy("taken over or merged")),
    ("our_choice", lazy("we ended it")),
    ("other", lazy("other")),
)
INCOTERMS = _choices(
    ("EXW", lazy("EXW Ex Works")),
    ("FCA", lazy("FCA Free Carrier")),
    ("CPT", lazy("CPT Carriage Paid To")),
    ("CIP", lazy("CIP Carriage and Insurance Paid To")),
    ("DAP", lazy("DAP Delivered at Place")),
    ("DPU", lazy("DPU Delivered at Place Unloaded")),
    ("DDP", lazy("DDP Delivered Duty Paid")),
    ("FAS", lazy("FAS Free Alongside Ship")),
    ("FOB", lazy("FOB Free on Board")),
    ("CFR", lazy("CFR Cost and Freight")),
    ("CIF", lazy("CIF Cost, Insurance and Freight")),
)
"""Incoterms 2020: seven rules for every mode of transport, four for sea and inland waterway."""
TYPES = _choices(
    ("distributor", lazy("distributor")),
    ("agent", lazy("agent")),
    ("importer", lazy("importer")),
    ("wholesaler", lazy("wholesaler")),
    ("retailer", lazy("retailer")),
    ("manufacturer", lazy("manufacturer")),
    ("contractor", lazy("contractor")),
    ("end_user", lazy("end user")),
)

_L, _C, _M, _N, _D, _R = (
    FieldType.LONG_TEXT,
    FieldType.CHOICE,
    FieldType.MONEY,
    FieldType.NUMBER,
    FieldType.DATE,
    FieldType.RATING,
)
_VERIFIED = (Source.AGENCY, Source.DATA_SHEET)

BUILT_IN_FIELDS: tuple[Field, ...] = (
    # Directory: what everybody may read. Clause 2 (stage, relation).
    Field("name", Part.DIRECTORY, lazy("Name"), fresh_days=3650, weight=3, sheet=True, column=True, needed=True),
    Field(
        "country",
        Part.DIRECTORY,
        lazy("Country"),
        FieldType.COUNTRY,
        fresh_days=3650,
        weight=3,
        sheet=True,
        column=True,
    ),
    Field("city", Part.DIRECTORY, lazy("City"), fresh_days=3650, weight=2, sheet=True, column=True),
    Field("stage", Part.DIRECTORY, lazy("Stage"), _C, STAGES, fresh_days=365, weight=2, column=True, needed=True),
    Field("leaving_reason", Part.DIRECTORY, lazy("Why they left"), _C, LEAVING_REASONS, fresh_days=1095),
    Field(
        "relation", Part.DIRECTORY, lazy("Relation"), _C, RELATIONS, fresh_days=730, weight=1, column=True, needed=True
    ),
    Field("via", Part.DIRECTORY, lazy("Through which client"), FieldType.CLIENT, fresh_days=730),
    # Basic data, clauses 3.1 and 4.2a.
    Field("situation", Part.BASIC, lazy("Situation"), _L, fresh_days=180, weight=2),
    Field("owners", Part.BASIC, lazy("Owners"), fresh_days=730, weight=2, sheet=True, outranks=_VERIFIED),
    Field("managers", Part.BASIC, lazy("Managers"), fresh_days=365, weight=2, sheet=True),
    Field(
        "qualifications",
        Part.BASIC,
        lazy("Qualifications and licences"),
        fresh_days=730,
        sheet=True,
        outranks=_VERIFIED,
    ),
    Field(
        "founded", Part.BASIC, lazy("Founded"), _D, fresh_days=3650, sheet=True, outranks=_VERIFIED, days=Days.LONG_PAST
    ),
    Field("trading_since", Part.BASIC, lazy("Trading with us since"), _D, fresh_days=3650, days=Days.PAST),
    Field("industry", Part.BASIC, lazy("Industry"), _C, INDUSTRIES, fresh_days=730, weight=3, sheet=True),
    Field("nature", Part.BASIC, lazy("Nature"), _C, NATURES, fresh_days=1095, weight=2, sheet=True),
    Field("type", Part.BASIC, lazy("Type"), _C, TYPES, fresh_days=730, weight=3, sheet=True),
    Field("assets", Part.BASIC, lazy("Assets"), _M, fresh_days=545, weight=2, sheet=True, outranks=_VERIFIED, least=0),
    Field(
        "registration_number",
        Part.BASIC,
        lazy("Registration number"),
        FieldType.REGISTRATION,
        fresh_days=1825,
        sheet=True,
        outranks=_VERIFIED,
    ),
    Field(
        "tax_number",
        Part.BASIC,
        lazy("Tax number"),
        FieldType.TAX_NUMBER,
        fresh_days=1095,
        weight=2,
        sheet=True,
        outranks=_VERIFIED,
    ),
    Field("address", Part.BASIC, lazy("Address"), fresh_days=730, weight=1, sheet=True),
    Field("postal_code", Part.BASIC, lazy("Postal code"), fresh_days=730, sheet=True),
    Field("region", Part.BASIC, lazy("State or province"), fresh_days=3650, sheet=True),
    Field("phone", Part.BASIC, lazy("Phone"), FieldType.PHONE, fresh_days=365, weight=2, sheet=True),
    Field("email", Part.BASIC, lazy("General email"), FieldType.EMAIL, fresh_days=365, sheet=True),
    Field("website", Part.BASIC, lazy("Website"), FieldType.WEBSITE, fresh_days=730, sheet=True),
    # What the forms for new customers ask beside.
    Field("billing_address", Part.BASIC, lazy("Billing address"), _L, fresh_days=730, sheet=True),
    Field("shipping_address", Part.BASIC, lazy("Shipping address"), _L, fresh_days=730, sheet=True),
    Field("group", Part.BASIC, lazy("Corporate group"), fresh_days=730, sheet=True, outranks=_VERIFIED),
    Field("second_rep", Part.BASIC, lazy("Second rep"), FieldType.PERSON, fresh_days=730),
    # Characteristics, clause 3.2.
    Field("service_area", Part.CHARACTERISTICS, lazy("Service area"), fresh_days=365, weight=2, sheet=True),
    Field("sales_capability", Part.CHARACTERISTICS, lazy("Sales capability"), _R, fresh_days=365, weight=2),
    Field("development_potential", Part.CHARACTERISTICS, lazy("Development potential"), _R, fresh_days=365, weight=2),
    Field("culture", Part.CHARACTERISTICS, lazy("Company culture"), fresh_days=730),
    Field("strategy", Part.CHARACTERISTICS, lazy("Policy and strategy"), _L, fresh_days=365, weight=2),
    Field(
        "staff",
        Part.CHARACTERISTICS,
        lazy("Staff"),
        _N,
        fresh_days=365,
        weight=2,
        sheet=True,
        outranks=_VERIFIED,
        least=0,
    ),
    Field(
        "yearly_sales",
        Part.CHARACTERISTICS,
        lazy("Their yearly sales"),
        _M,
        fresh_days=365,
        weight=3,
        sheet=True,
        outranks=_VERIFIED,
        least=0,
    ),
    Field("management_style", Part.CHARACTERISTICS, lazy("Style of management"), fresh_days=730),
    # Business, clause 3.3; the sales record itself is the ledger's.
    Field(
        "stated_purchases",
        Part.BUSINESS,
        lazy("Yearly purchases from us, as they say"),
        _M,
        fresh_days=365,
        weight=2,
        sheet=True,
        least=0,
    ),
    Field("management_quality", Part.BUSINESS, lazy("Quality of their managers"), _R, fresh_days=365, weight=2),
    Field("sales_staff_quality", Part.BUSINESS, lazy("Quality of their sales people"), _R, fresh_days=365, weight=1),
    Field("competitors", Part.BUSINESS, lazy("Relations with competitors"), _L, fresh_days=180, weight=3),
    Field("relation_quality", Part.BUSINESS, lazy("Relation with us"), _R, fresh_days=180, weight=3),
    Field("attitude", Part.BUSINESS, lazy("Attitude to working together"), fresh_days=180, weight=2),
    # Trading, clause 3.4.
    Field("sales_activity", Part.TRADING, lazy("Sales activity"), _L, fresh_days=90, weight=2),
    Field("problems", Part.TRADING, lazy("Problems"), _L, fresh_days=90, weight=3),
    Field("advantages", Part.TRADING, lazy("Advantages we keep"), fresh_days=180, weight=2),
    Field("counter_measures", Part.TRADING, lazy("Counter-measures"), _L, fresh_days=90, weight=2),
    Field("reputation", Part.TRADING, lazy("Reputation and image"), fresh_days=365, weight=2),
    Field(
        "credit_standing", Part.TRADING, lazy("Credit standing, as heard"), fresh_days=180, weight=3, outranks=_VERIFIED
    ),
    Field("trading_terms", Part.TRADING, lazy("Trading terms"), fresh_days=365, weight=2),
    Field("incoterm", Part.TRADING, lazy("Incoterm"), _C, INCOTERMS, fresh_days=365, sheet=True),
    Field("trade_references", Part.TRADING, lazy("Trade references"), FieldType.LIST, fresh_days=730, sheet=True),
    Field("credit_problems", Part.TRADING, lazy("Past credit problems"), _L, fresh_days=365, weight=2),
)
