"""The page of a legislator: terms, agreement with its denominator, votes that can be narrowed, bills sponsored."""

from __future__ import annotations

from pathlib import Path

import pytest
from datasette.app import Datasette

from pipelines import schema, summaries
from tests.served import COMMITTEE, FLOOR, SESSION, Get, ask, insert, rows_of, serve, text_of, write_database


def test_a_member_has_terms_votes_and_bills(get: Get) -> None:
    text = text_of(get("/people/ca-skinner"))
    for told in (
        "Senate, district 24 Skinner Democratic",
        "There is no roll call in which this member voted yes or no and the party",
        "Of 2 roll calls that list this member: 2 yes, 0 no, 0 neither.",
        "Senate , district 24, Democratic 2017-2018 Regular Session",
        "Apr 3, 2017 yes SB 54 Law enforcement: sharing data. Senate 3rd Reading SB54 De León et al. Senate with",
    ):
        assert told in text, told
    assert "SB 54 Law enforcement: sharing data. author · chaptered" in text_of(get("/people/ca-deleon"))


def test_agreement_has_its_denominator_and_leaves_absence_out(tmp_path: Path) -> None:
    path = write_database(tmp_path / "bills.db")
    connection = schema.connect(path)
    connection.execute("BEGIN")
    connection.execute("UPDATE votes SET option = 'no' WHERE voter_name = 'Skinner' AND vote_event_id = ?", (FLOOR,))
    connection.execute("UPDATE votes SET option = 'absent' WHERE voter_name = 'Wiener' AND vote_event_id = ?", (FLOOR,))
    summaries.summarise(connection, [SESSION])
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    served = serve(path)
    skinner, wiener, pan = (text_of(ask(served, f"/people/ca-{name}")) for name in ("skinner", "wiener", "pan"))
    assert "0 % 0 of 1 roll call in which this member voted yes or no" in skinner
    assert "100 % 1 of 1 roll call" in pan
    assert "There is no roll call in which this member voted yes or no" in wiener
    assert "of 1 roll call" not in wiener
    vote = text_of(ask(served, f"/votes/{FLOOR}"))
    assert "Against the larger side of their party Skinner Democratic no" in vote


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ("", [FLOOR, COMMITTEE]),
        (f"session={SESSION}", [FLOOR, COMMITTEE]),
        ("session=ca-20152016", []),
        ("words=sharing+data", [FLOOR, COMMITTEE]),
        ("words=water", []),
        ("kind=passage", [FLOOR]),
        ("option=yes", [FLOOR, COMMITTEE]),
        ("option=no", []),
        ("option=neither", []),
        ("page=2", []),
        ("words=%22", []),
        ("kind=%27%20OR%201", []),
    ],
)
def test_votes_are_narrowed(get: Get, asked: str, ids: list[str]) -> None:
    data = get(f"/people/ca-skinner.json?{asked}").json()
    assert [row["id"] for row in data["votes"]] == ids or (not ids and not data["votes"])
    assert get(f"/people/ca-skinner?{asked}").status_code == 200
    assert [row["id"] for row in rows_of(get(f"/people/ca-skinner.csv?{asked}"))] == ids


@pytest.fixture(scope="module")
def votes_122(tmp_path_factory: pytest.TempPathFactory) -> Datasette:
    path = write_database(tmp_path_factory.mktemp("votes") / "bills.db")
    connection = schema.connect(path)
    connection.execute("BEGIN")
    for n in range(120):
        connection.execute(
            "INSERT INTO vote_events (id, session_id, chamber, date, yes_means, verdict) VALUES (?, ?, 'upper', ?,"
            " 'unknown', 'ok')", (f"{SESSION}-more-{n:03}", SESSION, f"2018-01-{n % 28 + 1:02}"),
        )  # fmt: skip
        connection.execute(
            "INSERT INTO votes (vote_event_id, voter_name, person_id, option)"
            " VALUES (?, 'Skinner', 'ca-skinner', 'yes')",
            (f"{SESSION}-more-{n:03}",),
        )
    summaries.summarise(connection, [SESSION])
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return serve(path)


def test_pages_of_votes_follow_each_other(votes_122: Datasette) -> None:
    found, onward = [], "/people/ca-skinner.json"
    while onward:
        data = ask(votes_122, onward).json()
        found.append([row["id"] for row in data["votes"]])
        onward = data["next_url"]
    assert [len(page) for page in found] == [50, 50, 22]
    assert len({key for page in found for key in page}) == 122
    assert 'rel="next"' in ask(votes_122, "/people/ca-skinner?page=2").text
    assert 'rel="prev"' in ask(votes_122, "/people/ca-skinner?page=3").text
    assert 'rel="next"' not in ask(votes_122, "/people/ca-skinner?page=3").text


def test_page_and_json_have_the_size_asked_for(votes_122: Datasette) -> None:
    page = ask(votes_122, "/people/ca-skinner?_size=120&page=2").text
    assert page.count('class="vote vote-') == len(rows_of(ask(votes_122, "/people/ca-skinner.csv?_size=2"))) == 2
    assert 'href="/people/ca-skinner?page=1&amp;_size=120#votes"' in page
    data = ask(votes_122, "/people/ca-skinner.json?_size=120").json()
    assert (len(data["votes"]), data["next_url"]) == (120, "/people/ca-skinner.json?page=2&_size=120")


def test_the_csv_begins_with_the_first_vote_and_names_what_follows(votes_122: Datasette) -> None:
    """Its pages are longer, so the number of the page it is linked from would skip votes."""
    page = ask(votes_122, "/people/ca-skinner?page=2&option=yes")
    assert 'href="/people/ca-skinner.csv?option=yes"' in page.text
    whole = ask(votes_122, "/people/ca-skinner.csv")
    assert len(rows_of(whole)) == 122
    assert "link" not in whole.headers
    first = ask(votes_122, "/people/ca-skinner.csv?_size=100")
    assert first.headers["link"] == '</people/ca-skinner.csv?page=2&_size=100>; rel="next"'
    rest = ask(votes_122, "/people/ca-skinner.csv?page=2&_size=100")
    assert rows_of(first) + rows_of(rest) == rows_of(whole)
    assert "link" not in rest.headers


def test_the_session_of_the_newest_vote_comes_first(tmp_path: Path) -> None:
    """A special session without a first day is not taken for newer than the regular one it falls into."""
    path = write_database(tmp_path / "bills.db")
    special = f"{SESSION}special"
    connection = schema.connect(path)
    connection.execute("BEGIN")
    insert(
        connection, "sessions", id=special, jurisdiction_id="ca", identifier="special", name="Special Session 1",
        classification="special", is_active=0,
    )  # fmt: skip
    insert(
        connection, "vote_events", id=f"{special}-r1", session_id=special, chamber="upper", date="2017-02-03",
        yes_means="unknown", roll_yes=1, roll_no=0, verdict="ok",
    )  # fmt: skip
    insert(
        connection, "votes", vote_event_id=f"{special}-r1", voter_name="Skinner", person_id="ca-skinner", option="yes"
    )
    summaries.summarise(connection, [SESSION, special])
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    data = ask(serve(path), "/people/ca-skinner.json").json()
    assert [record["session_id"] for record in data["records"]] == [SESSION, special]
    assert data["session"] == SESSION


def test_a_session_without_votes_of_the_member_is_told_with_those_that_have_some(get: Get) -> None:
    there = f'There are votes in: <a href="/people/ca-skinner?session={SESSION}#votes">2017-2018 Regular Session</a>.'
    page = get("/people/ca-skinner?session=zz-1")
    assert "No vote of this member is held in a session “zz-1”." in text_of(page)
    assert there in page.text
    narrowed = get("/people/ca-skinner?session=zz-1&option=yes").text
    assert f"answers these filters. {there}" in narrowed
    assert "is held on this page.</p>" in get("/people/ca-skinner?page=9").text


def test_where_no_party_is_stated_agreement_cannot_be_counted(tmp_path: Path) -> None:
    path = write_database(tmp_path / "bills.db")
    connection = schema.connect(path)
    connection.execute("BEGIN")
    connection.execute("UPDATE people SET party = NULL WHERE id = 'ca-skinner'")
    connection.execute("UPDATE memberships SET party = NULL WHERE person_id = 'ca-skinner'")
    summaries.summarise(connection, [SESSION])
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    served = serve(path)
    unstated = "The source does not state this member’s party, so agreement with it cannot be counted."
    assert unstated in text_of(ask(served, "/people/ca-skinner"))
    assert "There is no roll call in which" not in text_of(ask(served, "/people/ca-skinner"))
    assert unstated not in text_of(ask(served, "/people/ca-wiener"))


def test_names_that_may_be_the_members_are_told(tmp_path: Path) -> None:
    path = write_database(tmp_path / "bills.db")
    connection = schema.connect(path)
    insert(
        connection, "name_candidates", session_id=SESSION, chamber="upper", name="Skiner", person_id="ca-skinner",
        why="one letter apart",
    )  # fmt: skip
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    text = text_of(ask(serve(path), "/people/ca-skinner"))
    assert "Nobody guesses, so their votes and bills are not among those here: Skiner 2017-2018" in text
    assert "Nobody guesses" not in text_of(ask(serve(path), "/people/ca-wilk"))


def test_an_unknown_member_is_not_found_and_near_ones_are_offered(get: Get) -> None:
    answer = get("/people/ca-skinnr")
    assert answer.status_code == 404
    assert 'href="/people/ca-skinner">Skinner</a>' in answer.text
