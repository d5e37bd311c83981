"""How good the files are and how much they are used, for the reader's own Home tab; a named figure is for managers."""

from fractions import Fraction

from babel.numbers import format_percent

from bot.i18n import _, ngettext
from bot.policy.catalogue import PART_LABELS
from bot.policy.quality import Quality, whole_percent
from bot.results.quality import DeskQuality, FilesQuality, Gain, PersonQuality, Use
from bot.views.blocks import button, escape, header, section, shorten
from bot.views.ids import Action, file_section
from bot.views.message import Block
from bot.views.words import babel_language

PEOPLE_SHOWN = 30
NAME_SHOWN = 40
FIELDS_SHOWN = 3


def share_text(share: Fraction | None) -> str:
    """Write a share in whole percents, rounded down."""
    if share is None:
        return "–"
    return format_percent(whole_percent(share) / 100, format="#,##0 %", locale=babel_language())


def file_text(quality: Quality) -> str:
    """Write how complete and how fresh one file is."""
    return _("File {complete} complete, {fresh} of {known} known fields fresh").format(
        complete=share_text(quality.completeness), fresh=quality.fresh, known=quality.known
    )


def quality_blocks(found: DeskQuality) -> list[Block]:
    """Return what the reader sees of their own files, of their team's and of the company's."""
    blocks: list[Block] = []
    if found.mine is not None:
        blocks.append(header(_("How good my files are")))
        blocks.append(
            section(
                "\n".join(
                    filter(None, [_files(found.mine), _use(found.use, _("Nobody else has opened them in 30 days."))])
                )
            )
        )
        blocks += [_gain(each) for each in found.gains]
    if found.team:
        blocks += [header(_("My team's files")), section(_team(found.team))]
    if found.company is not None:
        blocks += [header(_("The company's files")), section(_company(found.company, found.company_use))]
    return blocks


def _files(quality: FilesQuality) -> str:
    return _("{complete} complete, {fresh} fresh").format(
        complete=share_text(quality.whole.completeness), fresh=share_text(quality.whole.freshness)
    )


def _use(use: Use | None, unused: str) -> str:
    """Say how many others have opened how many files, and how often, `unused` where nobody has; nobody is named."""
    if use is None:
        return ""
    if not use.times:
        return unused
    people = ngettext("{count} colleague", "{count} colleagues", use.people).format(count=use.people)
    files = ngettext("{count} file", "{count} files", use.files).format(count=use.files)
    return ngettext(
        "Opened {times} time in 30 days: {files}, by {people}",
        "Opened {times} times in 30 days: {files}, by {people}",
        use.times,
    ).format(times=use.times, files=files, people=people)


def _gain(gain: Gain) -> Block:
    names = ", ".join(escape(str(each.label)) for each in gain.missing[:FIELDS_SHOWN])
    text = _("*{client}*: {complete} complete. Most would be gained in {section}: {fields}").format(
        client=escape(gain.client.name),
        complete=share_text(gain.quality.completeness),
        section=PART_LABELS[gain.section],
        fields=names,
    )
    updating = button(_("Fill in"), Action.OPEN_EDIT, file_section(gain.client.client_id, gain.section))
    return section(text, accessory=updating, block_id=f"gain:{gain.client.client_id}")


def _team(team: tuple[PersonQuality, ...]) -> str:
    lines = [
        _("{name}: {files}, {quality}").format(
            name=escape(shorten(each.name, NAME_SHOWN)),
            files=ngettext("{count} file", "{count} files", each.quality.files).format(count=each.quality.files),
            quality=_files(each.quality),
        )
        for each in team[:PEOPLE_SHOWN]
    ]
    hidden = len(team) - PEOPLE_SHOWN
    if hidden > 0:
        lines.append(ngettext("and {count} more", "and {count} more", hidden).format(count=hidden))
    return "\n".join(lines)


def _company(quality: FilesQuality, use: Use | None) -> str:
    unused = _("Nobody has opened the file of another in 30 days.")
    lines = [f"*{_files(quality)}*", _use(use, unused)]
    lines += [
        _("{section}: {complete} complete, {fresh} fresh").format(
            section=PART_LABELS[part],
            complete=share_text(each.completeness),
            fresh=share_text(each.freshness),
        )
        for part, each in quality.sections.items()
    ]
    return "\n".join(filter(None, lines))
