"""The page of a legislator: terms, agreement with its denominator, votes that can be narrowed, bills sponsored."""

from __future__ import annotations

from pathlib import Path

import pytest

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


def test_pages_of_votes_follow_each_other(tmp_path: Path) -> None:
    path = write_database(tmp_path / "bills.db")
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
    served = serve(path)
    found = [
        row["id"] for n in (1, 2, 3, 4) for row in ask(served, f"/people/ca-skinner.json?page={n}").json()["votes"]
    ]
    assert len(found) == len(set(found)) == 122
    assert 'rel="next"' in ask(served, "/people/ca-skinner?page=2").text
    assert 'rel="prev"' in ask(served, "/people/ca-skinner?page=3").text
    assert 'rel="next"' not in ask(served, "/people/ca-skinner?page=3").text


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
