"""What few files have: asked for all at once, so that a card costs no statement for each thing that is not there."""

from dataclasses import dataclass

from sqlalchemy import BindParameter, Integer, bindparam, exists, select
from sqlalchemy.orm import Session

from bot.store.families import rows_of
from bot.store.tables_upkeep import MergeRow, ProposalRow, SiteRow

_CLIENT: BindParameter[int] = bindparam("client_id", type_=Integer)
_PRESENCE = select(
    exists().where(SiteRow.client_id.in_(rows_of(_CLIENT))).label("sites"),
    exists().where(MergeRow.target_id.in_(rows_of(_CLIENT)), MergeRow.undone_at.is_(None)).label("merges"),
    exists().where(ProposalRow.client_id == _CLIENT, ProposalRow.answered_at.is_(None)).label("proposals"),
)


@dataclass(frozen=True)
class Presence:
    """Whether a file has sites, merges that stand, and proposals nobody has answered."""

    sites: bool
    merges: bool
    proposals: bool


def of(session: Session, client_id: int) -> Presence:
    """Tell what there is of a client's file."""
    sites, merges, proposals = session.connection().execute(_PRESENCE, {"client_id": client_id}).one()
    return Presence(bool(sites), bool(merges), bool(proposals))
