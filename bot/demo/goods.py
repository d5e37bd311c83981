"""What the demo company sells: made-up products with list prices in euro."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Product:
    """One product; `price` in cents of a euro for one `unit`."""

    code: str
    name: str
    category: str
    unit: str
    price: int


HAND, POWER, FIXING, ABRASIVE, SAFETY, SEALING = (
    "Hand tools",
    "Power tools",
    "Fixings",
    "Abrasives",
    "Safety wear",
    "Sealing and bonding",
)

PRODUCTS: tuple[Product, ...] = (
    Product("HT-110", "Claw hammer 500 g", HAND, "piece", 1240),
    Product("HT-125", "Screwdriver set, 12 pieces", HAND, "set", 2350),
    Product("HT-140", "Combination pliers 180 mm", HAND, "piece", 1175),
    Product("HT-155", "Adjustable wrench 250 mm", HAND, "piece", 1690),
    Product("HT-170", "Spirit level 80 cm", HAND, "piece", 2120),
    Product("PT-210", "Cordless drill 18 V", POWER, "piece", 11900),
    Product("PT-225", "Angle grinder 125 mm", POWER, "piece", 7450),
    Product("PT-240", "Rotary hammer 800 W", POWER, "piece", 16800),
    Product("PT-255", "Battery pack 18 V, 5 Ah", POWER, "piece", 6400),
    Product("FX-310", "Wood screws 4 x 40 mm", FIXING, "box", 820),
    Product("FX-325", "Nylon plugs 8 mm", FIXING, "box", 640),
    Product("FX-340", "Hexagon bolts M10 x 60", FIXING, "box", 1980),
    Product("FX-355", "Anchor bolts M12 x 110", FIXING, "box", 3460),
    Product("FX-370", "Threaded rod M8", FIXING, "m", 145),
    Product("AB-410", "Cutting discs 125 mm", ABRASIVE, "box", 1560),
    Product("AB-425", "Sanding belts 75 x 533 mm", ABRASIVE, "box", 1130),
    Product("AB-440", "Flap discs grit 60", ABRASIVE, "box", 2240),
    Product("SW-510", "Work gloves, nitrile", SAFETY, "pair", 290),
    Product("SW-525", "Safety helmet, white", SAFETY, "piece", 1450),
    Product("SW-540", "Safety shoes S3", SAFETY, "pair", 5480),
    Product("SW-555", "Ear defenders 31 dB", SAFETY, "piece", 1790),
    Product("SB-610", "Silicone sealant 310 ml", SEALING, "box", 3890),
    Product("SB-625", "Assembly glue 290 ml", SEALING, "box", 4260),
    Product("SB-640", "Duct tape 50 m", SEALING, "roll", 485),
)

TASTES: dict[str, tuple[str, ...]] = {
    "agriculture": (HAND, FIXING, SAFETY),
    "automotive": (HAND, ABRASIVE, FIXING),
    "construction": (POWER, FIXING, SEALING, SAFETY),
    "electronics": (HAND, FIXING, SAFETY),
    "energy": (POWER, SAFETY, FIXING),
    "household": (FIXING, ABRASIVE, SEALING),
    "machinery": (FIXING, ABRASIVE, POWER),
    "retail": (HAND, POWER, SEALING),
    "services": (HAND, SAFETY),
    "textiles": (SAFETY, HAND),
    "transport": (FIXING, SAFETY, SEALING),
    "wholesale": (POWER, HAND, FIXING, ABRASIVE, SEALING),
}
"""Which categories a client of an industry buys, most first."""
