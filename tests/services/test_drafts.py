"""What is typed into a form is kept for its typist alone, until it is saved or a week has passed."""

import threading
from datetime import timedelta

import pytest

from bot.errors import NotFound
from bot.services import drafts
from bot.store.tables import DraftRow
from tests.jobs.company import DAY, MONDAY, on_both

NOW = MONDAY


@pytest.fixture
def mei(house):
    return house.person("U0MEI")


@pytest.fixture
def acme(house, mei):
    return house.client(mei, "ACME")


def keep(house, actor, content, *, view="V1", stamp="1", at=NOW, draft_id=None, client_id=None):
    with house.session() as session:
        return drafts.keep(
            session, actor, "client_log", content,
            view_id=view, draft_id=draft_id, client_id=client_id, stamp=stamp, now=at,
        )  # fmt: skip


def settle(house, actor, *views, draft_id=None):
    with house.session() as session:
        drafts.settle(session, actor, views, draft_id, now=NOW)


def listed(house, actor, *, at=NOW):
    with house.session() as session:
        found = drafts.list_drafts(session, actor, now=at)
        return [each.content for each in found.drafts], found.more


def first_id(house, actor):
    with house.session() as session:
        return drafts.list_drafts(session, actor, now=NOW).drafts[0].draft_id


@on_both
def test_a_form_has_one_draft_however_often_it_reports(house, mei, acme):
    for number in (1, 2, 3):
        assert keep(house, mei, f"text {number}", stamp=str(number), client_id=acme)
    with house.session() as session:
        [draft] = drafts.list_drafts(session, mei, now=NOW).drafts
        assert (draft.content, draft.client_name, draft.form) == ("text 3", "ACME", "client_log")


@on_both
def test_a_report_that_comes_late_replaces_nothing_newer(house, mei):
    keep(house, mei, "newer", stamp="1764062514.20")
    assert not keep(house, mei, "older", stamp="1764062514.10")
    # A submission that failed has no stamp; it holds all that was typed.
    keep(house, mei, "submitted", stamp="")
    assert not keep(house, mei, "older", stamp="1764062514.10")
    assert listed(house, mei) == (["submitted"], 0)


@on_both
def test_saving_forgets_the_draft_and_what_is_reported_after_it(house, mei):
    keep(house, mei, "typed")
    settle(house, mei, "V1")
    assert not keep(house, mei, "typed, reported late", stamp="9")
    assert listed(house, mei) == ([], 0)


@on_both
def test_a_report_and_the_submission_at_once_leave_no_draft(house, mei):
    for number in range(5):
        view = f"V{number}"
        ready = threading.Barrier(2)

        def report(view=view, ready=ready):
            ready.wait()
            keep(house, mei, "typed", view=view)

        reporting = threading.Thread(target=report)
        reporting.start()
        ready.wait()
        settle(house, mei, view)
        reporting.join()
    assert listed(house, mei) == ([], 0)


@on_both
def test_a_form_that_goes_on_with_a_draft_keeps_it_in_the_same_row(house, mei):
    keep(house, mei, "typed")
    draft_id = first_id(house, mei)
    keep(house, mei, "typed further", view="V2", draft_id=draft_id)
    assert listed(house, mei) == (["typed further"], 0)
    settle(house, mei, "V2", draft_id=draft_id)
    assert listed(house, mei) == ([], 0)


def test_a_form_opened_from_a_draft_and_saved_untouched_takes_it_along(house, mei):
    keep(house, mei, "typed")
    settle(house, mei, "V2", draft_id=first_id(house, mei))
    assert listed(house, mei) == ([], 0)


def test_the_id_of_a_draft_never_comes_round_again(house, mei):
    keep(house, mei, "gone", view="V1")
    gone = first_id(house, mei)
    settle(house, mei, "V1")
    keep(house, mei, "another", view="V2")
    # What is still typed into the form of the first does not land in the second.
    keep(house, mei, "gone, typed on", view="V3", stamp="2", draft_id=gone)
    assert sorted(listed(house, mei)[0]) == ["another", "gone, typed on"]


@on_both
def test_a_draft_is_its_typists_alone(house, mei):
    keep(house, mei, "mine")
    bo, ines = house.person("U0BO"), house.person("U0INES", "custodian")
    draft_id = first_id(house, mei)
    for other in (bo, ines):
        assert listed(house, other) == ([], 0)
        with house.session() as session:
            with pytest.raises(NotFound, match="no longer there"):
                drafts.require_draft(session, other, draft_id, now=NOW)
            drafts.discard(session, other, draft_id)
            assert drafts.kept_content(session, other, "V1", draft_id) is None
        keep(house, other, "theirs", view="V1", draft_id=draft_id)
    assert listed(house, mei) == (["mine"], 0)


@on_both
def test_after_a_week_it_is_gone(house, mei):
    keep(house, mei, "typed")
    draft_id = first_id(house, mei)
    almost, week = NOW + 7 * DAY - timedelta(seconds=1), NOW + 7 * DAY
    assert listed(house, mei, at=almost) == (["typed"], 0)
    assert listed(house, mei, at=week) == ([], 0)
    with house.session() as session:
        with pytest.raises(NotFound):
            drafts.require_draft(session, mei, draft_id, now=week)
        drafts.tidy(session, now=almost)
        assert session.query(DraftRow).count() == 1
        drafts.tidy(session, now=week)
        assert session.query(DraftRow).count() == 0


def test_typing_on_gives_it_another_week(house, mei):
    keep(house, mei, "typed")
    keep(house, mei, "typed more", stamp="2", at=NOW + 6 * DAY)
    assert listed(house, mei, at=NOW + 12 * DAY) == (["typed more"], 0)


@on_both
def test_the_newest_come_first_and_the_others_are_counted(house, mei):
    for number in range(7):
        keep(house, mei, f"text {number}", view=f"V{number}", at=NOW + number * DAY / 24)
    assert listed(house, mei) == ([f"text {number}" for number in (6, 5, 4, 3, 2)], 2)
    with house.session() as session:
        drafts.discard(session, mei, drafts.list_drafts(session, mei, now=NOW).drafts[0].draft_id)
    assert listed(house, mei) == ([f"text {number}" for number in (5, 4, 3, 2, 1)], 1)
