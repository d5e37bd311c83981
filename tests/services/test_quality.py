"""Quality and use over many files, against figures worked out by hand, on both databases; and who sees which."""

from datetime import timedelta

import pytest

from bot.policy.access import Part
from bot.policy.catalogue import Catalogue
from bot.policy.quality import Quality, Standing, of_file
from bot.results.quality import DeskQuality, Use
from bot.services.clients import require_client, show_client
from bot.services.quality import measure
from bot.store import freshness
from bot.store.tables import ClientRow
from tests.jobs.company import CATALOGUE, DAY, MONDAY, on_both

NOW = MONDAY
# Name 3, city 2 and, of past clients, why they left 1; industry 3, phone 2; problems 3.
KEYS = ("name", "city", "industry", "phone", "leaving_reason", "problems")
SMALL = Catalogue(tuple(CATALOGUE.require(key) for key in KEYS))
NOBODY = DeskQuality()


@pytest.fixture
def people(house):
    """Mei and Bo of the north, Lu of the south, their managers, and the custodian."""
    given = {"mei": ("rep", "north"), "bo": ("rep", "north"), "lu": ("rep", "south"), "tom": ("manager", "north")}
    given |= {"una": ("manager", ""), "ines": ("custodian", ""), "fin": ("finance", ""), "aud": ("auditor", "")}
    return {name: house.person(f"U0{name.upper()}", role, team=team) for name, (role, team) in given.items()}


@pytest.fixture
def files(house, people):
    """Mei: one file half known and one of a past client; Bo: one of which the name is known; Lu: one complete."""
    acme, gone, bolt, corp = (
        house.client(people[owner], name)
        for owner, name in (("mei", "ACME"), ("mei", "Gone"), ("bo", "Bolt"), ("lu", "Corp"))
    )
    house.know(people["mei"], acme, NOW - 100 * DAY, industry="retail", problems="late")  # problems keep 90 days
    house.know(people["mei"], gone, NOW - 10 * DAY, stage="past", leaving_reason="price")
    house.know(people["lu"], corp, NOW - DAY, industry="energy", problems="none", phone="+81312345678", city="Osaka")
    twin = house.client(people["mei"], "ACME twin")
    with house.session() as session:
        session.get(ClientRow, twin).merged_into = acme
    return {"acme": acme, "gone": gone, "bolt": bolt, "corp": corp}


def measured(house, actor, catalogue=SMALL):
    with house.database.reading() as session:
        return measure(session, actor, now=NOW, catalogue=catalogue)


def opened(house, actor, client_id, at):
    with house.session() as session:
        client = require_client(session, client_id)
        show_client(session, actor, client, now=at, catalogue=CATALOGUE, base_currency="USD")


@on_both
def test_a_rep_sees_the_quality_of_their_own_files(house, people, files):
    mine = measured(house, people["mei"]).mine
    # ACME: 13 count, name, industry and problems are known (9), problems are stale (6 fresh).
    # Gone: 14 count, name and why they left are known and fresh (4).
    assert (mine.files, mine.whole) == (2, Quality(27, 13, 10, 5, 4))
    assert mine.sections == {
        Part.DIRECTORY: Quality(11, 7, 7, 3, 3),
        Part.BASIC: Quality(10, 3, 3, 1, 1),
        Part.TRADING: Quality(6, 3, 0, 1, 0),
    }


@on_both
def test_the_files_that_would_gain_most_come_first(house, people, files):
    (gain,) = measured(house, people["mei"]).gains
    # A past client's file is left in peace. Of ACME, city and phone (2 each) are missing; the first section is named.
    assert (gain.client.client_id, gain.section, [field.key for field in gain.missing]) == (
        files["acme"], Part.DIRECTORY, ["city"],
    )  # fmt: skip
    assert gain.quality == Quality(13, 9, 6, 3, 2)
    # Of Bolt, basic data (industry 3, phone 2) are worth more than the city or the problems.
    (gain,) = measured(house, people["bo"]).gains
    assert (gain.section, [field.key for field in gain.missing]) == (Part.BASIC, ["industry", "phone"])
    assert measured(house, people["lu"]).gains == ()
    for number in range(5):
        house.client(people["lu"], f"New {number}")
    assert [gain.client.name for gain in measured(house, people["lu"]).gains] == ["New 0", "New 1", "New 2"]


@on_both
def test_a_manager_sees_the_team_by_person_in_the_order_of_names(house, people, files):
    found = measured(house, people["tom"])
    assert [(each.name, each.quality.files, each.quality.whole) for each in found.team] == [
        ("U0Bo", 1, Quality(13, 3, 3, 1, 1)), ("U0Mei", 2, Quality(27, 13, 10, 5, 4)),
    ]  # fmt: skip
    assert (found.mine, found.company) == (None, None)


@on_both
def test_the_custodian_sees_the_whole_companys_by_section(house, people, files):
    found = measured(house, people["ines"])
    assert (found.mine, found.team) == (None, ())
    # Mei's 27, Bo's 13 and Lu's 13, which are all known and fresh.
    assert (found.company.files, found.company.whole) == (4, Quality(53, 29, 26, 11, 10))
    assert found.company.sections[Part.TRADING] == Quality(12, 6, 3, 2, 1)


@pytest.mark.parametrize("name", ["fin", "aud", "una"])
def test_others_see_nothing(house, people, files, name):
    assert measured(house, people[name]) == NOBODY


@on_both
def test_use_counts_how_many_others_open_how_many_files_and_names_nobody(house, people, files):
    long_ago, lately = NOW - 31 * DAY, NOW - 30 * DAY
    for name, file, at in [
        ("mei", "acme", lately),  # one's own
        ("bo", "acme", lately),
        ("bo", "acme", lately + timedelta(seconds=1)),
        ("bo", "gone", lately),
        ("tom", "acme", NOW),
        ("ines", "corp", NOW),
        ("lu", "acme", long_ago),  # longer than 30 days ago
    ]:
        opened(house, people[name], files[file], at)
    assert measured(house, people["mei"]).use == Use(files=2, people=2, times=4)
    assert measured(house, people["bo"]).use == Use(0, 0, 0)
    assert measured(house, people["ines"]).company_use == Use(files=3, people=3, times=5)


@on_both
def test_the_sums_equal_what_each_file_adds_up_to(house, people, files):
    with house.database.reading() as session:
        total = Quality()
        for client_id, values in freshness.list_values(session, list(files.values())).items():
            client = session.get(ClientRow, client_id)
            observed = {value.field: value.observed_at for value in values}
            total += of_file(CATALOGUE, observed, Standing(client.stage, client.relation), NOW)
    assert measured(house, people["ines"], CATALOGUE).company.whole == total


def test_only_whoever_may_read_the_whole_file_sees_its_quality_on_the_card(house, people, files):
    def shown(name):
        with house.session() as session:
            client = require_client(session, files["acme"])
            return show_client(session, people[name], client, now=NOW, catalogue=SMALL, base_currency="USD").quality

    assert shown("mei") == shown("tom") == shown("ines") == Quality(13, 9, 6, 3, 2)
    assert (shown("bo"), shown("una"), shown("aud")) == (None, None, None)
