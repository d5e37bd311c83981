"""The people and channels of the demo: an exporter of tools with reps in three time zones.

Everybody and everything here is made up.
"""

from dataclasses import dataclass

COMPANY = "Larkfield Tools"
BASE_CURRENCY = "EUR"
TIMEZONE = "Europe/Amsterdam"

WEST, EAST = "West", "East"


@dataclass(frozen=True)
class Member:
    """Somebody in the demo's workspace; `roles` is empty for those whom the company has not named."""

    slack_id: str
    name: str
    title: str
    timezone: str
    locale: str
    roles: str = ""
    team: str = ""
    manager: str = ""
    is_guest: bool = False
    is_stranger: bool = False

    @property
    def handle(self) -> str:
        """Return the short name shown in the workspace."""
        return self.slack_id.removeprefix("U0").casefold()


MEI, DIEGO, LIHUA = "U0MEI", "U0DIEGO", "U0LIHUA"
INGRID, INES, ARJUN, RUTH = "U0INGRID", "U0INES", "U0ARJUN", "U0RUTH"

CAST: tuple[Member, ...] = (
    Member(MEI, "Mei Tan", "Sales rep, Central Europe", "Europe/Berlin", "en-GB", "rep", WEST, INGRID),
    Member(DIEGO, "Diego Salcedo", "Sales rep, Americas", "America/Bogota", "es-ES", "rep", WEST, INGRID),
    Member(LIHUA, "Lihua Wang", "Sales rep, Asia and the Gulf", "Asia/Shanghai", "zh-CN", "rep", EAST, INGRID),
    Member(INGRID, "Ingrid Solberg", "Sales manager, West", "Europe/Oslo", "en-GB", "manager", WEST),
    Member(INES, "Inès Fournier", "Custodian of the client files", "Europe/Paris", "fr-FR", "custodian"),
    Member(ARJUN, "Arjun Mehta", "Finance", "Asia/Kolkata", "en-IN", "finance"),
    Member(RUTH, "Ruth Adeyemi", "Auditor", "Europe/London", "en-GB", "auditor"),
    Member("U0GWEN", "Gwen Hale", "Contractor (guest)", "America/New_York", "en-US", is_guest=True),
    Member("U0SAM", "Sam Okoro", "Buyer at a partner's (stranger)", "Africa/Lagos", "en-GB", is_stranger=True),
)

SALES_CHANNEL = "C0SALES"


def custodians() -> tuple[str, ...]:
    """Return the Slack ids of those who keep the files."""
    return tuple(member.slack_id for member in CAST if member.roles == "custodian")


def workspace_plan() -> dict[str, object]:
    """Return the workspace as the playground's `--workspace` file describes it."""
    staff = [member.slack_id for member in CAST if member.roles]
    guests = [member.slack_id for member in CAST if member.is_guest]
    strangers = [member.slack_id for member in CAST if member.is_stranger]
    return {
        "team": {"id": "T0LARKFIELD", "name": COMPANY, "domain": "larkfield"},
        "people": [_person(member) for member in CAST],
        "channels": [
            {"id": SALES_CHANNEL, "name": "sales", "members": staff},
            {"id": "C0GENERAL", "name": "general", "members": staff},
            {"id": "C0PARTNERS", "name": "partners", "members": staff + guests + strangers},
        ],
    }


def _person(member: Member) -> dict[str, object]:
    return {
        "id": member.slack_id,
        "name": member.handle,
        "real_name": member.name,
        "title": member.title,
        "tz": member.timezone,
        "locale": member.locale,
        "is_restricted": member.is_guest,
        "is_stranger": member.is_stranger,
    }
