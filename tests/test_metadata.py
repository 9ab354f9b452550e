"""metadata.yml against the schema, both ways, and every question it offers, asked."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path
from typing import Any

import pytest
import yaml
from datasette.app import Datasette

from pipelines import schema
from pipelines.gaps import DERIVED, VERSION_MISSING
from pipelines.status import WHAT_NEXT
from tests.served import COMMITTEE, FLOOR, SB54, SESSION, load_plugin, serve, write_database

ROOT = Path(__file__).parent.parent
METADATA = yaml.safe_load((ROOT / "metadata.yml").read_text(encoding="utf-8"))
BILLS = METADATA["databases"]["bills"]
TABLES: dict[str, dict[str, Any]] = BILLS["tables"]
QUERIES: dict[str, dict[str, Any]] = BILLS["queries"]
SHOWN = {name: described for name, described in TABLES.items() if not described.get("hidden")}

# What each question is asked, and a value that must be among the answers
ANSWERS = {
    "where_is_this_bill": ({"identifier": "S.B. 54"}, "Chapter 495, Statutes of 2017"),
    "how_did_they_vote": ({"member": "de leon", "bill": "sb54"}, FLOOR),
    "roll_call_of_a_vote": ({"vote_event": FLOOR}, "Berryhill"),
    "closest_votes": ({"margin": "15"}, 15),
    "party_line_votes": ({}, FLOOR),
    "votes_to_check": ({}, "No: 2 counted, 1 named."),
    "changes_since": ({"since": "2026-11-01", "kind": "status"}, "chaptered"),
    "recent_actions": ({"classification": "passage"}, FLOOR),
    "bills_by_status": ({"session": SESSION}, 40.0),
    "bills_in_committee": ({"committee": "public SAFETY"}, f"{SESSION}-sb6"),
    "died_without_a_vote": ({}, f"{SESSION}-sb8"),
    "most_absent": ({}, "Berryhill"),
    "sponsors_success": ({"session": SESSION}, 100.0),
    "passed_but_vetoed": ({}, f"{SESSION}-sb7"),
    "how_many_days_to_law": ({}, 304),
    "search_text": ({"words": '"values act" offic*'}, f"{SB54}-90chp"),
    "unclassified_actions": ({"session": SESSION}, "Last of SB 7."),
    "open_gaps": ({"kind": "text_missing"}, "a text of version Introduced"),
    "names_nobody_matches": ({}, "Ghost"),
    "runs_latest": ({}, "partial"),
    "bills_as_of": ({"session": SESSION, "bill": SB54, "date": "2026-11-15"}, "passed_both"),
    "actions_as_of": ({"bill": SB54, "date": "2026-11-15"}, f"{SB54}-3"),
    "sponsorships_as_of": ({"bill": SB54, "date": "2026-11-15"}, "Old <b>Hand</b>"),
    "versions_as_of": ({"bill": SB54, "date": "2026-11-15"}, f"{SB54}-99int"),
    "documents_as_of": ({"bill": SB54, "date": "2026-11-15"}, f"{SB54}-digest"),
    "vote_events_as_of": ({"bill": SB54, "date": "2026-11-15"}, FLOOR),
    "votes_as_of": ({"bill": SB54, "vote_event": COMMITTEE, "date": "2026-11-15"}, "Skinner"),
}


@pytest.fixture(scope="module")
def connection() -> sqlite3.Connection:
    return schema.connect(":memory:")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Datasette:
    return serve(write_database(tmp_path_factory.mktemp("filled") / "bills.db"))


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Datasette:
    return serve(write_database(tmp_path_factory.mktemp("empty") / "bills.db", filled=False))


def ask(served: Datasette, query: str, **given: str) -> list[dict[str, Any]]:
    async def request() -> Any:
        await served.invoke_startup()
        path = f"/bills/{query}.json"
        return await served.client.get(path, params={**given, "_shape": "array"}, follow_redirects=True)

    answer = asyncio.run(request())
    rows = answer.json()
    assert answer.status_code == 200, rows
    assert isinstance(rows, list), rows
    return rows


def columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]


def facet_columns(described: dict[str, Any]) -> list[str]:
    named = [*described.get("facets", []), *described.get("count_by", [])]
    return [facet if isinstance(facet, str) else facet["array"] for facet in named]


def test_every_table_and_view_is_described_or_hidden_and_nothing_else_is(connection: sqlite3.Connection) -> None:
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')").fetchall()
    assert set(TABLES) == {name for (name,) in rows}
    for name, described in SHOWN.items():
        assert described["title"], name
        assert described["description"].endswith("."), name


def test_only_the_inner_works_are_hidden() -> None:
    hidden = set(TABLES) - set(SHOWN)
    assert {"_sqlite_migrations", "bills_fts", "version_texts_fts_data"} <= hidden
    assert all(name.startswith(("_sqlite_", "bills_fts", "names_fts", "version_texts_fts")) for name in hidden)


@pytest.mark.parametrize("table", SHOWN)
def test_every_column_is_described_and_no_other(connection: sqlite3.Connection, table: str) -> None:
    described = SHOWN[table]["columns"]
    assert list(described) == columns(connection, table)
    for column, words in described.items():
        assert len(words) > 8, column
        assert words.endswith("."), column


@pytest.mark.parametrize("table", SHOWN)
def test_columns_named_for_display_exist(connection: sqlite3.Connection, table: str) -> None:
    described = SHOWN[table]
    named = [described.get(key) for key in ("label_column", "sort", "sort_desc", "fts_pk")]
    named += facet_columns(described)
    assert {name for name in named if name} <= set(columns(connection, table))


def test_every_table_that_rows_point_to_has_a_label(connection: sqlite3.Connection) -> None:
    pointed_to = {
        row[2] for table in SHOWN for row in connection.execute(f'PRAGMA foreign_key_list("{table}")').fetchall()
    }
    assert {"bills", "people", "vote_events", "runs", "captures"} <= pointed_to
    assert not [table for table in pointed_to if "label_column" not in SHOWN[table]]


def test_every_column_that_points_to_a_row_is_shown_as_a_link(connection: sqlite3.Connection) -> None:
    cells = load_plugin("cells")
    pointing = {
        (row[3], row[2]) for table in SHOWN for row in connection.execute(f'PRAGMA foreign_key_list("{table}")')
    }
    assert pointing <= set(cells.ROWS.items())


def test_sort_columns_of_large_tables_are_indexed(connection: sqlite3.Connection) -> None:
    for table in ("bills", "actions", "changes", "sponsorships"):
        described = SHOWN[table]
        order = f'"{described.get("sort_desc") or described["sort"]}" {"DESC" if "sort_desc" in described else ""}'
        plan = connection.execute(f"EXPLAIN QUERY PLAN SELECT * FROM {table} ORDER BY {order} LIMIT 51").fetchall()
        assert not [step for *_, step in plan if "TEMP B-TREE" in step], table


def test_vocabulary_is_explained_where_it_is_used(connection: sqlite3.Connection) -> None:
    explained = {
        ("bills", "status"): list(WHAT_NEXT),
        ("vote_events", "verdict"): ["ok", "short", "over", "no_roll", "no_counts", "conflict"],
        ("vote_events", "yes_means"): ["advances", "kills", "amends", "procedural", "unknown"],
        ("votes", "option"): ["yes", "no", "absent", "abstain", "not voting", "paired", "excused", "other"],
        ("runs", "outcome"): ["ok", "partial", "failed", "blocked"],
        ("jurisdictions", "verified"): ["captured", "documented", "none"],
        ("freshness", "state"): list(load_plugin("words").FRESH),
        ("corrections", "kind"): ["name", "person"],
    }
    for (table, column), words in explained.items():
        assert not [word for word in words if word not in SHOWN[table]["columns"][column]], column
    (ddl,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'changes'").fetchone()
    gaps = list(load_plugin("words").GAP)
    assert {*DERIVED, VERSION_MISSING} <= set(gaps)
    assert not [kind for kind in gaps if kind not in SHOWN["gaps"]["columns"]["kind"]]
    kinds = [word.strip("\n ',") for word in ddl.partition("kind IN (")[2].partition(")")[0].split(",")]
    assert len(kinds) > 20
    assert not [kind for kind in kinds if kind not in SHOWN["changes"]["columns"]["kind"]]


def test_a_change_of_status_is_listed_once(filled: Datasette) -> None:
    rows = ask(filled, "changes_since", since="2026-11-20", kind="status")
    assert [row["field"] for row in rows] == ["chapter", "status"]


def test_as_of_rolls_back_what_came_later(filled: Datasette) -> None:
    late, early = ({"bill": SB54, "date": day} for day in ("2026-11-20", "2026-11-19"))
    assert f"{SB54}-last" in [row["id"] for row in ask(filled, "actions_as_of", **late)]
    assert f"{SB54}-last" not in [row["id"] for row in ask(filled, "actions_as_of", **early)]
    assert [row["name"] for row in ask(filled, "sponsorships_as_of", **late)] == ["De León"]
    vote = {"vote_event": COMMITTEE}
    votes = [
        {row["voter_name"]: row["option"] for row in ask(filled, "votes_as_of", **day, **vote)} for day in (late, early)
    ]
    assert [held["Skinner"] for held in votes] == ["yes", "no"]
    assert ask(filled, "versions_as_of", bill=SB54, date="2026-11-09") == []


def test_licence_and_source_stand_at_every_level() -> None:
    for level in (METADATA, BILLS):
        assert all(level[key] for key in ("description", "license", "license_url", "source", "about"))


def test_every_question_has_a_title_a_description_and_an_expected_answer() -> None:
    assert len(QUERIES) >= 16
    assert set(ANSWERS) == set(QUERIES)
    for name, query in QUERIES.items():
        assert query["title"].endswith("?"), name
        assert len(query["description"]) > 80, name


@pytest.mark.parametrize("query", QUERIES)
def test_question_is_answered(filled: Datasette, query: str) -> None:
    given, wanted = ANSWERS[query]
    rows = ask(filled, query, **given)
    assert wanted in [value for row in rows for value in row.values()]


@pytest.mark.parametrize("query", QUERIES)
def test_question_can_be_asked_with_nothing_filled_in(filled: Datasette, query: str) -> None:
    ask(filled, query)


@pytest.mark.parametrize("query", QUERIES)
def test_question_to_an_empty_database_has_no_answer(empty: Datasette, query: str) -> None:
    assert ask(empty, query, **ANSWERS[query][0]) == []


@pytest.mark.parametrize("query", [name for name, query in QUERIES.items() if ":session" in query["sql"]])
def test_a_session_that_is_not_held_has_no_answer(filled: Datasette, query: str) -> None:
    assert ask(filled, query, **{**ANSWERS[query][0], "session": "zz-1900"}) == []


def test_absence_has_a_denominator(filled: Datasette) -> None:
    rows = {row["name"]: row for row in ask(filled, "most_absent")}
    assert (rows["Skinner"]["roll_calls"], rows["Skinner"]["neither"]) == (2, 0)
    assert (rows["Berryhill"]["roll_calls"], rows["Berryhill"]["percent"]) == (1, 100.0)


def test_absent_members_are_on_no_side_of_a_party_split(filled: Datasette) -> None:
    (row,) = ask(filled, "party_line_votes")
    sides = (
        row["party_for"],
        row["for_yes"],
        row["for_no"],
        row["party_against"],
        row["against_yes"],
        row["against_no"],
    )
    assert sides == ("Democratic", 27, 0, "Republican", 0, 12)
