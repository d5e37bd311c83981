"""The places that a client has beside its postal address."""

from enum import StrEnum

from bot.i18n import LazyText, lazy


class SiteKind(StrEnum):
    """What a place of the client's is."""

    SEAT = "seat"
    PLANT = "plant"
    WAREHOUSE = "warehouse"
    BRANCH = "branch"
    SHOP = "shop"
    OFFICE = "office"


SITE_KINDS: dict[SiteKind, LazyText] = {
    SiteKind.SEAT: lazy("seat"),
    SiteKind.PLANT: lazy("plant"),
    SiteKind.WAREHOUSE: lazy("warehouse"),
    SiteKind.BRANCH: lazy("branch"),
    SiteKind.SHOP: lazy("shop"),
    SiteKind.OFFICE: lazy("office"),
}
