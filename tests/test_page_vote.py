"""The page of a roll call: the question, the counts held against each other, parties and members."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines import schema
from tests.served import (
    COMMITTEE,
    FLOOR,
    NO,
    SB54,
    YES,
    Get,
    ask,
    insert,
    load_plugin,
    rows_of,
    serve,
    text_of,
    write_database,
)  # fmt: skip

OPTIONS = ["yes", "no", "absent", "excused", "not voting", "abstain", "paired", "other"]


def test_a_roll_call_names_every_member_with_party_and_vote(get: Get) -> None:
    page = get(f"/votes/{FLOOR}")
    text = text_of(page)
    for told in (
        "Senate 3rd Reading SB54 De León et al. SB 54 Law enforcement: sharing data.",
        "Passed 27–12",
        "1 voted neither yes nor no. A yes vote helps the bill along.",
        "The official result: “(PASS)”. Worked out from the counts: passed.",
        "adds up The members named add up to the counts the source states.",
        "Counted by the source 27 12 1 Members named 27 12 1",
        "Democratic 27 yes, 0 no Republican 0 yes, 12 no, 1 neither",
        "Nobody voted against the larger side of their party.",
        "Berryhill Republican, not voting",
    ):
        assert told in text, told
    rows = re.findall(r"<tr><th scope=.row.>(.*?)<td>(.*?)<td>(.*?)<td>(.*?)\n", page.text)
    shown = [tuple(re.sub("<[^>]+>", "", cell).strip() for cell in row) for row in rows]
    expected = [(name, "Democratic", "24", "yes") for name in YES] + [(name, "Republican", "24", "no") for name in NO]
    assert shown == expected
    assert 'href="/people/ca-deleon"' in page.text
    assert 'href="/ca/20172018/sb54"' in page.text


def test_absence_is_apart_and_in_no_side(get: Get) -> None:
    page = get(f"/votes/{FLOOR}").text
    table = page.partition('id="members"')[2].partition("</section>")[0]
    assert "Berryhill" not in table
    assert "counts neither for nor against anyone" in page.partition('id="apart"')[2]


def test_what_was_put_on_record_afterwards_is_beside_the_votes(get: Get) -> None:
    page = get(f"/votes/{FLOOR}")
    assert "Put on record afterwards" in text_of(page)
    assert "Berryhill: Intended to vote no. &lt;script&gt;" in page.text
    assert "Put on record afterwards" not in get(f"/votes/{COMMITTEE}").text


def test_one_that_does_not_add_up_says_so(get: Get) -> None:
    text = text_of(get(f"/votes/{COMMITTEE}"))
    assert "short No: 2 counted, 1 named." in text
    assert "Ghost not matched to a person" in text


def test_its_data_are_those_of_the_page(get: Get) -> None:
    data = get(f"/votes/{FLOOR}.json").json()
    assert (data["event"]["yes"], data["event"]["no"], data["event"]["verdict"]) == (27, 12, "ok")
    assert [bill["id"] for bill in data["bills"]] == [SB54]
    assert len(data["members"]) == 40
    assert {row["party"]: (row["yes"], row["no"], row["other"]) for row in data["parties"]} == {
        "Democratic": (27, 0, 0),
        "Republican": (0, 12, 1),
    }
    rows = rows_of(get(f"/votes/{FLOOR}.csv"))
    assert [(row["voter_name"], row["party"], row["option"]) for row in rows] == [
        (member["voter_name"], member["party"] or "", member["option"]) for member in data["members"]
    ]


def test_what_is_missing_of_it_stands_on_its_page(tmp_path: Path) -> None:
    path = write_database(tmp_path / "bills.db")
    connection = schema.connect(path)
    missing = dict.fromkeys(("expected", "found", "evidence"), "x") | {"jurisdiction_id": "ca", "opened_at": "2026"}
    for n, (kind, key) in enumerate((
        ("motion_missing", FLOOR), ("decided_bill_missing", f"ca-20172018-sb1 {FLOOR}"), ("motion_missing", "another"),
    )):  # fmt: skip
        insert(connection, "gaps", id=f"g-{n}", session_id="ca-20172018", kind=kind, key=key, **missing)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    served = serve(path)
    assert [gap["id"] for gap in ask(served, f"/votes/{FLOOR}.json").json()["gaps"]] == ["g-0", "g-1"]
    assert "Known to be missing here: motion missing" in text_of(ask(served, f"/votes/{FLOOR}"))


def test_an_unknown_one_offers_near_ones(get: Get) -> None:
    answer = get("/votes/ca-20172018-vote-2017-04-03-sb55")
    assert answer.status_code == 404
    assert f'href="/votes/{FLOOR}"' in answer.text


@given(st.lists(st.tuples(st.sampled_from(["D", "R", None]), st.sampled_from(OPTIONS)), min_size=1, max_size=160))
def test_every_member_has_one_seat_and_dissent_is_against_the_larger_side(votes: list[tuple[str | None, str]]) -> None:
    drawings, page, bills = load_plugin("roll_drawings"), load_plugin("vote_event_page"), load_plugin("bill_page")
    members: list[dict[str, Any]] = [{"party": party, "option": option} for party, option in votes]
    split = {
        party: {"party": party, **dict.fromkeys(("yes", "no", "other"), 0)} for party in {party for party, _ in votes}
    }
    for party, option in votes:
        split[party][drawings.side(option)] += 1
    parties = bills.by_party(list(split.values()))
    drawing = str(drawings.seat_chart(members, parties))
    dots = {
        name: drawing.partition(f'"seat {name}"')[2].partition("/>")[0].count("M") for name in ("yes", "no", "other")
    }
    assert dots == {name: sum(party[name] for party in parties) for name in dots}
    x, y = zip(*((float(a), float(b)) for a, b in re.findall(r"M(\S+) (\S+)h0", drawing)), strict=True)
    assert 0 < min(x) <= max(x) < 400
    assert 0 < min(y) <= max(y) < 210
    against = page.dissenters(members, parties)
    assert all(member["option"] in ("yes", "no") and member["party"] for member in against)
    for party in parties:
        ours = [member for member in against if member["party"] == party["party"]]
        assert len(ours) == (min(party["yes"], party["no"]) if party["party"] and party["yes"] != party["no"] else 0)


@pytest.mark.parametrize("counts", [(0, 0, 0), (None, None, None)])
def test_no_counts_draw_no_bar(counts: tuple[int | None, ...]) -> None:
    assert load_plugin("roll_drawings").bar(*counts) == ""
