"""What a file's card says of those that were merged into it."""

from collections.abc import Sequence

from bot.i18n import _
from bot.results.merging import Merge
from bot.views.blocks import button, escape, section, shorten
from bot.views.ids import Action
from bot.views.message import Block
from bot.views.words import day_text, local_day

NAME_LENGTH = 80
KEPT_SHOWN = 3


def kept_as_blocks(merges: Sequence[Merge], *, may_undo: bool, timezone: str) -> list[Block]:
    """Return what a file has taken in, the latest last; each with the way back for those who may take it."""
    blocks = []
    for merge in merges[-KEPT_SHOWN:]:
        text = _("Also kept as *{name}* (`{code}`), merged by {person}, {day}").format(
            name=escape(shorten(merge.source_name, NAME_LENGTH)),
            code=escape(merge.source_code),
            person=escape(shorten(merge.merged_by, NAME_LENGTH)) or _("somebody unknown"),
            day=day_text(local_day(merge.merged_at, timezone)),
        )
        undoing = button(_("Undo the merge"), Action.UNDO_MERGE, str(merge.merge_id)) if may_undo else None
        blocks.append(section(text, accessory=undoing, block_id=f"kept_as:{merge.merge_id}"))
    return blocks
