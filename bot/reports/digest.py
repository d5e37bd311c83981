"""The digest's arithmetic: which sections were refreshed, and how fresh the files are, by team."""

from collections import Counter
from collections.abc import Collection, Iterable

from bot.policy.catalogue import FILE_SECTIONS, Catalogue
from bot.results.digest import TeamFiles


def count_sections(refreshed: Iterable[tuple[int, str]], catalogue: Catalogue) -> int:
    """Count the sections, of all files, that hold one of these (client, field) pairs."""
    known = ((client_id, catalogue.get(field)) for client_id, field in refreshed)
    return len({(client, field.section) for client, field in known if field and field.section in FILE_SECTIONS})


def team_files(known: Iterable[tuple[int, str]], stale: Collection[int]) -> tuple[TeamFiles, ...]:
    """Count files, and those with something stale in them, by team; files without a team come last."""
    files, late = Counter[str](), Counter[str]()
    for client_id, team in known:
        files[team] += 1
        late[team] += client_id in stale
    teams = sorted(files, key=lambda team: (not team, team.casefold()))
    return tuple(TeamFiles(team, files[team], late[team]) for team in teams)
