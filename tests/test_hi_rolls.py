"""Hawaii's roll calls, told in the words of a status: every shape, and what is said of a line that has another."""

from __future__ import annotations

import time

import pytest

from pipelines.verdicts import Roll, judge
from scrapers.items import Action, Gap, VoteEvent
from scrapers.normalise import count_options
from scrapers.states.hi import bodies
from scrapers.states.hi.rolls import tells_votes, with_rolls
from scrapers.states.hi.shapes import Measure

URL = "https://www.capitol.hawaii.gov/session/measure_indiv.aspx?billtype=HB&billnumber=35&year=2025"
CHAMBERS = {"S": "upper", "H": "lower"}
RECOMMENDS = "The committee(s) on JDC recommend(s) that the measure be PASSED, WITH AMENDMENTS."


def told(*lines: tuple[str, str], day: str = "2025-03-19") -> tuple[list[Action], list[VoteEvent], list[Gap]]:
    actions = [Action(day, CHAMBERS[house], text, ("unclassified",)) for house, text in lines]
    return with_rolls("2025", Measure("HB", 35), actions, URL)


def one(house: str, text: str) -> VoteEvent:
    actions, events, gaps = told((house, text))
    assert gaps == []
    assert [action.roll_key for action in actions] == [events[0].key]
    return events[0]


def names(event: VoteEvent) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for vote in event.votes or []:
        found.setdefault(vote.option, []).append(vote.voter_name)
    return found


def stated(event: VoteEvent) -> tuple[int | None, int | None, int | None]:
    return event.declared_yes, event.declared_no, event.declared_other


def verdict(event: VoteEvent) -> str:
    return judge(Roll(stated(event), count_options(vote.option for vote in event.votes or []), event.result, None))[0]


@pytest.mark.parametrize(
    ("house", "text", "counts", "named", "judged"),
    [
        # a committee of the Senate
        (
            "S",
            f"{RECOMMENDS}  The votes in JDC were as follows: 3 Aye(s): Senator(s) Rhoads, San Buenaventura; Aye(s)"
            " with reservations: Senator(s) Gabbard ; 1 No(es): Senator(s) Awa; and 1 Excused: Senator(s) Chang.",
            (3, 1, 1),
            {"yes": ["Rhoads", "San Buenaventura", "Gabbard"], "no": ["Awa"], "excused": ["Chang"]},
            "ok",
        ),
        # a committee of the House, which counts no noes where there are none
        (
            "H",
            "The committee on FIN recommend that the measure be PASSED, WITH AMENDMENTS. The votes were as follows:"
            " 3 Ayes: Representative(s) Yamashita, Lee, M., Reyes Oda; Ayes with reservations: none;  Noes: none; and"
            " 2 Excused: Representative(s) Hussey, Ward.",
            (3, 0, 2),
            {"yes": ["Yamashita", "Lee, M.", "Reyes Oda"], "excused": ["Hussey", "Ward"]},
            "ok",
        ),
        # a count that the names do not bear out stays as both are
        (
            "H",
            "The committee on FIN recommend that the measure be PASSED, UNAMENDED. The votes were as follows: 4 Ayes:"
            " Representative(s) Yamashita, Todd; Ayes with reservations: none; 0 Noes: none; and Excused: none.",
            (4, 0, 0),
            {"yes": ["Yamashita", "Todd"]},
            "short",
        ),
        # conferences
        (
            "S",
            "The Conference committee recommends that the measure be PASSED, WITH AMENDMENTS. The votes of the Senate"
            " Conference Managers were as follows: 2 Aye(s): Senator(s) Rhoads, Moriwaki; Aye(s) with reservations:"
            " none ; 0 No(es): none; and 1 Excused: Senator(s) Awa.",
            (2, 0, 1),
            {"yes": ["Rhoads", "Moriwaki"], "excused": ["Awa"]},
            "ok",
        ),
        # the floor of the Senate, in both of its shapes: ayes are a count without names
        (
            "S",
            "Report adopted; Passed Third Reading, as amended (SD  2). Ayes, 24; Aye(s) with reservations: Senator(s)"
            " Kim, Awa.  Noes, 1 (Senator(s) Fevella). Excused, 0 (none).  Transmitted to House.",
            (24, 1, 0),
            {"yes": ["Kim", "Awa"], "no": ["Fevella"]},
            "short",
        ),
        (
            "S",
            "Passed Final Reading, as amended (CD 1). Ayes, 25; Aye(s) with reservations: none . 0 No(es): none."
            "  0 Excused: none.",
            (25, 0, 0),
            {},
            "no_roll",
        ),
        # the floor of the House: nobody counts the ayes
        (
            "H",
            "Passed Third Reading as amended in HD 1 with Representative(s) Cachola voting aye with reservations;"
            " Representative(s) Okimoto, Ward voting no (2) and Representative(s) McDermott excused (1).  Transmitted"
            " to Senate.",
            (None, 2, 1),
            {"yes": ["Cachola"], "no": ["Okimoto", "Ward"], "excused": ["McDermott"]},
            "no_counts",
        ),
        # noes that are fewer than stated keep the count, which says so
        (
            "H",
            "Passed Third Reading with none voting aye with reservations; Representative(s) Ward voting no (2) and none"
            " excused (0).",
            (None, 2, 0),
            {"no": ["Ward"]},
            "short",
        ),
        # where all are there, excused is not mentioned
        (
            "H",
            "Passed Second Reading and referred to the committee(s) on FIN with none voting aye with reservations; none"
            " voting no (0) and none excused (0).",
            (None, 0, 0),
            {},
            "no_roll",
        ),
    ],
)
def test_a_line_is_read_as_it_states(
    house: str, text: str, counts: tuple[int | None, ...], named: dict[str, list[str]], judged: str
) -> None:
    event = one(house, text)
    assert (stated(event), names(event), verdict(event)) == (counts, named, judged)


def test_with_reservations_is_an_aye_that_says_so() -> None:
    event = one("S", "Passed Third Reading. Ayes, 25; Aye(s) with reservations: Senator(s) Kim.  Noes, 0 (none).")
    assert [(vote.option, vote.option_raw) for vote in event.votes or []] == [("yes", "Aye(s) with reservations")]


@pytest.mark.parametrize(
    ("house", "text", "key", "body", "motion"),
    [
        ("S", f"{RECOMMENDS} The votes in JDC were as follows: 1 Aye(s): Senator(s) Rhoads.",
         "hb-35-2025-03-19-s-jdc", "2025-JDC", RECOMMENDS),
        ("H", "The committees on WLH recommend that the measure be PASSED. The votes were as follows: 1 Ayes:"
         " Representative(s) Todd.", "hb-35-2025-03-19-h-wlh", "2025-WLH",
         "The committees on WLH recommend that the measure be PASSED."),
        ("H", "The Conference Committee recommends that the measure be Passed. The votes were as follows: 1 Ayes:"
         " Representative(s) Todd.", "hb-35-2025-03-19-h-conference", None,
         "The Conference Committee recommends that the measure be Passed."),
        ("H", "Passed Final Reading as amended in CD 1 with none voting aye with reservations; none voting no (0).",
         "hb-35-2025-03-19-h-final-reading", "lower", "Passed Final Reading as amended in CD 1"),
        ("S", "Report adopted; Passed Third Reading.  Ayes, 25; Aye(s) with reservations: none.",
         "hb-35-2025-03-19-s-third-reading", "upper", "Report adopted; Passed Third Reading"),
        ("H", "Report adopted; referred to the committee(s) on FIN with none voting aye with reservations; none voting"
         " no (0).", "hb-35-2025-03-19-h-floor", "lower", "Report adopted; referred to the committee(s) on FIN"),
    ],
)  # fmt: skip
def test_who_voted_on_what(house: str, text: str, key: str, body: str | None, motion: str) -> None:
    event = one(house, text)
    assert (event.key, event.organization_code, event.motion, event.result) == (key, body, motion, "pass")
    assert event.chamber == CHAMBERS[house]
    assert event.source_url == URL


def test_committees_that_meet_together_vote_each_for_itself() -> None:
    _, events, gaps = told(
        (
            "S",
            "The committee(s) on HWN/WTL recommend(s) that the measure be PASSED, UNAMENDED. The votes in HWN were as"
            " follows: 1 Aye(s): Senator(s) Ihara; Aye(s) with reservations: none ; 0 No(es): none; and 0 Excused:"
            " none. The votes in WTL were as follows: 1 Aye(s): Senator(s) Kim; Aye(s) with reservations: none ;"
            " 0 No(es): none; and 0 Excused: none.",
        )
    )
    assert gaps == []
    assert [(event.organization_code, names(event)) for event in events] == [
        ("2025-HWN", {"yes": ["Ihara"]}),
        ("2025-WTL", {"yes": ["Kim"]}),
    ]


def test_the_second_of_its_like_on_a_day_has_a_number() -> None:
    line = ("H", "Floor Amendment No. 1 failed with none voting aye with reservations; none voting no (0).")
    actions, events, _ = told(line, line)
    assert [event.key for event in events] == ["hb-35-2025-03-19-h-floor", "hb-35-2025-03-19-h-floor-2"]
    assert [action.roll_key for action in actions] == [event.key for event in events]
    assert [event.result for event in events] == ["fail", "fail"]


def test_a_recommendation_that_was_not_adopted_failed() -> None:
    vote = (
        "S",
        f"{RECOMMENDS} The votes in JDC were as follows: 1 Aye(s): Senator(s) Rhoads; 2 No(es): Senator(s) A, B.",
    )
    _, (event,), _ = told(vote, ("S", "The recommendation was not adopted."))
    assert event.result == "fail"
    _, (event,), _ = told(vote, ("S", "Reported from JDC (Stand. Com. Rep. No. 1253)."))
    assert event.result == "pass"


@pytest.mark.parametrize(
    "text",
    [
        f"{RECOMMENDS} The votes in JDC were as follows: Senator(s) Rhoads said yes.",
        f"{RECOMMENDS} The votes in JDC were as follows: Aye(s) many; 3 No(es): Senator(s) A, 7, B.",
        "Passed Third Reading with a few voting no (2) and Representative(s) A excused (1).",
        "Measure passed. The votes were as follows: 3 Ayes: Representative(s) A, B, C.",
        # a committee's ballot in other words is not taken for one of the floor
        f"{RECOMMENDS} The vote in JDC was as follows: 3 Aye(s): Senator(s) A, B, C; 0 No(es): none.",
        f"{RECOMMENDS} 3 Aye(s): Senator(s) A, B, C; 0 No(es): none.",
        "Passed Third Reading. Ayes, 24 and more. Senator(s) X, Y.",
    ],
)
def test_a_line_with_votes_that_is_not_understood_is_a_gap_with_its_words(text: str) -> None:
    actions, events, gaps = told(("S", text))
    assert tells_votes(text)
    assert events == []
    assert [action.roll_key for action in actions] == [None]
    assert [(gap.kind, gap.bill) for gap in gaps] == [("roll_call_unread", "HB 35")]
    assert text in (gaps[0].evidence or "")


@pytest.mark.parametrize(
    "text",
    [
        "Referred to JHA, FIN, referral sheet 1",
        "Passed First Reading.",
        "Senate Conferees Appointed: Rhoads Chair; Moriwaki Co-Chair; Awa.",
        "Report adopted; Passed Second Reading, as amended (SD 1) and referred to WAM.",
    ],
)
def test_a_line_without_votes_is_left_alone(text: str) -> None:
    assert told(("S", text))[1:] == ([], [])


@pytest.mark.parametrize(
    "text",
    [
        "The votes in WAM were as follows: " * 30_000,
        "Passed Third Reading with " + "Representative(s) A, " * 50_000 + "voting no (2)",
        "Ayes, 24; " * 100_000,
        "voting aye " + "(" * 1_000_000,
    ],
    ids=["ballots", "names", "counts", "brackets"],
)
def test_a_line_without_end_is_refused_in_bounded_time(text: str) -> None:
    before = time.process_time()
    _, events, gaps = told(("S", text))
    assert (events, len(gaps)) == ([], 1)
    assert time.process_time() - before < 5


def test_a_member_is_known_by_every_spelling_of_the_votes() -> None:
    assert {"Lee", "C. Lee", "Lee, C.", "LEE", "C. LEE"} <= set(bodies.spellings("Lee", "Chris"))
    assert {"Keohokalole", "J.Keohokalole", "J.KEOHOKALOLE"} <= set(bodies.spellings("Keohokalole", "Jarrett"))
    assert {"Dela Cruz", "DELA CRUZ"} <= set(bodies.spellings("Dela Cruz", "Donovan M."))
    assert {"Alcos", "Alcos III"} <= set(bodies.spellings("Alcos III", "David"))
