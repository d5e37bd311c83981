"""The clock lets go of files whose work was broken off, and their people are offered to go on."""

from datetime import timedelta

import pytest

from bot.clock import SystemClock
from bot.errors import NotFound
from bot.jobs.desk import JobDesk
from bot.jobs.rendering import RENDERERS
from bot.jobs.uploads import release_uploads, tidy_uploads
from bot.policy.access import Role
from bot.policy.catalogue import Catalogue
from bot.results.imports import ImportKind, ImportOptions
from bot.results.outbox import Company, Outgoing
from bot.results.uploads import UploadPlan
from bot.services import people, uploads
from bot.services.uploads import Importer
from bot.store.database import Database, open_engine
from tests.services.importing import NOW, OPERATOR

SALES = "line_id,date,client,amount,currency\nS1,2026-01-05,ACME,100.50,USD\n"
LATER = NOW + timedelta(minutes=10)
OPTIONS = ImportOptions("USD")


@pytest.fixture
def desk(migrated_url, tmp_path):
    database = Database(open_engine(migrated_url))
    with database.session() as session:
        people.add_person(session, OPERATOR, "U0ARJUN", {Role.FINANCE}, team="", now=NOW)
    yield JobDesk(database, Company(Catalogue()), SystemClock(), tmp_path / "files")
    database.close()


def hand_over(desk: JobDesk) -> int:
    """Hand a file over, and claim it once it has been read: the process dies now."""
    importer = Importer(desk.database, desk.files, lambda _upload, path: path.write_text(SALES))
    with desk.database.session() as session:
        arjun = people.identify(session, "U0ARJUN", via="import", now=NOW)
        received = uploads.receive(session, arjun, ImportKind.SALES, "f.csv", UploadPlan(), options=OPTIONS, now=NOW)
    importer.examine(arjun, received, OPTIONS, now=NOW)
    with desk.database.session() as session:
        uploads.claim(session, arjun, received.upload_id, now=NOW)
    return received.upload_id


def told(desk: JobDesk, kind: str, upload_id: int) -> str:
    outgoing = Outgoing("1", kind, "U0ARJUN", {"upload_id": upload_id}, 1)
    with desk.database.session() as session:
        message = RENDERERS[kind](session, outgoing, desk.company, LATER)
    return str((message.text, message.blocks)) if message else ""


def test_a_file_on_which_the_bot_died_is_offered_again(desk):
    upload_id = hand_over(desk)
    assert release_uploads(desk, NOW + timedelta(minutes=4)) == 0
    assert told(desk, "import_broken_off", upload_id) == "", "somebody is at work on it"
    assert release_uploads(desk, LATER) == 1
    message = told(desk, "import_broken_off", upload_id)
    assert "The bot was stopped while it worked on this file" in message
    assert "import_apply" in message
    assert release_uploads(desk, LATER) == 0


def test_nobody_else_is_told_of_a_file(desk):
    upload_id = hand_over(desk)
    with desk.database.session() as session:
        people.add_person(session, OPERATOR, "U0INES", {Role.CUSTODIAN}, team="", now=NOW)
    outgoing = Outgoing("1", "import_done", "U0INES", {"upload_id": upload_id}, 1)
    with pytest.raises(NotFound), desk.database.session() as session:
        RENDERERS["import_done"](session, outgoing, desk.company, LATER)


def test_where_nothing_is_kept_nothing_is_tidied(desk):
    upload_id = hand_over(desk)
    with desk.database.session() as session:
        tidy_uploads(JobDesk(desk.database, desk.company, desk.clock), session, NOW + timedelta(days=30))
        tidy_uploads(desk, session, NOW + timedelta(days=30))
    assert len(list(desk.files.iterdir())) == 1, "it is being imported"
    assert release_uploads(desk, LATER) == 1
    with desk.database.session() as session:
        tidy_uploads(desk, session, NOW + timedelta(days=30))
    assert list(desk.files.iterdir()) == []
    assert "more than a week" in told(desk, "import_done", upload_id)
