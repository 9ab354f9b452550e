"""New Mexico's coded histories: the decoder on real codes, held against the site's own decoding, and their classes.

reviewed.tsv holds each distinct wording (0 a number, X committees, MON a month), how often the captures have it, and
the classes a person approved.
"""

from __future__ import annotations

import csv
import html
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scrapers.states.nm.actions import ACTIONS, MOTIONS
from scrapers.states.nm.codes import GRAMMAR, Step, decode
from scrapers.states.nm.history import Said, history
from scrapers.states.nm.shapes import COMMITTEES, Measure

REVIEWED = Path(__file__).parent / "fixtures/nm/actions/reviewed.tsv"
CAPTURES = Path(__file__).resolve().parents[2] / "shared/captures/nm"
HOUSES = {"H": "lower", "S": "upper"}
MONTH = r"\b(?:Jan|Feb|Mar|Apr|Aprl|Jun|June|July|Nov)\b\.?"


@lru_cache
def corpus() -> list[tuple[str, str, str]]:
    """(where from, measure, codes) of the list of 2019 and of what others read of 2020 to 2026."""
    found = []
    for path in sorted(CAPTURES.glob("bills_actions_*.json")):
        for house, kinds in json.loads(path.read_text(encoding="utf-8")).items():
            for kind, bills in kinds.items() if house in HOUSES else ():
                found += [(path.stem, f"{house}{kind}{number}", bill["actions"]) for number, bill in bills.items()]
    for line in (CAPTURES / "actioncodes26.txt").read_text(encoding="utf-8").splitlines():
        measure, codes = line.split("|", 1)
        found.append(("actioncodes26", measure.split()[1], codes))
    page = (CAPTURES / "bill_list_session57_2019.html").read_text(encoding="utf-8")
    measures = re.findall(r'linkBillID_\d+" href="[^"]+">\*?(.*?)</a>', page)
    codes = [html.unescape(one) for one in re.findall(r'lblActions_\d+">(.*?)</span>', page)]
    return [*found, *((("list of 2019"), *pair) for pair in zip(measures, codes, strict=True))]


def steps() -> Iterator[tuple[str, Step]]:
    for where, measure, codes in corpus():
        yield from ((where, step) for step in decode(codes, HOUSES[measure[0]]))


def text(step: Step) -> str:
    return f"{step.words} ({step.code if step.day is None else f'[{step.day}] {step.code}'})"


def wording(step: Step) -> str:
    plain = re.sub(MONTH, "MON", re.sub(r"\d+", "0", text(step)))
    committee = rf"\b(?:{'|'.join(COMMITTEES)}|HCAPC|HTWPC|STBT)\b"
    return re.sub(rf"{committee}(?:/{committee})*", "X", plain)


captured = pytest.mark.skipif(not CAPTURES.is_dir(), reason="no ../shared with real captures beside this checkout")


@captured
def test_at_least_98_of_100_captured_codes_are_understood() -> None:
    known = Counter((where, step.words is not None) for where, step in steps())
    for where in {where for where, _ in known}:
        assert known[where, True] / (known[where, True] + known[where, False]) >= 0.98, where
    assert sum(known.values()) == 26659
    assert not [step.code for _, step in steps() if step.words is None]


@captured
def test_the_decoder_says_what_the_sites_own_pages_say() -> None:
    """A whole session, 777 measures with 2,847 lines: as many steps, of the same days, in the same words."""
    pages = defaultdict(list)
    with (CAPTURES / "derived_NM_Bill_Histories_2024_RS.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            day = int(row["legislative_day"].removeprefix("LD: ")) if row["legislative_day"] else None
            pages[row["bill_number"]].append((day, " ".join(row["action"].split())))
    assert sum(map(len, pages.values())) == 2847
    coded = {measure: codes for where, measure, codes in corpus() if where == "bills_actions_2024"}
    differ = []
    for name, lines in pages.items():
        measure = re.sub(r"(?<=[A-Z])0+", "", name)
        found = [(step.day, step.words) for step in decode(coded[measure], HOUSES[name[0]])]
        assert [day for day, _ in found] == [day for day, _ in lines], (name, coded[measure])
        differ += [(ours, theirs) for (_, ours), (_, theirs) in zip(found, lines, strict=True) if ours != theirs]
    # two codes the site does not put into words
    assert differ == [
        ("Withdrawn from the House calendar", "w/drn h/calendar"),
        ("Re-referred to HEC", "re-referred to HEC"),
    ]


@captured
def test_every_captured_wording_has_its_reviewed_classes() -> None:
    reviewed = dict(line.split("\t")[::2] for line in REVIEWED.read_text(encoding="utf-8").splitlines()[1:])
    seen = Counter(wording(step) for _, step in steps())
    assert seen.keys() == reviewed.keys()
    assert not [step for _, step in steps() if " ".join(ACTIONS.classify(text(step))) != reviewed[wording(step)]]
    assert "unclassified" not in reviewed.values()


@captured
def test_each_rule_of_the_grammar_reads_a_captured_code_or_says_that_none_does() -> None:
    source = (Path(__file__).parents[1] / "scrapers/states/nm/codes.py").read_text(encoding="utf-8")
    uncaptured = source.count("# not captured")
    used = {
        next(pattern for pattern, _ in GRAMMAR if pattern.match(step.code)).pattern for _, step in steps() if step.words
    }
    assert len(GRAMMAR) - len(used) == uncaptured, {pattern.pattern for pattern, _ in GRAMMAR} - used


REPORTED = "Reported by committee with Do Pass recommendation"


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        (
            "HPREF [2] HCPAC/HJC-HCPAC [3] DNP-CS/DP-HJC [4] DP [5] PASSED/H (40-29) [8] SFC-SFC API.",
            [
                (None, "lower", None, "Sent to HPREF - Referrals: HPREF"),
                (2, "lower", "HCPAC", "Sent to HCPAC - Referrals: HCPAC/HJC"),
                (3, "lower", "HCPAC", "HCPAC: Reported by committee with Do Not Pass but with a Do Pass recommendation"
                 " on Committee Substitution"),
                (4, "lower", "HJC", f"HJC: {REPORTED}"),
                (5, "lower", None, "Passed in the House of Representatives - Y:40 N:29"),
                (8, "upper", "SFC", "Sent to SFC - Referrals: SFC"),
                (None, "upper", "SFC", "Action Postponed Indefinitely"),
            ],
        ),
        (
            "[1] SCC/SHPAC/SFC-SCC-germane-SHPAC [5] DP-SFC- DP [8] fl/a- PASSED/S (25-15)",
            [
                (1, "upper", "SCC", "Sent to SCC - Referrals: SCC/SHPAC/SFC"),
                (1, "upper", "SCC", "SCC: Reported by committee to fall within the purview of a 30 day session"),
                (5, "upper", "SHPAC", f"SHPAC: {REPORTED}"),
                (5, "upper", "SFC", f"SFC: {REPORTED}"),
                (8, "upper", None, "Senate Floor Amendment"),
                (8, "upper", None, "Passed in the Senate - Y:25 N:15"),
            ],
        ),
        (
            "[13] w/drn h/calendar- re-referred to HEC- HEC- [14] DP",
            [
                (13, "lower", None, "Withdrawn from the House calendar"),
                (13, "lower", "HEC", "Re-referred to HEC"),
                (13, "lower", "HEC", "Sent to committee - Referrals: HEC"),
                (14, "lower", "HEC", f"HEC: {REPORTED}"),
            ],
        ),
        ("[7] DP-T", [(7, "lower", None, REPORTED)]),
        ("[2] ``DP`", [(2, "lower", None, REPORTED)]),
        ("[6] SGND.", [(6, "lower", None, "Signed by one or both houses (for legislation not requiring Governor's"
          " signature)")]),
        ("", []),
    ],
)  # fmt: skip
def test_steps_with_their_day_chamber_and_committee(codes: str, said: list[tuple[object, ...]]) -> None:
    assert [(step.day, step.chamber, step.committee, step.words) for step in decode(codes, "lower")] == said


@pytest.mark.parametrize(
    ("codes", "codes_and_words"),
    [
        ("[1] XYZ DP", [("XYZ", None), ("DP", REPORTED)]),
        ("[1] DP (odd thing) [2] ]", [("DP", REPORTED), ("(odd thing)", None), ("]", None)]),
        ("[1] PASSED/H (57-6", [("PASSED/H", None), ("(", None), ("57-6", None)]),
        ("[1] DPX", [("DPX", None)]),
    ],
)
def test_what_is_not_known_stays_where_it_is(codes: str, codes_and_words: list[tuple[str, str | None]]) -> None:
    assert [(step.code, step.words) for step in decode(codes, "lower")] == codes_and_words


CODES = ["[2]", "HEC/HAFC-HEC", "DP-HAFC", "DP", "API.", "PASSED/H (57-6)", "SGND", "-", "- ", "xx", "("]


@given(st.lists(st.sampled_from(CODES), max_size=30).map(" ".join))
@example("[1] HEC/HAFC-" * 300)
@example("SGND BY GOV (" * 300)
@example("x" * 5000)
def test_no_letter_is_lost_or_made_up(codes: str) -> None:
    """The codes of the steps are the codes that were given, but for what stands between them and the days."""
    kept = re.sub(r"[\s.,`-]|\[\d+\]", "", "".join(step.code for step in decode(codes, "lower")))
    assert kept == re.sub(r"[\s.,`-]|\[\d+\]", "", codes)


HB = Measure("H", "B", 1)


def dates(codes: str, session: str, lines: list[Said] | None = None) -> list[str | None]:
    return [action.date for action in history(codes, lines, HB, session, {}).actions]


def test_a_legislative_day_alone_is_no_date_and_a_signature_states_its_own() -> None:
    codes = "[1] HEC-HEC [2] DP - PASSED/H (60-0) SGND BY GOV (Feb.28) Ch. 12."
    assert dates(codes, "2019") == [None, None, None, "2019-02-28"]
    page = [Said(1, "2019-01-16", "a"), Said(2, "2019-01-20", "b"), Said(2, "2019-01-22", "c"), Said(None, None, "d")]
    assert dates(codes, "2019", page) == ["2019-01-16", "2019-01-20", "2019-01-22", "2019-02-28"]


def test_after_a_special_session_the_year_of_a_signature_is_known_from_the_step_before_alone() -> None:
    codes = "[1] PASSED/H (60-0) SGND BY GOV (Jan. 5) Ch. 1."
    assert dates(codes, "2021s2") == [None, None]
    assert dates(codes, "2021s2", [Said(1, "2021-12-16", "a"), Said(None, None, "b")]) == ["2021-12-16", "2022-01-05"]


def test_what_a_history_tells_besides() -> None:
    told = history("[1] HTWPC-HTWPC [4] (Succeeding entries: H 2). ZZ", None, HB, "2020", {})
    assert [(one.identifier, one.relation) for one in told.related] == [("HB 2", "replaced-by")]
    assert [gap.key for gap in told.gaps] == ["HB 1 HTWPC", "HB 1 ZZ"]
    assert [action.organization_code for action in told.actions] == [None, None, None]
    assert told.actions[0].classifications == ("introduction", "referral-committee")
    signed = history("[9] PASSED/S (40-0) SGND BY GOV (Mar. 1) Ch.271 (partial veto).", None, HB, "2019", {})
    assert signed.chapter == "271"
    assert signed.actions[1].classifications == (
        "executive-signature", "became-law", "chaptered", "executive-veto-line-item",
    )  # fmt: skip
    assert (signed.actions[0].tally_yes, signed.actions[0].tally_no) == (40, 0)


@pytest.mark.parametrize(
    ("motion", "classes", "yes_means"),
    [
        ("FINAL PASSAGE", ("passage",), "advances"),
        ("Final Senate Vote", ("passage",), "advances"),
        ("CONCURRENCE IN SENATE AMENDMENTS", ("concurrence",), "advances"),
        ("MOTION TO TABLE", ("tabling",), "kills"),
        ("ADJOURN", ("unclassified",), "unknown"),
    ],
)
def test_motions(motion: str, classes: tuple[str, ...], yes_means: str) -> None:
    assert MOTIONS.classify(motion) == (classes, yes_means)
