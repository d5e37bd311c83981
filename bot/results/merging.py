"""A merge of two files as it leaves the services."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Merge:
    """One file that went into another, and by whom; `undone_at` says that it stands alone again."""

    merge_id: int
    source_id: int
    source_code: str
    source_name: str
    target_id: int
    merged_at: datetime
    merged_by: str
    undone_at: datetime | None
