"""No sequence of edits, confirmations, undoings, merges and their undoings loses a fact or changes an older one.

Each sequence is played twice: through the services, and through a model in this file that keeps a plain list of what
was said and works every value out from the start. After each step both must say the same.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.errors import Conflict
from bot.jobs.rescore import run_rescore
from bot.policy.catalogue import Source
from bot.services import facts
from bot.services.clients import require_client
from bot.services.integrity import check_ledger
from bot.services.merging import list_merges, merge_clients, undo_merge
from bot.services.undoing import undo_changes
from bot.store.facts import current_values
from bot.store.tables import ClientRow, FactRow
from tests.jobs.company import CATALOGUE, DAY, MONDAY, OPERATOR

FIELDS = ("culture", "staff", "city")
"""One that any source may say, one for which reports outrank the rest, and one of the directory."""
FILES = 3
MINUTE = timedelta(minutes=1)

EDIT = st.tuples(
    st.just("edit"), st.integers(0, FILES - 1), st.sampled_from(FIELDS), st.sampled_from(["", "1", "2", "3"]),
    st.sampled_from([Source.CALL, Source.IMPORT, Source.DATA_SHEET, Source.AGENCY]), st.integers(0, 500),
)  # fmt: skip
CHANGE = st.one_of(
    EDIT,
    st.tuples(st.just("confirm"), st.integers(0, FILES - 1), st.sampled_from(FIELDS)),
    st.tuples(st.just("undo"), st.integers(0, 20)),
    st.tuples(st.just("undo"), st.integers(0, 20)),
    st.tuples(st.just("merge"), st.integers(0, FILES - 1), st.integers(0, FILES - 1)),
    st.tuples(st.just("merge"), st.integers(0, FILES - 1), st.integers(0, FILES - 1)),
    st.tuples(st.just("unmerge"), st.integers(0, 5)),
    st.tuples(st.just("wait"), st.integers(1, 200)),
)
STEPS = st.builds(
    lambda edits, changes: [*edits, *changes],
    st.lists(EDIT, min_size=5, max_size=9),
    st.lists(CHANGE, min_size=4, max_size=12),
)
CALL, AGENCY = Source.CALL, Source.AGENCY
CHAIN = [
    ("edit", 0, "culture", "1", CALL, 9), ("edit", 1, "culture", "2", CALL, 5), ("edit", 2, "culture", "3", CALL, 7),
    ("merge", 1, 0), ("undo", 1), ("merge", 0, 2), ("undo", 0), ("confirm", 1, "culture"), ("unmerge", 0),
]  # fmt: skip
"""A file in a file in a file: what is undone in the innermost shows in the outermost."""
OWN_CITY = [
    ("edit", 0, "city", "1", CALL, 9), ("edit", 1, "city", "2", CALL, 1), ("merge", 1, 0), ("undo", 0), ("unmerge", 0),
]  # fmt: skip
"""The city of the file that stays, until it has none of its own."""
GOES_STALE = [
    ("edit", 0, "staff", "1", AGENCY, 300), ("edit", 1, "staff", "2", CALL, 0), ("merge", 0, 1), ("wait", 64),
    ("wait", 2), ("unmerge", 0), ("edit", 0, "staff", "", CALL, 0), ("undo", 2),
]  # fmt: skip
"""A report that came with a file holds in the whole, until it goes stale."""
EMPTY_GOES_STALE = [
    ("edit", 1, "staff", "1", CALL, 0), ("edit", 1, "staff", "", AGENCY, 316), ("merge", 1, 0), ("wait", 50),
]  # fmt: skip
"""That an agency has found nothing goes stale too, in the whole as in the file that it came with."""


@dataclass(frozen=True)
class Said:
    """One thing that was said, in the model."""

    file: int
    field: str
    kind: str
    value: str
    source: Source
    observed: datetime
    recorded: datetime
    is_retracted: bool = False


@dataclass
class Model:
    """What should be so: a list of what was said, and which file went into which."""

    now: datetime = MONDAY
    said: list[Said] = field(default_factory=list)
    into: dict[int, int] = field(default_factory=dict)
    merges: list[tuple[int, int, bool]] = field(default_factory=list)
    """Source, target, and whether the merge stands."""

    def root(self, file):
        return self.root(self.into[file]) if file in self.into else file

    def rows(self, file):
        return {file} | {row for child, parent in self.into.items() if parent == file for row in self.rows(child)}

    def value(self, file, key):
        """The newest, unless a better source says something that was still fresh this morning."""
        declared = CATALOGUE.require(key)
        told = [
            (each.observed, each.recorded, place, each)
            for place, each in enumerate(self.said)
            if each.field == key and not each.is_retracted and each.file in self.rows(file)
        ]
        if key == "city" and any(each.file == file for *_, each in told):
            told = [entry for entry in told if entry[-1].file == file]
        if not told:
            return None
        morning = datetime.combine(self.now.date(), time.min, UTC)
        for better in declared.outranks:
            fresh = [
                entry for entry in told
                if entry[-1].source is better and morning - entry[0] <= timedelta(days=declared.fresh_days)
            ]  # fmt: skip
            if fresh:
                return max(fresh)[-1].value or None
        return max(told)[-1].value or None

    def say(self, file, key, value, source, observed):
        file = self.root(file)
        known = self.value(file, key)
        if (value == known and source is Source.IMPORT) or (known is None and not value):
            return
        kind = "confirmed" if value == known else "observed"
        self.said.append(Said(file, key, kind, value, source, observed, self.now))

    def undo(self, place):
        """Take one back; False where that cannot be."""
        fact = self.said[place]
        later = self.said[place + 1 :]
        is_confirmed = any(
            each.kind == "confirmed" and not each.is_retracted
            and (each.file, each.field, each.value) == (fact.file, fact.field, fact.value)
            for each in later
        )  # fmt: skip
        if fact.is_retracted or is_confirmed:
            return False
        self.said[place] = replace(fact, is_retracted=True)
        return True

    def merge(self, source, target):
        source, target = self.root(source), self.root(target)
        if source == target:
            return False
        self.into[source] = target
        self.merges.append((source, target, True))
        return True

    def unmerge(self, number):
        source, target, stands = self.merges[number]
        if stands:
            del self.into[source]
            self.merges[number] = (source, target, False)
        return stands


class Played:
    """The same through the services, in a real database."""

    def __init__(self, house, owner):
        self.house, self.owner, self.model = house, owner, Model()
        self.ids = [house.client(owner, f"File {number}") for number in range(FILES)]
        self.fact_ids: list[int] = []
        self.merge_ids: list[int] = []

    def play(self, step):
        self.model.now += MINUTE
        getattr(self, step[0])(*step[1:])
        self.compare()

    def edit(self, file, key, value, source, days):
        observed = self.model.now - days * DAY
        with self.house.session() as session:
            root = require_client(session, self.ids[file]).client_id
            facts.record_facts(
                session, self.owner, root, {key: value}, source=source, observed_at=observed, now=self.model.now,
                catalogue=CATALOGUE,
            )  # fmt: skip
        self.model.say(file, key, value, source, observed)

    def confirm(self, file, key):
        with self.house.session() as session:
            client = require_client(session, self.ids[file])
            facts.confirm_fields(
                session, OPERATOR, client, [key], source=Source.CALL, now=self.model.now, catalogue=CATALOGUE
            )
        known = self.model.value(self.model.root(file), key)
        if known is not None:
            self.model.say(file, key, known, Source.CALL, self.model.now)

    def undo(self, number):
        if not self.fact_ids:
            return
        place = number % len(self.fact_ids)

        def work(session):
            undo_changes(session, OPERATOR, [self.fact_ids[place]], now=self.model.now, catalogue=CATALOGUE)

        assert self.is_done(work) == self.model.undo(place)

    def merge(self, source, target):
        def work(session):
            sides = [require_client(session, self.ids[each]) for each in (source, target)]
            done = merge_clients(session, OPERATOR, *sides, now=self.model.now, catalogue=CATALOGUE)
            self.merge_ids.append(list_merges(session, done)[-1].merge_id)

        assert self.is_done(work) == self.model.merge(source, target)

    def unmerge(self, number):
        if not self.merge_ids:
            return
        number %= len(self.merge_ids)

        def work(session):
            undo_merge(session, OPERATOR, self.merge_ids[number], now=self.model.now, catalogue=CATALOGUE)

        assert self.is_done(work) == self.model.unmerge(number)

    def wait(self, days):
        self.model.now += days * DAY
        run_rescore(self.house.desk, self.model.now)

    def is_done(self, work):
        try:
            with self.house.session() as session:
                work(session)
        except Conflict:
            return False
        return True

    def compare(self):
        """Every fact is there as it was said, and every file says what follows from them."""
        numbers = {client_id: number for number, client_id in enumerate(self.ids)}
        with self.house.session() as session:
            rows = session.execute(
                select(FactRow.__table__)
                .where(FactRow.client_id.in_(self.ids), FactRow.field.in_(FIELDS))
                .order_by(FactRow.id)
            ).all()
            now_held = [current_values(session, client_id) for client_id in self.ids]
            cities = dict(session.execute(select(ClientRow.id, ClientRow.city).where(ClientRow.id.in_(self.ids))).all())
        assert [
            Said(
                numbers[row.client_id], row.field, row.kind, row.value, Source(row.source), row.observed_at,
                row.recorded_at, row.retracted_at is not None,
            )
            for row in rows
        ] == self.model.said  # fmt: skip
        assert [row.id for row in rows][: len(self.fact_ids)] == self.fact_ids
        self.fact_ids = [row.id for row in rows]
        for number, held in enumerate(now_held):
            expected = {key: self.model.value(number, key) for key in FIELDS}
            assert {key: held[key].value if key in held else None for key in FIELDS} == expected
            assert cities[self.ids[number]] == expected["city"]

    def end(self):
        """Take every merge back: each file says what it would have said, had it always been alone."""
        for number, (_, _, stands) in enumerate(self.model.merges):
            if stands:
                self.play(("unmerge", number))
        with self.house.session() as session:
            found = check_ledger(session, now=self.model.now, catalogue=CATALOGUE)
        # The files of other sequences stand at other days.
        others = re.compile(rf"Client (?!({'|'.join(map(str, self.ids))}):)")
        assert [each for each in found if not others.match(each)] == []


def play(house, steps):
    owner = house.person("U0MEI")
    played = Played(house, owner)
    played.compare()
    for step in steps:
        played.play(step)
    played.end()


# One database serves all sequences of a run, each with files of its own.
GENEROUS = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture]}


@settings(max_examples=25, **GENEROUS)
@example(steps=CHAIN)
@example(steps=OWN_CITY)
@example(steps=GOES_STALE)
@example(steps=EMPTY_GOES_STALE)
@given(steps=STEPS)
def test_nothing_said_is_lost(house, steps):
    play(house, steps)


@pytest.mark.parametrize("house", ["postgres"], indirect=True)
@settings(max_examples=6, **GENEROUS)
@example(steps=CHAIN)
@given(steps=STEPS)
def test_nothing_said_is_lost_in_postgresql(house, steps):
    play(house, steps)


@pytest.mark.soak
@settings(max_examples=400, **GENEROUS)
@given(steps=STEPS)
def test_nothing_said_is_lost_in_many_sequences(house, steps):
    play(house, steps)
