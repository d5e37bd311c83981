"""Measuring how good the files are and how much they are used: reps see their own, managers their team's by person.

The custodian sees the company's by section. What is returned names no value of any file, and nobody who has opened
one; it is meant for its reader alone and never for a channel.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.policy import quality as rules
from bot.policy.access import Actor, Part, Role
from bot.policy.catalogue import Catalogue
from bot.policy.quality import Quality, Standing
from bot.results.clients import Client
from bot.results.quality import DeskQuality, FilesQuality, Gain, PersonQuality, Use
from bot.store import clients, freshness, people
from bot.store import quality as store
from bot.store.freshness import Whose
from bot.store.quality import FileCount, KnownCount

USED_WITHIN = timedelta(days=30)
OPENED_VIA = "show"
MOST_GAINS = 3


def measure(session: Session, actor: Actor, *, now: datetime, catalogue: Catalogue) -> DeskQuality:
    """Return what the actor may see of quality and use; a session that only reads will do."""
    mine: FilesQuality | None = None
    use: Use | None = None
    gains: tuple[Gain, ...] = ()
    if actor.person_id is not None and actor.holds(Role.REP, Role.MANAGER):
        own = Whose(owner_id=actor.person_id)
        mine = _measured(session, own, now, catalogue)
        if mine.files:
            use, gains = _use(session, own, now), _gains(session, own, now, catalogue)
    keeps_all = actor.holds(Role.CUSTODIAN)
    everybody = Whose(everybody=True)
    return DeskQuality(
        mine=mine if mine and mine.files else None,
        use=use,
        gains=gains,
        team=_team(session, actor, now, catalogue),
        company=_measured(session, everybody, now, catalogue) if keeps_all else None,
        company_use=_use(session, everybody, now) if keeps_all else None,
    )


def _measured(session: Session, whose: Whose, now: datetime, catalogue: Catalogue) -> FilesQuality:
    files, known = _counted(session, whose, now, catalogue)
    return _together(files, known, catalogue)


def _counted(
    session: Session, whose: Whose, now: datetime, catalogue: Catalogue
) -> tuple[Sequence[FileCount], Sequence[KnownCount]]:
    cutoffs = {field.key: now - field.shelf_life for field in catalogue if field.weight}
    return store.count_files(session, whose), store.count_known(session, whose, cutoffs)


def _together(files: Iterable[FileCount], known: Iterable[KnownCount], catalogue: Catalogue) -> FilesQuality:
    """Put counts together into sections; a field counts where the files that it is known for let it."""
    standing: dict[Standing, int] = defaultdict(int)
    for counted in files:
        standing[counted.standing] += counted.files
    found: dict[tuple[str, Standing], tuple[int, int]] = {}
    for each in known:
        before = found.get((each.field, each.standing), (0, 0))
        found[each.field, each.standing] = (before[0] + each.known, before[1] + each.fresh)
    sections: dict[Part, Quality] = {}
    for field in catalogue:
        for stands, count in standing.items():
            if rules.counts(field, stands):
                part = rules.of_field(field, count, *found.get((field.key, stands), (0, 0)))
                sections[field.section] = sections.get(field.section, Quality()) + part
    return FilesQuality(sum(standing.values()), sum(sections.values(), Quality()), sections)


def _use(session: Session, whose: Whose, now: datetime) -> Use:
    return store.count_use(session, whose, OPENED_VIA, now - USED_WITHIN)


def _gains(session: Session, whose: Whose, now: datetime, catalogue: Catalogue) -> tuple[Gain, ...]:
    """Return the files that would gain most: those of whom least is known; a complete one has nothing to gain."""
    weights = {field.key: field.weight for field in catalogue if field.weight and field.key not in rules.ONLY_FOR}
    ids = store.list_thinnest(session, whose, weights, MOST_GAINS)
    if not ids:
        return ()
    known = freshness.list_values(session, ids)
    found = {each.client_id: each for each in clients.list_by_ids(session, ids)}
    measured = (
        _gain(found[i], {value.field: value.observed_at for value in known.get(i, ())}, now, catalogue) for i in ids
    )
    return tuple(gain for gain in measured if gain is not None)


def _gain(client: Client, observed: dict[str, datetime], now: datetime, catalogue: Catalogue) -> Gain | None:
    standing = Standing(client.stage, client.relation)
    missing = rules.missing(catalogue, observed, standing)
    if not missing:
        return None
    weights: dict[Part, int] = defaultdict(int)
    for field in missing:
        weights[field.section] += field.weight
    section = max(weights, key=weights.__getitem__)
    there = tuple(field for field in missing if field.section is section)
    return Gain(client, rules.of_file(catalogue, observed, standing, now), section, there)


def _team(session: Session, actor: Actor, now: datetime, catalogue: Catalogue) -> tuple[PersonQuality, ...]:
    """Return a manager's team by person, in the order of their names: it is no ranking."""
    if Role.MANAGER not in actor.roles or not actor.team:
        return ()
    files, known = _counted(session, Whose(owner_id=actor.person_id, team=actor.team), now, catalogue)
    names = {each.person_id: each.name for each in people.list_all(session)}
    owners = sorted({each.owner_id for each in files if each.owner_id is not None}, key=lambda i: (names.get(i, ""), i))
    return tuple(
        PersonQuality(
            names.get(owner, ""),
            _together(
                [each for each in files if each.owner_id == owner],
                [each for each in known if each.owner_id == owner],
                catalogue,
            ),
        )
        for owner in owners
    )
