"""What is read of a California dump: every kind of item, from small made-up dumps and from the captures."""

from __future__ import annotations

import asyncio
import copy
import hashlib
import json
import random
from collections import Counter
from dataclasses import asdict
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scrapy.settings import Settings
from scrapy.statscollectors import StatsCollector

from scrapers import items
from scrapers.archive.download import FileResponse
from scrapers.errors import BadArgument, ExpectedEmpty
from scrapers.states.ca.pages import bill_filter
from scrapers.states.ca.spider import BULK, CaliforniaSpider, sitting
from tests.dumps import SHARED, action, author, bill, good, location, member, read, zipped

FIXTURES = Path(__file__).parent / "fixtures/ca/bills"
GOOD = good()


def changed(**tables):
    """The good dump with some tables changed by a function of their rows."""
    files = copy.deepcopy(GOOD)
    for name, change in tables.items():
        files[f"{name}.dat"] = change(files[f"{name}.dat"])
    return files


def of(kind, found):
    return [item for item in found if isinstance(item, kind)]


def one(kind, found, **values):
    match = [item for item in of(kind, found) if all(getattr(item, name) == value for name, value in values.items())]
    assert len(match) == 1, match
    return match[0]


@pytest.fixture(scope="module")
def whole():
    return read(GOOD)


# Sessions, bodies, people


def test_sessions(whole):
    assert of(items.Session, whole) == [
        items.Session("20172018", "2017-2018 Regular Session", "primary", "2016-12-05", "2018-11-30"),
        items.Session("20172018 Special Session 1", "2017-2018, Special Session 1", "special"),
    ]


def test_organizations(whole):
    assert [(o.code, o.name, o.classification, o.chamber, o.parent_code) for o in of(items.Organization, whole)] == [
        ("CONFCM", "Conference Committee", "committee", "legislature", "legislature"),
        ("CS72", "Senate Public Safety", "committee", "upper", "upper"),
        ("CX18", "Assembly Public Safety", "committee", "lower", "lower"),
    ]


def test_people(whole):
    ting = one(items.Person, whole, session="20172018", source_id="philip-ting")
    assert ting == items.Person(
        session="20172018",
        name="Ting, Philip",
        family_name="Ting",
        given_name="Philip",
        party="Democratic",
        chamber="lower",
        district="19",
        names=[items.PersonName("Phil Ting", "lower"), items.PersonName("Ting", "lower")],
        source_id="philip-ting",
    )
    assert len(of(items.Person, whole)) == 2 * 5, "each in both sessions; the vacant seat and the second row are none"
    assert one(items.Person, whole, session="20172018", source_id="janet-nguyen").party == "Republican"


def test_namesakes_in_one_chamber_are_told_apart_by_district():
    found = read(changed(LEGISLATOR_TBL=lambda rows: [*rows, member("AD20", "P. Ting", "Philip", "Ting")]))
    ids = {person.source_id for person in of(items.Person, found) if person.family_name == "Ting"}
    assert ids == {"philip-ting-ad19", "philip-ting-ad20"}


# Bills


def test_bill(whole):
    ab12 = one(items.Bill, whole, identifier="AB 12")
    assert (ab12.session, ab12.classification, ab12.chamber, ab12.chambers) == ("20172018", "bill", "lower", 2)
    assert (ab12.title, ab12.subjects, ab12.listed) == ("Small things.", None, True)
    assert ab12.chapter == "Chapter 7, Statutes of 2017"
    assert ab12.effective_date == "2017-03-20"
    assert ab12.committee_code == ""
    assert ab12.source_url.endswith("billNavClient.xhtml?bill_id=201720180AB12")
    assert ab12.versions_named == ["20170AB1297CHP"]
    assert one(items.Bill, whole, identifier="SB 54").committee_code == "CS72"


def test_special_session_is_a_session_of_its_own(whole):
    extra = one(items.Bill, whole, session="20172018 Special Session 1")
    assert extra.identifier == "ABX1 4"
    assert read(GOOD, session="20172018 Special Session 1", bill="abx1 4")[0].identifier == "20172018 Special Session 1"


@pytest.mark.parametrize(
    "session, wanted, bill_ids",
    [
        (None, "SB 54", ["201720180SB54"]),
        (None, "sb54", ["201720180SB54"]),
        (None, "S.B. 54", ["201720180SB54"]),
        (None, " SB  54 ", ["201720180SB54"]),
        (None, "ABX1 4", ["201720181AB4"]),
        (None, "abx1-4", ["201720181AB4"]),
        (None, "AB X1 4", ["201720181AB4"]),
        (None, "AB 4", ["201720180AB4"]),
        ("20172018", None, ["201720180AB4", "201720180SB54"]),
        ("20172018", "ABX1 4", []),
        ("20172018 Special Session 1", None, ["201720181AB4"]),
        ("20152016", None, []),
        (None, None, ["201720180AB4", "201720180SB54", "201720181AB4"]),
    ],
)
def test_bill_filter(session, wanted, bill_ids):
    keep = bill_filter(session, wanted)
    assert [one for one in ("201720180AB4", "201720180SB54", "201720181AB4") if keep(one)] == bill_ids


@pytest.mark.parametrize(
    "session", ["2017", "2017-2018", "20182019", "20172019", "20172018 Special", "x", "20172018\n1"]
)
def test_session_in_another_spelling_is_refused(session):
    with pytest.raises(ValueError, match="wanted the two years of one like 20252026"):
        bill_filter(session, None)


@pytest.mark.parametrize(
    "values, cited",
    [
        ({}, None),
        ({"chapter_type": "CHP", "chapter_session_num": "0"}, "Chapter 9, Statutes of 2017"),
        ({"chapter_type": "CHR", "chapter_session_num": "0"}, "Resolution Chapter 9, Statutes of 2017"),
        (
            {"chapter_type": "CHP", "chapter_session_num": "2"},
            "Chapter 9, Statutes of 2017, Second Extraordinary Session",
        ),
        ({"chapter_type": "CHR", "chapter_session_num": None}, "Resolution Chapter 9, Statutes of 2017"),
    ],
)
def test_chapter(values, cited):
    values = values and {"chapter_year": "2017", "chapter_num": "9", **values}
    found = read(changed(BILL_TBL=lambda rows: [rows[1] | values]))
    assert one(items.Bill, found, identifier="SB 54").chapter == cited


def test_only_an_urgency_statute_has_an_effective_date():
    found = read(changed(BILL_VERSION_TBL=lambda rows: [row | {"urgency": "No"} for row in rows]))
    assert {found.effective_date for found in of(items.Bill, found)} == {None}


@pytest.mark.parametrize(
    "location, code", [(None, ""), ("Third Reading", ""), ("CX18", "CX18"), ("CONFCM", "CONFCM"), ("CX99", None)]
)
def test_present_committee(location, code):
    found = read(changed(BILL_TBL=lambda rows: [rows[0] | {"current_location": location}]))
    assert one(items.Bill, found, identifier="AB 12").committee_code == code


def test_sponsors(whole):
    assert one(items.Bill, whole, identifier="AB 12").sponsorships == [
        items.Sponsorship("Ting", "lead author", True, "lower"),
        items.Sponsorship("De León", "coauthor", False, "upper"),
    ]
    assert one(items.Bill, whole, identifier="SB 54").sponsorships == [
        items.Sponsorship("Committee on Public Safety", "lead author", True, "upper", "organization", "CS72"),
        items.Sponsorship("Ting", "principal coauthor", False, "lower"),
    ]


def test_sponsors_are_left_alone_where_a_committee_cannot_be_named():
    found = read({name: content for name, content in GOOD.items() if name != "LOCATION_CODE_TBL.dat"})
    assert one(items.Bill, found, identifier="SB 54").sponsorships is None
    assert len(one(items.Bill, found, identifier="AB 12").sponsorships) == 2


def test_actions_stand_in_the_order_of_their_sequence_then_of_their_number():
    def ties(rows):
        same = [action("201720180SB54", number, 3, "2017-02-01", f"Line {number}.", "Senate") for number in (9, 7, 8)]
        return [*same, *rows]

    found = one(items.Bill, read(changed(BILL_HISTORY_TBL=ties)), identifier="SB 54")
    assert [a.text for a in found.actions] == [
        "Introduced. Read first time. To print.",
        "Referred to Com. on PUB. S.",
        "Line 7.",
        "Line 8.",
        "Line 9.",
        "From committee: Do pass. (Ayes 1. Noes 1.) (January 31).",
    ]


def test_actions(whole):
    last = one(items.Bill, whole, identifier="SB 54").actions[-1]
    assert last == items.Action(
        date="2017-02-01",
        chamber="upper",
        text="From committee: Do pass. (Ayes 1. Noes 1.) (January 31).",
        classifications=("committee-passage-favorable",),
        organization_code="CS72",
        tally_yes=1,
        tally_no=1,
        vote_date="2017-01-31",
    )
    chambers = [a.chamber for a in one(items.Bill, whole, identifier="AB 12").actions]
    assert chambers == ["lower", "lower", "executive", "executive"]


def test_bill_of_history_alone_is_kept_unlisted_and_one_struck_from_the_list_is_not():
    def more(rows):
        return [*rows, action("201720180SB2510", 1, 1, "2017-02-01", "Introduced.", "Senate")]

    found = read(changed(BILL_HISTORY_TBL=more))
    unlisted = one(items.Bill, found, listed=False)
    assert (unlisted.identifier, [a.text for a in unlisted.actions]) == ("SB 2510", ["Introduced."])
    inactive = changed(BILL_HISTORY_TBL=more, BILL_TBL=lambda rows: [*rows, bill("201720180SB2510", active_flg="N")])
    assert not [b for b in of(items.Bill, read(inactive)) if b.identifier == "SB 2510"]


def test_versions(whole):
    found = one(items.Bill, whole, identifier="AB 12").versions
    assert [(v.key, v.note, v.classification, v.date, v.title, v.media_type) for v in found] == [
        ("20170AB1299INT", "Introduced", "introduced", "2016-12-05", "Things.", "application/xml"),
        ("20170AB1298AMD", "Amended Assembly", "amendment", "2017-02-20", "Things.", "application/xml"),
        ("20170AB1297CHP", "Chaptered", "became-law", "2017-03-20", "Small things.", "application/xml"),
    ]
    assert found[1].long_title == "An act to do things, and declaring the urgency thereof."
    assert "SECTION 1. Small things are done." in found[1].text.text
    assert "<del>Things</del> <ins>Small things</ins> are done." in found[1].text.markup
    assert found[1].text.sha256 == hashlib.sha256(GOOD["BILL_VERSION_TBL_2.lob"]).hexdigest()
    assert (found[0].text.markup, found[0].text.extractor) == (None, "caml")


def test_documents(whole):
    assert [asdict(d) for d in one(items.Bill, whole, identifier="SB 54").documents] == [
        asdict(items.Document(
            f"analysis-{number}", "analysis", note, day,
            "https://leginfo.legislature.ca.gov/faces/billAnalysisClient.xhtml?bill_id=201720180SB54",
            organization_code=code,
        ))
        for number, note, day, code in [(8, "Analysis", None, None), (9, "Senate Public Safety", "2017-01-30", "CS72")]
    ]  # fmt: skip


def test_veto_and_signing_messages_are_told_apart(whole):
    signed, vetoed = (one(items.Bill, whole, identifier=name).documents[0] for name in ("AB 12", "ABX1 4"))
    assert (signed.classification, signed.text) == ("signing-message", "I am signing Assembly Bill 12 – gladly.")
    assert (vetoed.classification, vetoed.note) == ("veto-message", "Governor's veto message")


# Roll calls


def test_floor_vote(whole):
    found = one(items.VoteEvent, whole, bills=["AB 12"])
    assert found == items.VoteEvent(
        session="20172018",
        key="ab12-afloor-20170302140533-1-12",
        bills=["AB 12"],
        chamber="lower",
        organization_code="lower",
        date="2017-03-02",
        motion="AB 12 Ting Assembly Third Reading Urgency",
        motion_classification=("passage",),
        yes_means="advances",
        result_raw="(PASS)",
        result="pass",
        declared_yes=2,
        declared_no=0,
        declared_other=1,
        votes=[
            items.Vote("Bloom", "yes", "AYE"),
            items.Vote("Ting", "yes", "AYE"),
            items.Vote("Waldron", "not voting", "ABS"),
        ],
        threshold="two thirds of those elected",
        source_url="https://leginfo.legislature.ca.gov/faces/billVotesClient.xhtml?bill_id=201720180AB12",
    )


def test_committee_vote_has_no_threshold(whole):
    found = one(items.VoteEvent, whole, bills=["SB 54"])
    assert (found.chamber, found.organization_code, found.threshold, found.result) == ("upper", "CS72", None, "fail")


@pytest.mark.parametrize(
    "moment, needed",
    [
        ("2017-03-02 14:05:33", "two thirds of those elected"),
        ("2017-01-02 14:05:33", "majority of those elected"),
        ("2016-11-30 14:05:33", None),
    ],
)
def test_threshold_is_that_of_the_text_in_hand(moment, needed):
    def moved(rows):
        return [row | {"vote_date_time": moment} if row["location_code"] == "AFLOOR" else row for row in rows]

    found = read(changed(BILL_SUMMARY_VOTE_TBL=moved, BILL_DETAIL_VOTE_TBL=moved))
    assert one(items.VoteEvent, found, bills=["AB 12"]).threshold == needed


@pytest.mark.parametrize("column", ["location_code", "vote_date_time", "vote_date_seq", "motion_id"])
def test_all_five_columns_tell_roll_calls_apart(column):
    other = {"location_code": "CX18", "vote_date_time": "2017-03-03 00:00:00", "vote_date_seq": 2, "motion_id": 11}

    def twice(rows):
        return [*rows, *(row | {column: other[column]} for row in rows if row["bill_id"] == "201720180AB12")]

    found = read(changed(BILL_SUMMARY_VOTE_TBL=twice, BILL_DETAIL_VOTE_TBL=twice))
    rolls = [roll for roll in of(items.VoteEvent, found) if roll.bills == ["AB 12"]]
    assert len({roll.key for roll in rolls}) == 2
    assert [len(roll.votes) for roll in rolls] == [3, 3]


def test_names_without_counts_and_counts_without_names():
    no_counts = read(changed(BILL_SUMMARY_VOTE_TBL=lambda rows: rows[:1]))
    roll = one(items.VoteEvent, no_counts, bills=["AB 12"])
    assert (roll.declared_yes, roll.result, len(roll.votes)) == (None, None, 3)
    no_names = read(changed(BILL_DETAIL_VOTE_TBL=lambda rows: rows[:2]))
    assert one(items.VoteEvent, no_names, bills=["AB 12"]).votes == []
    no_table = read({name: content for name, content in GOOD.items() if name != "BILL_DETAIL_VOTE_TBL.dat"})
    assert one(items.VoteEvent, no_table, bills=["AB 12"]).votes is None


# Hearings


def test_hearings(whole):
    assert [(h.key, h.organization_code, h.start, h.place, h.bills) for h in of(items.Hearing, whole)] == [
        ("afloor-20170302-af0240", "lower", "2017-03-02", "Daily File: Third Reading File", ["AB 12"]),
        ("cs72-20170131", "CS72", "2017-01-31T09:30", "State Capitol, room 3191", ["SB 54"]),
        ("cx18-20170307", "CX18", "2017-03-07", "State Capitol, room 126, Upon adjournment", ["ABX1 4"]),
        ("sfloor-20170206-sf0510-29", "upper", "2017-02-06", "Daily File: Special Consent Calendar No. 29", ["SB 54"]),
    ]


@pytest.mark.parametrize(
    "time, start",
    [
        ("9 a.m.", "T09:00"),
        ("12:15 p.m.", "T12:15"),
        ("12 am", "T00:00"),
        ("1:30 PM", "T13:30"),
        ("13 p.m.", ""),
        ("", ""),
    ],
)
def test_time_of_an_agenda(time, start):
    found = read(changed(COMMITTEE_AGENDA_TBL=lambda rows: [rows[0] | {"agenda_time": time}]))
    assert one(items.Hearing, found, organization_code="CS72").start == f"2017-01-31{start}"


def test_two_agendas_of_a_day_are_both_told():
    found = read(changed(COMMITTEE_AGENDA_TBL=lambda rows: [*rows, rows[0] | {"room_num": "112", "agenda_time": None}]))
    hearing = one(items.Hearing, found, organization_code="CS72")
    assert (hearing.start, hearing.place) == (
        "2017-01-31",
        "State Capitol, room 112; State Capitol, room 3191, 9:30 a.m.",
    )


# Order, and codes nobody knows


def shuffled(files, chance):
    return {
        name: chance.sample(content, len(content)) if isinstance(content, list) else content
        for name, content in files.items()
    }


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False))
def test_row_order_means_nothing(chance):
    assert read(shuffled(GOOD, chance)) == read(GOOD)


def test_unknown_codes_are_told_once_each_and_nothing_is_guessed():
    files = changed(
        BILL_TBL=lambda rows: [*rows, bill("201720180XB9")],
        BILL_HISTORY_TBL=lambda rows: [*rows, *(action("201720180XB9", n, n, "2017-01-01", "Introduced.", "Senate",
                                                       "Committee", "CS99") for n in (1, 2))],
        BILL_VERSION_TBL=lambda rows: [
            *rows, rows[0] | {"bill_version_id": "20170XB999ZZZ", "bill_id": "201720180XB9", "version_num": 99}
        ],
        BILL_DETAIL_VOTE_TBL=lambda rows: [row | {"vote_code": "PXY"} for row in rows[:1]] + rows[1:],
        BILL_SUMMARY_VOTE_TBL=lambda rows: [rows[0] | {"vote_result": "(TIE)"}, *rows[1:]],
    )  # fmt: skip
    found = read(files)
    assert [(gap.kind, gap.key, gap.evidence.rsplit(" in ")[-1]) for gap in of(items.Gap, found)] == [
        ("unknown_code", "location code CS99", "2 rows"),
        ("unknown_code", "measure type XB", "1 rows"),
        ("unknown_code", "version code ZZZ", "1 rows"),
        ("unknown_code", "vote code PXY", "1 rows"),
        ("unknown_code", "vote result (TIE)", "1 rows"),
    ]
    assert {gap.session for gap in of(items.Gap, found)} == {"20172018"}
    roll = one(items.VoteEvent, found, bills=["SB 54"])
    assert (roll.result, roll.result_raw, roll.votes[0]) == (None, "(TIE)", items.Vote("De León", "other", "PXY"))
    assert one(items.Bill, found, identifier="XB 9").versions[0].classification is None


def test_no_such_bill_is_said():
    with pytest.raises(BadArgument, match="no active bill of the session and number asked for among its 3"):
        read(GOOD, bill="SB 55")


# Which file


@pytest.mark.parametrize(
    "day, year",
    [("2016-12-04", 2015), ("2016-12-05", 2017), ("2017-01-01", 2017), ("2018-12-02", 2017), ("2018-12-03", 2019),
     ("2024-12-01", 2023), ("2024-12-02", 2025), ("2026-11-30", 2025), ("2026-12-07", 2027), ("2028-12-04", 2029)],
)  # fmt: skip
def test_session_sitting_on_a_day(day, year):
    assert sitting(date.fromisoformat(day)) == year


OFFICIAL = "https://downloads.leginfo.legislature.ca.gov/"


def requested(spider):
    """What a spider asks for first, as (file name, days still to come)."""

    async def collect():
        return [request async for request in spider.start()]

    found = asyncio.run(collect())
    return [(request.url.removeprefix(OFFICIAL), request.cb_kwargs.get("days", [])) for request in found]


@pytest.mark.parametrize("name, is_read", [
    ("pubinfo_2017", True), ("pubinfo_daily_Mon", True), ("pubinfo_Mon", True), ("pubinfo_load", False)
])  # fmt: skip
def test_an_archive_is_read_for_the_bulk_files_it_holds(name, is_read):
    assert bool(BULK.fullmatch(f"{OFFICIAL}{name}.zip")) == is_read


def test_whole_sessions_come_before_what_changed_since():
    spider = CaliforniaSpider()
    names = ["pubinfo_Tue.zip", "pubinfo_Mon.zip", "pubinfo_2017.zip"]
    spider.archive_urls = [*(OFFICIAL + name for name in names), "https://example.org/pubinfo_2017.zip"]
    assert [name for name, _ in requested(spider)] == ["pubinfo_2017.zip", "pubinfo_Mon.zip", "pubinfo_Tue.zip"]


def test_session_asked_for_names_its_file():
    assert requested(CaliforniaSpider(session="20172018 Special Session 1")) == [("pubinfo_2017.zip", [])]


@pytest.mark.parametrize("whole, monday, missed", [
    (None, None, []),  # never read: the whole session
    ("2026-03-01", None, ["2026-03-02", "2026-03-03", "2026-03-04"]),  # 1 March is a Sunday
    ("2026-03-02", None, ["2026-03-02", "2026-03-03", "2026-03-04"]),  # read in the middle of a day: that day again
    ("2026-03-01", "2026-03-03", ["2026-03-03", "2026-03-04"]),
    ("2026-03-01", "2026-03-05", []),  # nothing new: the whole session, if it changed
    ("2026-02-26", None, []),  # a week ago: the whole session
    ("2026-02-27", None, ["2026-02-27", "2026-02-28", "2026-03-02", "2026-03-03", "2026-03-04"]),  # no file on Sunday
])  # fmt: skip
def test_days_whose_changes_were_not_read(whole, monday, missed):
    read_on = {f"{OFFICIAL}pubinfo_2025.zip": whole, f"{OFFICIAL}pubinfo_Mon.zip": monday}
    spider = CaliforniaSpider()
    spider.newest_read = lambda url: f"{read_on[url]}T20:00:00+00:00" if read_on.get(url) else None
    found = spider.missed_days(f"{OFFICIAL}pubinfo_2025.zip", date(2026, 3, 5))
    assert [day.isoformat() for day in found] == missed


def changes_of(spider, made, days, tmp_path):
    path = tmp_path / "pubinfo_Mon.zip"
    path.write_bytes(zipped(GOOD))
    headers = {"Last-Modified": made} if made else {}
    request = spider.changes_request(days)
    response = FileResponse(request.url, headers=headers, path=path, request=request)
    capture = items.Capture(request.url, "GET", None, "2026-03-03T08:00:00+00:00", 200, None, "sha", "a.warc", 0)
    request.meta["capture"] = capture
    spider.crawler = SimpleNamespace(stats=StatsCollector(SimpleNamespace(settings=Settings())))
    return list(spider.parse_changes(response, days))


def test_changes_are_read_day_after_day(tmp_path):
    days = [date(2026, 3, 2), date(2026, 3, 3)]
    *found, following = changes_of(CaliforniaSpider(), "Tue, 03 Mar 2026 05:00:00 GMT", days, tmp_path)
    assert following.url == f"{OFFICIAL}pubinfo_Tue.zip"
    assert following.cb_kwargs == {"days": days[1:]}
    assert found[0] == items.Page(capture=found[0].capture, whole=False)
    assert {item.whole for item in found if isinstance(item, items.Bill | items.VoteEvent)} == {False}


@pytest.mark.parametrize("made", [None, "Mon, 02 Mar 2026 05:00:00 GMT"])  # still Sunday in California
def test_the_file_of_last_week_is_not_taken_for_that_of_today(made, tmp_path):
    [gap] = changes_of(CaliforniaSpider(), made, [date(2026, 3, 2), date(2026, 3, 3)], tmp_path)
    assert (gap.kind, gap.expected) == ("file_missing", "the changes of 2026-03-02")


def test_a_file_of_changes_need_not_hold_every_table():
    tables = {"BILL_TBL.dat": GOOD["BILL_TBL.dat"][:1], "BILL_HISTORY_TBL.dat": GOOD["BILL_HISTORY_TBL.dat"]}
    assert [type(item).__name__ for item in read(tables, whole=False)] == ["Session", "Bill"]
    with pytest.raises(ExpectedEmpty):
        read({"BILL_HISTORY_TBL.dat": GOOD["BILL_HISTORY_TBL.dat"]}, whole=False)


# Captures


def captured(*folders):
    files = {}
    for folder in folders:
        path = SHARED / "captures/ca" / folder
        if not path.is_dir():
            pytest.skip(f"SKIPPED: ../shared is absent, the captures of {folder} are not read")
        files |= {file.name: file.read_bytes() for file in sorted(path.iterdir())}
    return files


@pytest.fixture(scope="module")
def session_2025():
    files = captured("2025")
    return files, read(files)


def test_every_row_of_the_2025_capture_is_read(session_2025):
    _, found = session_2025
    bills = of(items.Bill, found)
    unlisted = [b.identifier for b in bills if not b.listed]
    assert unlisted == ["SB 2510", "SB 2511", "SB 2512"]
    counts = Counter()
    for one_bill in bills:
        counts[one_bill.session, "bills"] += one_bill.listed
        counts[one_bill.session, "actions"] += len(one_bill.actions or ())
    for roll in of(items.VoteEvent, found):
        counts[roll.session, "rolls"] += 1
        counts[roll.session, "votes"] += len(roll.votes)
    special = "20252026 Special Session 1"
    assert counts == {
        ("20252026", "bills"): 2_522,
        ("20252026", "actions"): 7_630,
        ("20252026", "rolls"): 110,
        ("20252026", "votes"): 3_348,
        (special, "bills"): 24,
        (special, "actions"): 165,
        (special, "rolls"): 20,
        (special, "votes"): 1_024,
    }
    assert len(of(items.Person, found)) == 2 * 119, "122 rows: one vacant seat, and two second rows"
    assert {(gap.kind, gap.key) for gap in of(items.Gap, found)} == {
        ("table_missing", name)
        for name in ("BILL_VERSION_TBL", "BILL_MOTION_TBL", "COMMITTEE_AGENDA_TBL", "COMMITTEE_HEARING_TBL",
                     "DAILY_FILE_TBL")
    }  # fmt: skip
    options = Counter(vote.option for roll in of(items.VoteEvent, found) for vote in roll.votes)
    assert set(options) == {"yes", "no", "not voting"}
    assert sum(options.values()) == 4_372


def test_row_order_of_the_2025_capture_means_nothing(session_2025):
    files, found = session_2025
    chance = random.Random(20250307)
    mixed = {}
    for name, content in files.items():
        lines = content.splitlines(keepends=True) if name.endswith(".dat") else [content]
        chance.shuffle(lines)
        mixed[name] = b"".join(lines)
    assert read(mixed) == found


def stated(value):
    """Without what is None, all the way down."""
    if isinstance(value, dict):
        return {name: stated(inner) for name, inner in value.items() if inner is not None}
    return [stated(inner) for inner in value] if isinstance(value, list) else value


def golden(found, identifier, case):
    """What is read of one bill, texts as length and hash, against the reviewed file."""
    kept = [
        asdict(item) for item in found if identifier in (getattr(item, "identifier", ""), *getattr(item, "bills", ()))
    ]
    for item in kept:
        for version in item.get("versions") or ():
            for name in ("text", "markup"):
                words = version["text"][name] if version["text"] else None
                if words is not None:
                    version["text"][name] = (
                        f"{len(words)} characters, {hashlib.sha256(words.encode()).hexdigest()[:16]}"
                    )
    actual = json.loads(json.dumps(stated(kept)))
    path = FIXTURES / f"{case}.json"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(actual, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        pytest.fail(f"{path.name} is new: please review it")
    assert actual == json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("identifier, case", [("SB 26", "sb26"), ("ABX1 4", "abx1-4"), ("SBX1 2", "sbx1-2")])
def test_golden_2025(session_2025, identifier, case):
    golden(session_2025[1], identifier, case)


def test_golden_with_texts():
    found = read(captured("mcp/mini"))
    assert [b.identifier for b in of(items.Bill, found)] == ["AB 831", "AB 1656", "AB 2052", "SB 275"]
    assert all(v.text for b in of(items.Bill, found) for v in b.versions)
    golden(found, "SB 275", "sb275")


def test_a_committee_of_one_name_in_both_chambers_is_that_of_its_own():
    def more(rows):
        return [*rows, location("CS73", "B", "Public  Safety")]

    found = read(changed(LOCATION_CODE_TBL=more))
    assert one(items.Bill, found, identifier="SB 54").sponsorships[0].organization_code is None, (
        "two of one name: no guess"
    )
    both = read(changed(BILL_VERSION_AUTHORS_TBL=lambda rows: [
        *rows, author("20170SB5498AMD", "ASSEMBLY", "Committee on Public Safety", type="Committee")
    ]))  # fmt: skip
    codes = [s.organization_code for s in one(items.Bill, both, identifier="SB 54").sponsorships]
    assert codes == ["CS72", None, "CX18"]
