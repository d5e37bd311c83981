"""Finding the client that is meant, in any script, with typing errors forgiven and doubts asked."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from bot.errors import Ambiguous, ClientNotFound
from bot.policy.names import fold
from bot.services import lookup
from bot.services.name_grams import Block
from bot.services.name_index import NameIndex, likeness
from bot.services.traces import TypedClient
from bot.store import clients as store
from bot.store import clues as store_of_clues
from bot.store import name_blocks
from bot.store.tables import AliasRow, ClientRow, ClueRow
from tests.jobs.company import MONDAY, on_both, open_house

NAMES = (
    "ACME Trading GmbH",
    "Acme Tools Ltd",
    "Nordic Timber AS",
    "上海华为技术有限公司",
    "Société Générale d'Électricité",
    "ООО Ромашка",
    "Studio 54",
    "Müller & Söhne",
    "Mueller Logistik",
    "★★★",
)


@pytest.fixture
def mei(house):
    return house.person("U0MEI")


@pytest.fixture
def files(house, mei):
    return {name: house.client(mei, name) for name in NAMES}


def resolve(house, typed):
    with house.session() as session:
        return lookup.resolve(session, typed).name


def nearest(house, typed):
    with house.session() as session, pytest.raises(ClientNotFound) as caught:
        lookup.resolve(session, typed)
    return [candidate.name for candidate in caught.value.nearest]


@on_both
def test_a_client_is_found_by_what_people_type(house, files):
    meant = {
        "acme trading": "ACME Trading GmbH",
        "ACME TRADING GMBH": "ACME Trading GmbH",
        "nordic timber": "Nordic Timber AS",
        "Nordic Timbr": "Nordic Timber AS",
        "nordic": "Nordic Timber AS",
        "华为": "上海华为技术有限公司",
        "上海华为技术": "上海华为技术有限公司",
        "societe generale d'electricite": "Société Générale d'Électricité",
        "ромашка": "ООО Ромашка",
        "studio 54": "Studio 54",
        "studio54": "Studio 54",
        "Müller & Söhne": "Müller & Söhne",
        "★★★": "★★★",
    }
    with house.session() as session:
        found = {}
        for typed in meant:
            try:
                found[typed] = lookup.resolve(session, typed).name
            except ClientNotFound as missing:
                found[typed] = [candidate.name for candidate in missing.nearest]
        assert found == meant
        code = store.list_called(session, "Studio 54")[0].code
        assert lookup.resolve(session, code.lower()).name == "Studio 54"


def test_a_doubt_is_asked(house, files):
    # Two begin with it, so neither is certain; a far cry is not guessed at all.
    assert set(nearest(house, "acme")) == {"ACME Trading GmbH", "Acme Tools Ltd"}
    assert nearest(house, "zzzzzz") == []
    assert nearest(house, "!!!") == []
    assert nearest(house, "") == []
    # Three letters are too few to be certain of, whatever is alike.
    assert nearest(house, "nor") == ["Nordic Timber AS"]


@on_both
def test_two_of_one_name_are_both_offered(house, mei):
    for _ in range(2):
        house.client(mei, "Twin Ltd")
    with house.session() as session, pytest.raises(Ambiguous) as caught:
        lookup.resolve(session, "TWIN")
    assert [candidate.name for candidate in caught.value.candidates] == ["Twin Ltd", "Twin Ltd"]
    # Its code tells one from the other.
    with house.session() as session:
        code = store.list_called(session, "twin")[0].code
        assert lookup.resolve(session, code).code == code


def test_matches_come_best_first_and_no_more_than_asked(house, files):
    with house.session() as session:
        found = lookup.list_matches(session, "acme tools", most=2)
        assert (found[0].client.name, found[0].score, found[0].because) == ("Acme Tools Ltd", 100.0, "exact")
        assert all(match.score < 100 and match.because == "similar" for match in found[1:])
        scores = [match.score for match in lookup.list_matches(session, "mueller", most=5)]
        assert scores == sorted(scores, reverse=True)
        assert len(lookup.list_matches(session, "a", most=1)) <= 1
        assert lookup.list_matches(session, "x" * 3000) == []


@on_both
def test_what_is_added_or_renamed_is_found_at_once(house, mei, files):
    assert nearest(house, "Brand New Works") == []
    new = house.client(mei, "Brand New Works")
    assert resolve(house, "brand new wrks") == "Brand New Works"
    house.know(mei, new, MONDAY, name="Renamed Works")
    assert resolve(house, "renamed wrks") == "Renamed Works"
    assert nearest(house, "brand new wrks") == []


def test_what_was_rolled_back_is_not_remembered(house, mei):
    house.client(mei, "Kept Works")

    def fail():
        with house.session() as session:
            store.add(session, code=None, name="Phantom Works", owner_id=None, created_by=None, now=MONDAY)
            assert lookup.resolve(session, "phantom wrks").name == "Phantom Works"
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    house.client(mei, "Later Works")
    assert resolve(house, "later wrks") == "Later Works"
    assert "Phantom Works" not in nearest(house, "phantom wrks")


@on_both
def test_an_alias_answers_for_its_client(house, mei, files):
    with house.session() as session:
        store.add_alias(session, files["Nordic Timber AS"], "Nordisk Tømmer")
    assert resolve(house, "nordisk tommer") == resolve(house, "nordisk tomer") == "Nordic Timber AS"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Just spoke to Nordic Timber, they want more pine", "Nordic Timber AS"),
        ("和上海华为技术有限公司通了电话", "上海华为技术有限公司"),
        ("acme trading and nordic timber both called", None),
        ("Nordic lights over timber houses", None),
        ("", None),
        ("54 studios", None),
    ],
)
def test_a_text_that_names_one_own_client_means_it(house, mei, files, text, name):
    with house.session() as session:
        found = lookup.guess(session, mei, text)
    assert (found.name if found else None) == name


def test_a_text_means_nobody_elses_client(house, files):
    bo = house.person("U0BO")
    with house.session() as session:
        assert lookup.guess(session, bo, "Nordic Timber called") is None


def test_a_code_in_a_text_means_its_client_unless_it_is_a_bare_number(house, mei):
    with house.session() as session:
        for code, name in (("KD-12", "Kunde"), ("30", "Thirty")):
            store.add(session, code=code, name=name, owner_id=mei.person_id, created_by=None, now=MONDAY)
        found = lookup.guess(session, mei, "KD-12 pays in 30 days")
        assert found is not None
        assert found.name == "Kunde"


def test_likely_duplicates_mind_the_country(house, mei, files):
    house.know(mei, files["Nordic Timber AS"], MONDAY, country="NO")
    with house.session() as session:

        def likely(name, country):
            typed = TypedClient(name, {"country": country} if country else {})
            found = lookup.list_likely_duplicates(session, mei, typed, now=MONDAY)
            return [match.client.name for match in found.matches]

        assert likely("Nordic Timbers", "NO") == likely("Nordic Timbers", None) == ["Nordic Timber AS"]
        assert likely("Nordic Timbers", "SE") == []
        assert likely("Nordic Timber", "SE") == ["Nordic Timber AS"]
        assert likely("Quite Different", None) == []


def test_a_candidate_shows_name_and_place_only(house, mei, files):
    house.know(mei, files["Studio 54"], MONDAY, country="US", city="New York")
    with house.session() as session:
        candidate = lookup.as_candidate(store.list_called(session, "Studio 54")[0])
    assert (candidate.name, candidate.place) == ("Studio 54", "New York, United States")


@on_both
def test_an_older_program_s_keys_are_made_anew_once(house, mei):
    client_id = house.client(mei, "Grupo Luz S.A.B. de C.V.")
    with house.session() as session:
        store.add_alias(session, client_id, "Luz GmbH")
        session.get_one(ClientRow, client_id).name_key = "grupo luz sab de cv"
        session.add(AliasRow(client_id=client_id, name="Luz AG", name_key="luz ag"))
        session.execute(delete(ClueRow))
    with house.session() as session:
        lookup.ensure_keys(session, now=MONDAY)
        assert lookup.has_current_keys(session)
    assert resolve(house, "Grupo Luz SA") == resolve(house, "luz") == "Grupo Luz S.A.B. de C.V."
    with house.session() as session:
        assert [alias.name for alias in session.scalars(select(AliasRow))] == ["Luz GmbH"]
        assert store_of_clues.list_kept(session, [client_id]) == store_of_clues.derive(session, [client_id])


LEGAL_FORM_TYPED_WRONG = {
    "Nordic Timber SA": "Nordic Timber AS",
    "上海华为技术有限公同": "上海华为技术有限公司",
    "上海华为技术有公司": "上海华为技术有限公司",
    "ACME Trading Gmhb": "ACME Trading GmbH",
    "ACME TradingGmbH": "ACME Trading GmbH",
    "ОО Ромашка": "ООО Ромашка",
}


@on_both
def test_a_typing_error_in_the_legal_form_hides_no_name(house, files):
    assert {typed: resolve(house, typed) for typed in LEGAL_FORM_TYPED_WRONG} == LEGAL_FORM_TYPED_WRONG


def test_words_are_found_in_any_order(house, files):
    with house.session() as session:
        assert [each.client.name for each in lookup.list_matches(session, "timber nor")] == ["Nordic Timber AS"]


def test_only_the_block_in_which_a_name_changed_is_read_again(house, mei, files):
    with house.session() as session:
        far = name_blocks.SIZE * 3 + 5
        session.add(ClientRow(id=far, code="FAR", name="Far Away", name_key="far away", created_at=MONDAY))
        session.flush()
        name_blocks.note(session, [far])
    with house.session() as session:
        before = lookup._index(session).blocks
        assert lookup.warm(session) == len(NAMES) + 1
        store.set_columns(session, far, {"name": "Farther Away"})
        after = lookup._index(session).blocks
    assert {number for number in after if after[number] is not before[number]} == {3}
    assert resolve(house, "farther awy") == "Farther Away"


@on_both
def test_a_code_kept_in_small_letters_is_found_in_any(house, mei):
    with house.session() as session:
        store.add(session, code="sg9", name="Smålands Glas", owner_id=None, created_by=None, now=MONDAY)
    assert resolve(house, "SG9") == resolve(house, "sG9") == resolve(house, "sg9") == "Smålands Glas"


ALIKE = (
    "Nordic Timber AS", "Nordic Timbers Ltd", "Nordik Timber", "Timber Nordic",
    "上海天龙贸易有限公司", "上海天龙实业有限公司",
)  # fmt: skip
ASKED = ("nordic timbr", "timber", "上海天龙", "天龙贸意", "acme", "muller", "studio", "nord tim", "mueler logstik")


def ranking(url):
    """What each search finds among the same names in one database, best first, with the scores."""
    house = open_house(url)
    mei = house.person("U0MEI")
    for name in (*NAMES, *ALIKE):
        house.client(mei, name)
    with house.session() as session:
        found = {typed: lookup.list_matches(session, typed) for typed in ASKED}
    house.database.close()
    return {typed: [(match.client.name, match.score) for match in matches] for typed, matches in found.items()}


def test_the_ranking_is_the_same_on_both_databases(migrated_sqlite_url, migrated_postgres_url):
    ranked = ranking(migrated_sqlite_url)
    assert ranked == ranking(migrated_postgres_url)
    assert (ranked["nordic timbr"][0][0], ranked["天龙贸意"][0][0]) == ("Nordic Timber AS", "上海天龙贸易有限公司")
    assert all(ranked.values())


NAME = st.lists(st.text("abcdefghijklmnopqrstuvwxyzäöü", min_size=4, max_size=9), min_size=2, max_size=3).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(NAME, min_size=1, max_size=30, unique=True), st.data())
def test_no_single_slip_hides_a_name(names, data):
    """Whatever one error does to a name, the name comes first, or what comes first is as near."""
    keys = [fold(name) for name in names]
    index = NameIndex({0: Block(1, list(enumerate(keys)))})
    wanted = data.draw(st.sampled_from(range(len(keys))))
    place = data.draw(st.integers(0, len(keys[wanted]) - 2))
    key = keys[wanted]
    slips = (
        key[:place] + key[place + 1 :],
        key[:place] + "x" + key[place:],
        key[:place] + "q" + key[place + 1 :],
        key[:place] + key[place + 1] + key[place] + key[place + 2 :],
    )
    for slip in map(fold, slips):
        found = index.search({slip: 0}, 5)
        scores = {each.client_id: each.score for each in found}
        assert any(keys[each] == key for each in scores) or min(scores.values()) >= likeness(slip, key, 0)
        assert all(0 < score <= 99 for score in scores.values())
