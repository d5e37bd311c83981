"""Who may do what with which part of a client file: one table, asked by every service.

Columns follow the company's policy, clause 5.4. The stronger right wins for a person with two roles.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from bot.i18n import LazyText, current_language, lazy


class Role(StrEnum):
    """What a person is to the company."""

    REP = "rep"
    MANAGER = "manager"
    FINANCE = "finance"
    CUSTODIAN = "custodian"
    AUDITOR = "auditor"
    OPERATOR = "operator"


GIVEN_ROLES = (Role.REP, Role.MANAGER, Role.FINANCE, Role.CUSTODIAN, Role.AUDITOR)
"""Roles that people hold; the operator is whoever runs the command line on the server."""

ROLE_LABELS: dict[Role, LazyText] = {
    Role.REP: lazy("sales rep"),
    Role.MANAGER: lazy("sales manager"),
    Role.FINANCE: lazy("finance"),
    Role.CUSTODIAN: lazy("custodian"),
    Role.AUDITOR: lazy("auditor"),
    Role.OPERATOR: lazy("operator"),
}


def any_of(roles: Iterable[Role]) -> str:
    """Return roles as alternatives, as the reader's language puts them: “custodian or finance”."""
    from babel import Locale, UnknownLocaleError
    from babel.lists import format_list

    names = [str(ROLE_LABELS[role]) for role in sorted(roles)]
    try:
        return format_list(names, style="or", locale=Locale.parse(current_language()))
    except (UnknownLocaleError, ValueError):
        return format_list(names, style="or", locale="en")


class Relation(StrEnum):
    """How a client stands to the actor."""

    OWN = "own"
    TEAM = "team"
    OTHER = "other"


class Part(StrEnum):
    """A part of the client file that is opened or sealed as a whole."""

    DIRECTORY = "directory"
    BASIC = "basic"
    CHARACTERISTICS = "characteristics"
    BUSINESS = "business"
    TRADING = "trading"
    CONTACTS = "contacts"
    SALES = "sales"
    CREDIT = "credit"
    BANK = "bank"
    ACCESS_LOG = "access_log"


class Right(IntEnum):
    """What the table grants, weakest first. ASK leaves a marker that something is there; DENY leaves nothing."""

    DENY = 0
    ASK = 1
    TOTALS = 2
    READ = 3
    WRITE = 4


@dataclass(frozen=True)
class Actor:
    """Who is asking.

    `person_id` is None for the operator, who is logged under the system user's `name`. `slack_id` is empty there.
    """

    person_id: int | None
    slack_id: str
    name: str
    roles: frozenset[Role]
    team: str = ""
    timezone: str = "UTC"
    language: str = "en"

    def holds(self, *roles: Role) -> bool:
        """Tell whether the actor holds any of `roles`; the operator holds all of them."""
        return Role.OPERATOR in self.roles or not self.roles.isdisjoint(roles)


_D, _A, _T, _R, _W = Right.DENY, Right.ASK, Right.TOTALS, Right.READ, Right.WRITE

# Columns: rep own, rep other, manager team, manager other, finance, custodian, auditor.
_TABLE: dict[Part, tuple[Right, Right, Right, Right, Right, Right, Right]] = {
    Part.DIRECTORY: (_W, _R, _W, _R, _R, _W, _R),
    Part.BASIC: (_W, _R, _W, _R, _R, _W, _D),
    Part.CHARACTERISTICS: (_W, _A, _W, _R, _R, _W, _D),
    Part.BUSINESS: (_W, _A, _W, _R, _R, _W, _D),
    Part.TRADING: (_W, _A, _W, _A, _R, _W, _D),
    Part.CONTACTS: (_W, _A, _W, _A, _R, _W, _D),
    Part.SALES: (_R, _A, _R, _A, _R, _R, _T),
    Part.CREDIT: (_R, _A, _R, _A, _W, _R, _D),
    Part.BANK: (_A, _D, _A, _D, _W, _R, _D),
    Part.ACCESS_LOG: (_R, _D, _R, _D, _D, _R, _R),
}


def _right_of(role: Role, relation: Relation, part: Part) -> Right:
    rep_own, rep_other, manager_team, manager_other, finance, custodian, auditor = _TABLE[part]
    match role:
        case Role.OPERATOR:
            return Right.WRITE
        case Role.REP:
            return rep_own if relation is Relation.OWN else rep_other
        case Role.MANAGER:
            # A manager who owns a client works it as its rep does.
            return (
                max(rep_own, manager_team)
                if relation is Relation.OWN
                else (manager_team if relation is Relation.TEAM else manager_other)
            )
        case Role.FINANCE:
            return finance
        case Role.CUSTODIAN:
            return custodian
        case Role.AUDITOR:
            return auditor


def right(roles: frozenset[Role], relation: Relation, part: Part) -> Right:
    """Return the strongest right that any of `roles` has on `part` of a client standing in `relation`."""
    return max((_right_of(role, relation, part) for role in roles), default=Right.DENY)


class Deed(StrEnum):
    """What a row of the access log records."""

    READ = "read"
    WRITE = "write"
    REFUSED = "refused"
    SHARED = "shared"
    MATCHED = "matched"
    """Found a client by what they may not read, and were told its name and owner."""


@dataclass(frozen=True)
class AccessEntry:
    """One row of the access log before it has an id: who did what to which part of which client's file.

    `via` is the use case; `detail` holds ids and key names only, never free text.
    """

    at: datetime
    person_id: int | None
    actor: str
    deed: Deed
    part: Part
    client_id: int | None
    via: str
    detail: str = ""


class Scope(StrEnum):
    """Whose figures an answer is made of."""

    OWN = "own"
    TEAM = "team"
    ALL = "all"


FARTHEST: Mapping[Scope, Relation] = {
    Scope.OWN: Relation.OWN,
    Scope.TEAM: Relation.TEAM,
    Scope.ALL: Relation.OTHER,
}
"""How the clients that figures are made of stand to whoever asks, at the farthest."""


def figures_scope(roles: frozenset[Role]) -> Scope:
    """Return whose sales a person's reports are made of: a rep's own, a manager's team's, else everybody's."""
    if not roles.isdisjoint({Role.FINANCE, Role.CUSTODIAN, Role.AUDITOR, Role.OPERATOR}):
        return Scope.ALL
    return Scope.TEAM if Role.MANAGER in roles else Scope.OWN


def parse_roles(text: str) -> frozenset[Role]:
    """Read ``rep,finance``. Raises ValueError on a word that is no role a person can hold."""
    roles = frozenset(Role(word.strip().lower()) for word in text.split(",") if word.strip())
    if not roles or Role.OPERATOR in roles:
        raise ValueError(text)
    return roles
