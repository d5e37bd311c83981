"""Files handed over in Slack: from received to done, once, whoever acts at once and whatever breaks off."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.errors import Conflict, FileRejected, InvalidInput, NotFound, Refused
from bot.policy.access import Actor, Role
from bot.policy.catalogue import Catalogue
from bot.results.imports import ImportKind, ImportOptions, ImportReport
from bot.results.uploads import Upload, UploadPlan, UploadState
from bot.services import people, uploads
from bot.services.imports import import_file
from bot.services.uploads import Importer
from bot.store.database import Database, open_engine
from tests.services.importing import NOW, OPERATOR

OPTIONS = ImportOptions("USD")
SALES = "line_id,date,client,amount,currency\nS1,2026-01-05,ACME,100.50,USD\nS2,2026-01-06,ACME,20,USD\n"


@dataclass
class UploadDesk:
    """A desk where Arjun of finance hands files over; Slack's copy of each is a text of ours."""

    database: Database
    folder: Path
    arjun: Actor
    mei: Actor
    content: str | None = SALES

    def __post_init__(self) -> None:
        self.importer = Importer(self.database, self.folder, self.fetch)

    def fetch(self, upload: Upload, path: Path) -> None:
        if self.content is None:
            raise FileRejected("{file} is gone", file=upload.file_name)
        path.write_text(self.content, encoding="utf-8")

    def receive(self, kind: str = "sales", content: str = SALES, **plan: object) -> Upload:
        self.content = content
        with self.database.session() as session:
            return uploads.receive(
                session, self.arjun, ImportKind(kind), "f.csv", UploadPlan(**plan), options=OPTIONS, now=NOW
            )

    def preview(self, kind: str = "sales", content: str = SALES, **plan: object) -> Upload:
        return self.importer.examine(self.arjun, self.receive(kind, content, **plan), OPTIONS, now=NOW)

    def claim(self, upload: Upload) -> Upload:
        with self.database.session() as session:
            return uploads.claim(session, self.arjun, upload.upload_id, now=NOW)

    def apply(self, upload: Upload) -> Upload:
        return self.importer.apply(self.arjun, self.claim(upload), OPTIONS, now=NOW)

    def latest(self, upload: Upload) -> Upload:
        with self.database.session() as session:
            return uploads.read_upload(session, self.arjun, upload.upload_id, now=NOW)

    def count(self, statement: str) -> int:
        with self.database.reading() as session:
            return int(session.execute(text(statement)).scalar_one())


@pytest.fixture
def desk(migrated_url, tmp_path):
    database = Database(open_engine(migrated_url))
    with database.session() as session:
        for slack_id, role in (("U0ARJUN", Role.FINANCE), ("U0MEI", Role.REP)):
            people.add_person(session, OPERATOR, slack_id, {role}, team="Asia", now=NOW)
        arjun, mei = (people.identify(session, each, via="import", now=NOW) for each in ("U0ARJUN", "U0MEI"))
    yield UploadDesk(database, tmp_path / "files", arjun, mei)
    database.close()


def test_a_preview_changes_nothing_and_says_what_applying_does(desk):
    preview = desk.preview()
    assert (preview.state, preview.preview.counts.added) == (UploadState.READY, 2)
    assert desk.count("SELECT count(*) FROM sales_line") == 0
    done = desk.apply(preview)
    assert (done.result.counts, done.has_moved) == (preview.preview.counts, False)
    assert desk.count("SELECT count(*) FROM sales_line") == 2
    assert desk.count("SELECT count(*) FROM outbox WHERE kind = 'import_done'") == 1
    assert desk.count("SELECT count(*) FROM upload u JOIN import_run r ON r.id = u.import_run_id") == 1
    kept = desk.latest(done)
    assert (kept.state, kept.preview.counts, kept.result.run_id) == (UploadState.DONE, preview.preview.counts, 1)


def test_a_file_is_kept_for_this_account_alone_and_removed(desk):
    preview = desk.preview()
    [path] = desk.folder.iterdir()
    assert (path.stat().st_mode & 0o777, desk.folder.stat().st_mode & 0o777) == (0o600, 0o700)
    assert "f.csv" not in path.name
    desk.importer.discard(desk.apply(preview))
    assert list(desk.folder.iterdir()) == []


def test_what_moved_the_ledger_since_the_preview_is_told(desk):
    preview = desk.preview()
    desk.apply(desk.preview())
    done = desk.apply(preview)
    assert (done.has_moved, done.result.counts.added, done.result.counts.same) == (True, 0, 2)


def test_what_follows_from_an_import_is_no_move_of_the_ledger(desk):
    waiting = "line_id,date,client,product,amount,currency\nW1,2026-01-05,ACME,P1,1,USD\n"
    desk.apply(desk.preview("sales", waiting))
    done = desk.apply(desk.preview("products", "code,name\nP1,Pump\n"))
    assert (done.result.counts.matched, done.preview.counts.matched, done.has_moved) == (1, 0, False)


def test_of_many_who_apply_at_once_one_does(desk):
    preview = desk.preview()

    def press(_number):
        try:
            desk.apply(preview)
        except Conflict as error:
            return str(error)
        return "applied"

    with ThreadPoolExecutor(6) as threads:
        told = list(threads.map(press, range(6)))
    assert told.count("applied") == 1
    assert set(told) <= {"applied", "f.csv is being imported already.", "f.csv has been imported already."}
    assert desk.count("SELECT count(*) FROM import_run") == 1


def test_what_was_taken_away_meanwhile_is_taken_back_whole(desk):
    claimed = desk.claim(desk.preview())
    with desk.database.session() as session:
        session.execute(text("UPDATE upload SET state = 'cancelled'"))
    with pytest.raises(Conflict, match="no longer to be imported"):
        desk.importer.apply(desk.arjun, claimed, OPTIONS, now=NOW)
    assert desk.count("SELECT count(*) FROM sales_line") + desk.count("SELECT count(*) FROM import_run") == 0
    assert desk.latest(claimed).state is UploadState.CANCELLED


def test_work_that_was_broken_off_is_let_go_of_and_its_person_is_told(desk):
    applying, received = desk.claim(desk.preview()), desk.receive()
    waiting = desk.preview()
    soon, late = NOW + timedelta(minutes=4), NOW + timedelta(minutes=6)
    with desk.database.session() as session:
        assert not uploads.has_broken_off(session, now=soon)
        assert uploads.break_off(session, now=late) == 2
        assert uploads.break_off(session, now=late + timedelta(hours=1)) == 0
    states = [desk.latest(each).state for each in (applying, received, waiting)]
    assert states == [UploadState.READY, UploadState.FAILED, UploadState.READY]
    assert desk.count("SELECT count(*) FROM outbox WHERE kind = 'import_broken_off'") == 2
    assert desk.apply(applying).state is UploadState.DONE


def test_a_sign_of_life_keeps_a_file(desk):
    received = desk.receive()
    late = NOW + timedelta(minutes=6)
    with desk.database.session() as session:
        uploads.keep_alive(session, received.upload_id, now=NOW + timedelta(minutes=3))
        assert not uploads.has_broken_off(session, now=late)


def test_a_process_that_lacks_the_file_fetches_it_again(desk, tmp_path):
    preview = desk.preview()
    elsewhere = Importer(desk.database, tmp_path / "another machine's", desk.fetch)
    done = elsewhere.apply(desk.arjun, desk.claim(preview), OPTIONS, now=NOW)
    assert done.result.counts.added == 2


def test_headers_are_asked_for_once_for_each_kind(desk):
    content = SALES.replace("currency", "Waehrung,Laune").replace("USD", "USD,good")
    asked = desk.preview("sales", content)
    assert asked.state is UploadState.ASKING
    given = {"catalogue": Catalogue(), "now": NOW}
    with desk.database.session() as session:
        gaps = uploads.read_gaps(session, desk.arjun, asked.upload_id, **given)
    assert [each.key for each in gaps.needed] == ["currency"]
    assert [each.text for each in gaps.unknown] == ["Waehrung", "Laune"]
    with pytest.raises(InvalidInput) as refused, desk.database.session() as session:
        uploads.answer_gaps(session, desk.arjun, asked.upload_id, needed={}, meanings={}, **given)
    assert refused.value.field == "currency"
    with desk.database.session() as session:
        told = uploads.answer_gaps(session, desk.arjun, asked.upload_id, needed={"currency": 4}, meanings={}, **given)
    with pytest.raises(Conflict, match="still being read"), desk.database.session() as session:
        uploads.answer_gaps(session, desk.arjun, asked.upload_id, needed={"currency": 4}, meanings={}, **given)
    read = desk.importer.examine(desk.arjun, told, OPTIONS, now=NOW)
    assert (read.state, read.preview.counts.added, read.preview.ignored) == (UploadState.READY, 2, ("Laune",))
    assert desk.preview("sales", content).state is UploadState.ASKING, "what was never applied is not remembered"
    desk.apply(read)
    assert desk.preview("sales", content).state is UploadState.READY
    assert desk.preview("sales", content.replace("Laune", "Wetter")).state is UploadState.ASKING


def test_what_can_never_be_applied_is_not(desk):
    header = "invoice_id,client,issued,due,amount,currency\n"
    lines = header + "I1,ACME,2026-01-05,2026-02-05,10,USD\nI2,ACME,x,2026-02-05,10,USD\n"
    blocked = desk.preview("invoices", lines, as_of=date(2026, 7, 1), snapshot=True)
    assert blocked.is_blocked
    assert blocked.preview.rejected_file.read_text(encoding="utf-8-sig").count("\n") == 2
    with pytest.raises(Conflict, match="cannot tell what is closed"):
        desk.claim(blocked)
    assert not desk.preview("invoices", lines, as_of=date(2026, 7, 1)).is_blocked
    assert desk.preview("sales", SALES.replace("2026", "26x")).is_blocked


def test_what_cannot_be_read_fails_and_is_removed(desk):
    received = desk.receive(content="line_id,date,client,amount,currency\n")
    with pytest.raises(FileRejected, match=r"f\.csv has a header but no lines"):
        desk.importer.examine(desk.arjun, received, OPTIONS, now=NOW)
    assert desk.latest(received).state is UploadState.FAILED
    received = desk.receive()
    desk.content = None
    with pytest.raises(FileRejected, match="is gone"):
        desk.importer.examine(desk.arjun, received, OPTIONS, now=NOW)
    assert (desk.latest(received).state, list(desk.folder.iterdir())) == (UploadState.FAILED, [])


def test_open_items_need_their_day(desk):
    with pytest.raises(InvalidInput) as refused:
        desk.receive("orders")
    assert refused.value.field == "as_of"


def test_a_file_is_its_owners_and_only_for_those_who_may_import(desk):
    preview = desk.preview()
    ines = replace(desk.mei, person_id=None, roles=frozenset({Role.CUSTODIAN}))
    for actor, expected in ((desk.mei, NotFound), (ines, NotFound)):
        with pytest.raises(expected), desk.database.session() as session:
            uploads.claim(session, actor, preview.upload_id, now=NOW)
    demoted = replace(desk.arjun, roles=frozenset({Role.REP}))
    with pytest.raises(Refused), desk.database.session() as session:
        uploads.claim(session, demoted, preview.upload_id, now=NOW)
    with pytest.raises(Refused), desk.database.session() as session:
        uploads.list_recent(session, desk.mei, now=NOW)
    assert desk.count("SELECT count(*) FROM access_log WHERE deed = 'refused' AND via = 'import'") == 2


def test_cancelling_removes_the_file_and_comes_too_late_once_it_is_in(desk):
    preview = desk.preview()
    with desk.database.session() as session:
        uploads.cancel(session, desk.arjun, preview.upload_id, desk.folder, now=NOW)
    assert list(desk.folder.iterdir()) == []
    with pytest.raises(Conflict, match="was cancelled"):
        desk.claim(preview)
    done = desk.apply(desk.preview())
    with pytest.raises(Conflict, match="imported already"), desk.database.session() as session:
        uploads.cancel(session, desk.arjun, done.upload_id, desk.folder, now=NOW)


def test_a_week_later_what_nobody_wanted_is_removed_and_nothing_else(desk):
    waiting, fresh = desk.preview(), desk.preview()
    later = NOW + timedelta(days=8)
    with desk.database.session() as session:
        uploads.keep_alive(session, fresh.upload_id, now=later)
    orphan, foreign = desk.folder / ("ab" * 16 + ".rejected.csv"), desk.folder / "budget.xlsx"
    for path in (orphan, foreign):
        path.touch()
        os.utime(path, (0, 0))
    with desk.database.session() as session:
        uploads.tidy(session, desk.folder, now=later)
    assert {desk.latest(waiting).state, desk.latest(fresh).state} == {UploadState.EXPIRED, UploadState.READY}
    assert {path.name for path in desk.folder.iterdir()} == {foreign.name, fresh.stored_as}
    with pytest.raises(Conflict, match="more than a week"):
        desk.claim(waiting)


def test_recent_imports_say_what_when_and_by_whom(desk):
    desk.apply(desk.preview())
    path = desk.folder / "c.csv"
    path.write_text("code,name\nACME,Acme\n")
    report: ImportReport = import_file(desk.database, OPERATOR, ImportKind.CLIENTS, path, OPTIONS, now=NOW)
    assert report.run_id == 2
    with desk.database.session() as session:
        found = uploads.list_recent(session, desk.arjun, now=NOW)
    assert [(each.kind, each.as_of, each.added, bool(each.person)) for each in found] == [
        (ImportKind.CLIENTS, NOW.date(), 1, False),
        (ImportKind.SALES, date(2026, 1, 6), 2, True),
    ]
