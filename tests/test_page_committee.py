"""The page of a committee or chamber: members, bills before it, hearings, roll calls."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines import schema, summaries
from tests.served import AT, COMMITTEE, FLOOR, SB54, SESSION, Get, ask, insert, rows_of, serve, text_of, write_database


def test_a_committee_has_bills_and_roll_calls(get: Get) -> None:
    page = get("/committees/ca-cs72")
    text = text_of(page)
    for told in (
        "Committee of the Senate Senate Committee on Public Safety",
        "1 bills before it now",
        "The source lists no member of it for this session.",
        "Bills before it now SB 6",
        "in committee, Feb 1, 2017",
        "No hearing of it is held.",
        "Jan 31, 2017 5–2 SB 54 Do pass passed short",
    ):
        assert told in text, told
    assert f'href="/votes/{COMMITTEE}"' in page.text
    assert [row["id"] for row in rows_of(get("/committees/ca-cs72.csv"))] == [f"{SESSION}-sb6"]
    data = get("/committees/ca-cs72.json").json()
    assert (data["session"], data["sessions"][0]["roll_calls"]) == (SESSION, 1)


def test_a_chamber_lists_its_members_with_party_and_district(get: Get) -> None:
    page = get("/committees/ca-upper")
    members = get("/committees/ca-upper.json").json()["members"]
    assert len(members) == 40
    assert {member["party"] for member in members} == {"Democratic", "Republican"}
    assert 'href="/people/ca-deleon"' in page.text
    assert f'href="/votes/{FLOOR}"' in page.text


def test_hearings_subcommittees_and_bills_of_the_past_are_told(tmp_path: Path) -> None:
    path = write_database(tmp_path / "bills.db")
    connection = schema.connect(path)
    connection.execute("BEGIN")
    insert(
        connection, "hearings", id="h1", session_id=SESSION, organization_id="ca-cs72", start="2017-01-31T09:30",
        place="Room 3191", status="held",
    )  # fmt: skip
    insert(connection, "hearing_items", hearing_id="h1", bill_id=f"{SESSION}-sb54")
    insert(
        connection, "organizations", id="ca-cs72a", jurisdiction_id="ca", classification="committee", chamber="upper",
        name="Subcommittee on Prisons", parent_id="ca-cs72",
    )  # fmt: skip
    connection.execute("UPDATE actions SET organization_id = 'ca-cs72' WHERE id = ?", (f"{SESSION}-sb54-1",))
    insert(
        connection, "memberships", id="m-x", person_id="ca-skinner", organization_id="ca-cs72", session_id=SESSION,
        role="chair",
    )  # fmt: skip
    summaries.summarise(connection, [SESSION])
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    served = serve(path)
    text = text_of(ask(served, "/committees/ca-cs72"))
    for told in (
        "Jan 31, 2017, 09:30 , Room 3191 held 1 bill",
        "Subcommittee on Prisons",
        "Skinner chair, Democratic",
        "All 2 whose history names it",
    ):
        assert told in text, told
    assert "SB 54" in text_of(ask(served, "/committees/ca-cs72?bills=all")).partition("Bills whose history")[2]
    assert "part of Senate Committee on Public Safety" in text_of(ask(served, "/committees/ca-cs72a"))
    assert "Nothing of it is held but its name." in text_of(ask(served, "/committees/ca-cs72a"))
    bill = text_of(ask(served, "/ca/20172018/sb54"))
    assert "Hearings Jan 31, 2017, 09:30 Senate Committee on Public Safety , Room 3191 held" in bill


def test_a_bill_that_died_in_committee_is_not_before_it_now(tmp_path: Path) -> None:
    path = write_database(tmp_path / "bills.db")
    connection = schema.connect(path)
    connection.execute("BEGIN")
    connection.execute("UPDATE bills SET committee_id = 'ca-cs72', status = 'in_committee' WHERE id = ?", (SB54,))
    connection.execute("UPDATE bills SET committee_id = 'ca-cs72', status = 'dead_sine_die' WHERE id LIKE '%-sb6'")
    summaries.summarise(connection, [SESSION])
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    served = serve(path)
    data = ask(served, "/committees/ca-cs72.json").json()
    assert f"{SESSION}-sb6" not in [bill["id"] for bill in data["bills"]]
    assert SB54 in [bill["id"] for bill in data["bills"]]
    assert data["sessions"][0]["bills_now"] == len(data["bills"])
    assert "Last in committee: Senate Committee on Public Safety" in text_of(ask(served, "/ca/20172018/sb6"))
    assert "In committee: Senate Committee on Public Safety" in text_of(ask(served, "/ca/20172018/sb54"))


@pytest.mark.parametrize("column", ["committee_id", "organization_id"])
def test_bills_come_by_their_number_and_in_pages(tmp_path: Path, column: str) -> None:
    path = write_database(tmp_path / "bills.db")
    connection = schema.connect(path)
    connection.execute("BEGIN")
    connection.execute("UPDATE bills SET committee_id = NULL")
    for number, identifier in enumerate(("SB 104", "SB 1013", "SB 99", "AB 1016"), start=100):
        bill = f"{SESSION}-{identifier.replace(' ', '').lower()}"
        insert(
            connection, "bills", id=bill, ocd_id=bill, jurisdiction_id="ca", session_id=SESSION, identifier=identifier,
            classification="bill", status="in_committee", status_date="2017-02-02", first_seen_at=AT, last_seen_at=AT,
            changed_at=AT, search_id=number, committee_id="ca-cs72" if column == "committee_id" else None,
        )  # fmt: skip
        insert(
            connection, "actions", id=f"{bill}-a", bill_id=bill, sequence=1, organization_id="ca-cs72",
            text="Referred.", classifications="[]",
        )  # fmt: skip
    summaries.summarise(connection, [SESSION])
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    served = serve(path)
    wanted = ["AB 1016", "SB 99", "SB 104", "SB 1013"]
    whole = ask(served, "/committees/ca-cs72.csv")
    assert [bill["identifier"] for bill in rows_of(whole)] == wanted
    assert "link" not in whole.headers
    found, onward = [], "/committees/ca-cs72.json?_size=3"
    while onward:
        data = ask(served, onward).json()
        found += [bill["identifier"] for bill in data["bills"]]
        onward = data["next_url"]
    assert found == wanted
    first = ask(served, "/committees/ca-cs72.csv?_size=3")
    assert first.headers["link"] == '</committees/ca-cs72.csv?page=2&_size=3>; rel="next"'
    page = ask(served, "/committees/ca-cs72?page=2&_size=3").text
    assert 'href="/committees/ca-cs72.csv?_size=3"' in page
    assert "SB 1013" in page


def test_only_a_hearing_to_come_is_called_scheduled(tmp_path: Path) -> None:
    path = write_database(tmp_path / "bills.db")
    connection = schema.connect(path)
    for name, start, status in (
        ("past", "2017-01-31T09:30", "scheduled"),
        ("off", "2017-02-01", "cancelled"),
        ("ahead", "8999-01-01", "scheduled"),
    ):
        insert(
            connection, "hearings", id=name, session_id=SESSION, organization_id="ca-cs72", start=start, status=status
        )
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    text = text_of(ask(serve(path), "/committees/ca-cs72"))
    for told in ("Jan 31, 2017, 09:30 0 bills", "Feb 1, 2017 called off 0 bills", "Jan 1, 8999 scheduled 0 bills"):
        assert told in text, told


def test_an_unknown_body_is_not_found_and_near_ones_are_offered(get: Get) -> None:
    answer = get("/committees/ca-cs7")
    assert answer.status_code == 404
    assert 'href="/committees/ca-cs72"' in answer.text
