"""A California session as big as a real one, invented from a seed: `python -m bench.generate out.warc [--small]`.

The format is the official one (samples/build.py), the wordings of histories and motions are real, their order that of
the Legislature's year; people, votes and texts are made up. The same seed gives the same dump on every machine.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import uuid
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from hashlib import file_digest
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from samples.build import CAML, COLUMNS, SESSION, URL, Lob, cell

SEED = 20172018
SMALL = 50  # the small session is this many times smaller
TAKEN = datetime(2018, 12, 10, 12, tzinfo=UTC)  # after the session's end: no status hangs on the day of the run
LATER = TAKEN + timedelta(days=7)
MEASURES = {
    "AB": 3264, "SB": 1511, "ACR": 300, "SCR": 180, "AJR": 54, "SJR": 35, "ACA": 34, "SCA": 24, "HR": 110, "SR": 88,
}  # fmt: skip
BENCH = 21  # a committee's members and their substitutes
ROLL_SIZES = range(5, BENCH + 1)
AMEND_TIMES = 0.45  # share of committee reports with amendments, for about three texts a bill
FILE_DATE = (2017, 1, 1, 0, 0, 0)


class Size(NamedTuple):
    """Exact totals of a session."""

    bills: int = sum(MEASURES.values())
    actions: int = 110_000
    roll_calls: int = 21_000
    votes: int = 620_000

    def small(self) -> Size:
        return Size(*(count // SMALL for count in self))


HOUSES = {"A": "Assembly", "S": "Senate"}
OTHER = {"A": "S", "S": "A"}
FLOORS = {"A": "AFLOOR", "S": "SFLOOR"}
SEATS = {"A": 80, "S": 40}
APPR = {"A": "CX25", "S": "CS61"}
RULES = {"A": "CX20", "S": "CS58"}
COMMITTEES = {  # code → (name, as histories abbreviate it)
    "CS40": ("Agriculture", "AGRI."),
    "CS42": ("Business, Professions and Economic Development", "B., P. & E.D."),
    "CS44": ("Education", "ED."),
    "CS45": ("Elections and Constitutional Amendments", "E. & C.A."),
    "CS48": ("Governmental Organization", "G.O."),
    "CS51": ("Labor and Industrial Relations", "L. & I.R."),
    "CS53": ("Judiciary", "JUD."),
    "CS55": ("Natural Resources and Water", "N.R. & W."),
    "CS56": ("Public Employment and Retirement", "P.E. & R."),
    "CS58": ("Rules", "RLS."),
    "CS59": ("Transportation and Housing", "T. & H."),
    "CS60": ("Health", "HEALTH."),
    "CS61": ("Appropriations", "APPR."),
    "CS62": ("Budget and Fiscal Review", "B. & F.R."),
    "CS64": ("Environmental Quality", "E.Q."),
    "CS66": ("Veterans Affairs", "V.A."),
    "CS69": ("Banking and Financial Institutions", "B. & F.I."),
    "CS70": ("Insurance", "INS."),
    "CS71": ("Energy, Utilities and Communications", "E., U. & C."),
    "CS72": ("Public Safety", "PUB. S."),
    "CS73": ("Governance and Finance", "GOV. & F."),
    "CS74": ("Human Services", "HUMAN S."),
    "CX01": ("Agriculture", "AGRI."),
    "CX02": ("Accountability and Administrative Review", "A. & A.R."),
    "CX03": ("Education", "ED."),
    "CX04": ("Elections and Redistricting", "E. & R."),
    "CX05": ("Environmental Safety and Toxic Materials", "E.S. & T.M."),
    "CX07": ("Governmental Organization", "G.O."),
    "CX08": ("Health", "HEALTH."),
    "CX09": ("Higher Education", "HIGHER ED."),
    "CX10": ("Housing and Community Development", "H. & C.D."),
    "CX11": ("Human Services", "HUM. S."),
    "CX13": ("Judiciary", "JUD."),
    "CX14": ("Labor and Employment", "L. & E."),
    "CX15": ("Local Government", "L. GOV."),
    "CX16": ("Natural Resources", "NAT. RES."),
    "CX17": ("Public Employees, Retirement, and Social Security", "P.E., R., & S.S."),
    "CX18": ("Public Safety", "PUB. S."),
    "CX19": ("Revenue and Taxation", "REV. & TAX."),
    "CX20": ("Rules", "RLS."),
    "CX22": ("Transportation", "TRANS."),
    "CX23": ("Utilities and Energy", "U. & E."),
    "CX24": ("Water, Parks, and Wildlife", "W.,P., & W."),
    "CX25": ("Appropriations", "APPR."),
    "CX27": ("Banking and Finance", "B. & F."),
    "CX28": ("Insurance", "INS."),
    "CX29": ("Budget", "BUDGET."),
    "CX31": ("Aging and Long-Term Care", "AGING & L.T.C."),
    "CX32": ("Privacy and Consumer Protection", "P. & C.P."),
    "CX33": ("Business and Professions", "B. & P."),
    "CX34": ("Jobs, Economic Development, and the Economy", "J., E.D., & E."),
    "CX37": ("Arts, Entertainment, Sports, Tourism, and Internet Media", "A.,E.,S.,T., & I.M."),
    "CX38": ("Veterans Affairs", "V.A."),
    "CX39": ("Communications and Conveyance", "C. & C."),
}
CONSENT_CALENDARS = 13
FILLERS = (  # lines that move nothing; {com} is a committee, {day} and {before} are days, {who} a member
    "Coauthors revised.",
    "Coauthors revised.",
    "Set for hearing {day}.",
    "Set for hearing {day}.",
    "In committee:  Set,  first hearing.  Hearing canceled at the request of author.",
    "In committee:  Set,  second hearing.  Hearing canceled at the request of author.",
    "In committee:  Hearing postponed by committee.",
    "{day} set for first hearing canceled at the request of author.",
    "{day} hearing postponed by committee.",
    "(Corrected {day}.)",
    "Measure version as amended on {before} corrected.",
    "Joint Rule 62(a), file notice suspended. (Page {page}.)",
    "Assembly Rule 56 suspended. (Pending re-refer to Com. on  {com})",
    "Notice of intention to remove from inactive file given by {who}.",
)
DEATHS = (
    "From committee: Filed with the Chief Clerk pursuant to Joint Rule 56.",
    "Returned to Secretary of Senate pursuant to Joint Rule 56.",
    "From committee without further action.",
    "Died at Desk.",
    "Died on inactive file.",
    "Died on third reading.",
)
GIVEN = "Alma Ben Cora Dev Elsa Finn Gail Hugo Inez Jack Kira Liam Mona Nils Olga Paul Rhea Saul Tess Umar".split()
STEMS = "Ash Bell Clay Dun East Fair Glen Hart Kirk Láng Mar Peña".split()
ENDINGS = "brook burn by field ford ham ley more ton wood".split()
SUBJECTS = (
    "school safety", "water rights", "housing", "public records", "wildfire", "parole", "vehicles", "insurance",
    "elections", "unemployment", "health care coverage", "sales tax", "state parks", "juveniles",
    "hazardous waste", "community colleges", "foster care", "telecommunications", "agriculture", "veterans",
)  # fmt: skip
CODES = "Penal|Education|Health and Safety|Government|Vehicle|Labor|Water|Civil|Family|Public Resources".split("|")
WORD_STEMS = (
    "act administr agenc apport apprehend assess author benefi bond care certif child commun compens complain condit"
    " conserv consum contract convict correct cost count cover credit custod damag declar defin deliver depart design"
    " detain determin develop disclos discrim district educat elect eligib employ enforc environ establish examin"
    " exempt expend facil famil feder fee fire fund govern grant hear health hous imprison improv inform inspect insur"
    " investig judg jurisdict labor law licens limit local maintain manag measur medic minim motor municip notic offend"
    " offic operat order parent park patient penal permit person polic pollut practic prescrib prevent privat procedur"
    " profess program prohibit propert protect provid public purchas qualif record recover regist regulat reimburs"
    " relat report request requir resid resourc restrict retir revenu review safe school secur sentenc servic specif"
    " standard state statut student superintend support tax teach tenant term transport treat unlaw util vehicl victim"
    " violat vot wag water wild work"
).split()
SUFFIXES = " e ed er es ing ion ional ions able ance ation ations or ors s ment ments".split(" ")


class Roll(NamedTuple):
    """One roll call; `codes` has one letter a member, A(ye), N(oe) or X (not voting), in the order of `members`."""

    location: str
    day: date
    sequence: int
    motion: str
    codes: str
    passed: bool
    members: tuple[str, ...]


class Action(NamedTuple):
    day: date
    text: str
    house: str  # A or S, or the words of an executive place
    committee: str | None


class Text(NamedTuple):
    """A printed version; `number` counts from 99 downward."""

    number: int
    state: str
    day: date
    action: str


@dataclass(slots=True)
class Measure:
    kind: str
    number: int
    house: str
    year: int
    author: str
    coauthors: list[str]
    subject: str
    two_thirds: bool
    stages: list[str]
    depth: int = 0  # how many of the stages, each a roll call, it came through
    fate: str = "Pending"
    committees: list[str] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    rolls: list[Roll] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)

    @property
    def bill_id(self) -> str:
        return f"{SESSION}0{self.kind}{self.number}"

    @property
    def resolution(self) -> bool:
        return self.kind.endswith("R")

    def version_id(self, text: Text) -> str:
        return f"{SESSION[:4]}0{self.kind}{self.number}{text.number}{text.state}"


# The plan: how far each measure comes, so that the totals are exact


def session(size: Size, rng: random.Random) -> list[Measure]:
    """All measures with their histories, roll calls and texts; the totals are those of `size`."""
    numbered = [(kind, number) for kind, count in MEASURES.items() for number in range(1, count + 1)]
    step = len(numbered) // size.bills
    members = {house: roster(house) for house in HOUSES}
    measures = [introduced(kind, number, members, rng) for kind, number in numbered[::step]]
    spread([measure.depth for measure in measures], size.roll_calls, rng, partial(set_depth, measures))
    plan_sizes(measures, size.votes, rng)
    chapters = {2017: 0, 2018: 0}
    for measure in measures:
        Course(measure, members, rng, chapters).run()
    pad(measures, size.actions, rng, members)
    return measures


def roster(house: str) -> tuple[str, ...]:
    """The family names of a house, alphabetical; no two of the 120 members have the same."""
    names = [f"{stem}{ending}" for stem in STEMS for ending in ENDINGS]
    return tuple(sorted(names[: SEATS["A"]] if house == "A" else names[SEATS["A"] :]))


def introduced(kind: str, number: int, members: dict[str, tuple[str, ...]], rng: random.Random) -> Measure:
    house = "S" if kind.startswith("S") else "A"
    first_half = number <= MEASURES[kind] // 2
    stages = ["policy"]
    if kind in ("HR", "SR"):
        stages = ["adopt"]
    elif kind.endswith("R"):
        stages = ["rules", "adopt", "rules 2", "adopt 2"]
    else:
        stages += ["second policy"] * (rng.random() < 0.2) + ["suspense"] * (rng.random() < 0.4)
        stages += ["approp", "floor", "policy 2"] + ["suspense 2"] * (rng.random() < 0.3)
        stages += ["approp 2", "floor 2"] + ["concur"] * (rng.random() < 0.6)
    measure = Measure(
        kind=kind,
        number=number,
        house=house,
        year=2017 if first_half else 2018,
        author=rng.choice(members[house]),
        coauthors=rng.sample(members[house], rng.choice((0, 1, 2, 3, 4, 8))),
        subject=f"{rng.choice(SUBJECTS).capitalize()}: {rng.choice(SUBJECTS)}.",
        two_thirds=kind.endswith("CA") or rng.random() < 0.08,
        stages=stages,
    )
    measure.depth = len(stages) if measure.resolution or rng.random() < 0.42 else rng.randrange(min(4, len(stages)))
    return measure


def spread(counts: list[int], total: int, rng: random.Random, change: Callable[[int, int], bool]) -> None:
    """Move the counts, one at a time and at random, until they add up; `change(place, by)` says whether it could."""
    missing = total - sum(counts)
    by = 1 if missing > 0 else -1
    while missing:
        if change(rng.randrange(len(counts)), by):
            missing -= by


def set_depth(measures: list[Measure], place: int, by: int) -> bool:
    measure = measures[place]
    if not 0 <= measure.depth + by <= len(measure.stages):
        return False
    measure.depth += by
    return True


def plan_sizes(measures: list[Measure], votes: int, rng: random.Random) -> None:
    """Where each roll call is taken and by how many: the whole house on a floor, committees as the total needs."""
    free: list[tuple[Measure, int]] = []
    for measure in measures:
        for place, stage in enumerate(measure.stages[: measure.depth]):
            floor = stage.startswith(("floor", "adopt", "concur"))
            house = OTHER[measure.house] if stage.endswith(" 2") else measure.house
            measure.committees.append(FLOORS[house] if floor else committee(stage, house, rng))
            measure.sizes.append(SEATS[house] if floor else rng.randint(7, 15))
            free += [] if floor else [(measure, place)]

    def change(place: int, by: int) -> bool:
        measure, roll = free[place]
        if measure.sizes[roll] + by not in ROLL_SIZES:
            return False
        measure.sizes[roll] += by
        return True

    named = [measure.sizes[roll] for measure, roll in free]
    spread(named, votes - sum(sum(measure.sizes) for measure in measures) + sum(named), rng, change)


def committee(stage: str, house: str, rng: random.Random) -> str:
    if stage.startswith(("approp", "suspense")):
        return APPR[house]
    if stage.startswith("rules"):
        return RULES[house]
    prefix = "CX" if house == "A" else "CS"
    return rng.choice([c for c in COMMITTEES if c.startswith(prefix) and c not in (APPR[house], RULES[house])])


def pad(measures: list[Measure], total: int, rng: random.Random, members: dict[str, tuple[str, ...]]) -> None:
    """Put lines that move nothing among the others, until there are as many as wanted."""
    missing = total - sum(len(measure.actions) for measure in measures)
    if missing < 0:
        raise ValueError(f"the histories alone have {-missing} lines too many")
    for _ in range(missing):
        measure = rng.choice(measures)
        place = rng.randrange(2, len(measure.actions) + 1) if len(measure.actions) > 2 else len(measure.actions)
        before = measure.actions[place - 1]
        house = before.house if before.house in HOUSES else measure.house
        com = before.committee or RULES[house]
        text = rng.choice(FILLERS).format(
            day=spelled(before.day + timedelta(days=7)),
            before=spelled(before.day - timedelta(days=3)),
            com=COMMITTEES[com][1],
            page=rng.randrange(40, 6000),
            who=member(house, rng.choice(members[house])),
        )
        measure.actions.insert(place, Action(before.day, text, house, before.committee))


def house_of(location: str) -> str:
    return "A" if location == FLOORS["A"] or location.startswith("CX") else "S"


def member(house: str, name: str) -> str:
    return f"{'Assembly Member' if house == 'A' else 'Senator'} {name}"


def spelled(day: date) -> str:
    """`March  7`, with the two spaces the official histories have before one digit."""
    return f"{day:%B} {day.day:2}"


# The course of a measure through the Legislature's year


WINDOWS = {  # stage → first and last day of the year
    "introduced": (10, 48), "referred": (60, 72), "policy": (74, 100), "second policy": (102, 116),
    "suspense": (118, 136), "approp": (138, 145), "floor": (149, 152), "received": (158, 165),
    "policy 2": (172, 198), "suspense 2": (200, 214), "approp 2": (216, 228), "floor 2": (230, 240),
    "concur": (241, 242), "enrolled": (248, 256), "governor": (260, 272), "rules": (74, 100), "adopt": (110, 130),
    "rules 2": (172, 198), "adopt 2": (200, 214),
}  # fmt: skip
DIED = date(2018, 11, 30)


class Course:
    """One measure's way; each stage writes its lines, its roll call and the text it makes."""

    def __init__(
        self, measure: Measure, members: dict[str, tuple[str, ...]], rng: random.Random, chapters: dict[int, int]
    ) -> None:
        self.measure = measure
        self.members = members
        self.rng = rng
        self.chapters = chapters
        self.house = measure.house
        self.committee: str | None = None

    def run(self) -> None:
        measure = self.measure
        self.introduce()
        fails = measure.depth < len(measure.stages) and self.rng.random() < 0.1
        for place, stage in enumerate(measure.stages[: measure.depth]):
            failed = fails and place == measure.depth - 1
            self.stage(stage, measure.committees[place], measure.sizes[place], passed=not failed)
        if measure.depth == len(measure.stages):
            self.finish()
        else:
            measure.fate = "Died"
            self.write(DIED, self.rng.choice(DEATHS))

    def day(self, stage: str) -> date:
        first, last = WINDOWS[stage]
        day = date(self.measure.year, 1, 1) + timedelta(days=self.rng.randint(first, last))
        return day + timedelta(days=8 - day.isoweekday() if day.isoweekday() > 5 else 0)  # no weekends

    def write(self, day: date, text: str, house: str | None = None) -> None:
        self.measure.actions.append(Action(day, text, house or self.house, self.committee))

    def print(self, day: date, state: str, action: str) -> None:
        self.measure.texts.append(Text(99 - len(self.measure.texts), state, day, action))

    def introduce(self) -> None:
        day = self.day("introduced")
        self.print(day, "INT", "Introduced")
        if self.measure.kind in ("HR", "SR"):
            self.write(day, "Introduced.")
            return
        if self.house == "A":
            self.write(day, "Introduced. To print." if self.measure.resolution else "Read first time.  To print.")
            waits = day + timedelta(days=31)
            self.write(day + timedelta(days=1), f"From printer.  May be heard in committee  {spelled(waits)}.")
        else:
            self.write(day, "Introduced.  Read first time.  To Com. on RLS. for assignment.  To print.")
            waits = day + timedelta(days=31)
            self.write(day + timedelta(days=1), f"From printer. May be acted upon on or after {spelled(waits)}.")
        first = self.measure.committees[0] if self.measure.depth else committee("policy", self.house, self.rng)
        self.refer(self.day("referred"), first, "Referred")

    def refer(self, day: date, code: str, word: str) -> None:
        self.committee = code
        self.write(day, f"{word} to Com. on  {COMMITTEES[code][1]}")

    def stage(self, stage: str, location: str, size: int, *, passed: bool) -> None:
        day = self.day(stage)
        name = stage.removesuffix(" 2").removeprefix("second ")
        act = {"policy": self.report, "rules": self.report, "approp": self.report, "suspense": self.suspend,
               "floor": self.pass_floor, "adopt": self.adopt, "concur": self.concur}[name]  # fmt: skip
        act(day, location, size, passed)

    def roll(self, day: date, location: str, size: int, motion: str, passed: bool) -> str:
        """Take a roll call; returns its tally as histories print it."""
        on_floor = location in FLOORS.values()
        noes = self.rng.choice((0, 0, 0, self.rng.randint(0, size // 4)))
        absent = self.rng.choice((0, 0, 1, self.rng.randint(0, size // 20 + 1)))
        if self.measure.two_thirds and on_floor:
            noes = min(noes, size // 8)
        if not passed:
            noes, absent = size // 2 + 1, min(absent, size // 4)
        codes = list("A" * (size - noes - absent) + "N" * noes + "X" * absent)
        self.rng.shuffle(codes)
        house = house_of(location)
        members = self.members[house]
        if not on_floor:
            start = int(location[2:]) * 3
            members = tuple(members[(start + place) % len(members)] for place in range(size))
        self.measure.rolls.append(Roll(location, day, 1, motion, "".join(codes), passed, members))
        return f"(Ayes {size - noes - absent:2}. Noes {noes:2}.)"

    def paged(self, tally: str) -> str:
        return tally.replace(".)", f". Page {self.rng.randrange(40, 6500)}.)")

    def report(self, day: date, location: str, size: int, passed: bool) -> None:
        if self.committee != location:
            self.refer(day - timedelta(days=1), location, "Re-referred")
        money = location == APPR[self.house]
        then = "" if money or self.measure.resolution else COMMITTEES[APPR[self.house]][1]
        amend = self.rng.random() < AMEND_TIMES and not self.measure.resolution
        motion = "Do pass as amended" if amend else "Be adopted" if self.measure.resolution else "Do pass"
        if then:
            motion += " and be re-referred to the Committee on [Appropriations]"
        tally = self.roll(day, location, size, motion, passed)
        if not passed:
            self.write(day, "In committee:  Set,  first hearing.  Failed passage.")
            return
        words = "Be adopted" if self.measure.resolution else "Amend, and do pass as amended" if amend else "Do pass"
        words += f" and re-refer to Com. on  {then}" if then else "."
        after = day + timedelta(days=1)
        tail = f" Re-referred to Com. on  {then}" if then and not amend else ""
        self.write(after, f"From committee: {words} {tally} ({spelled(day)}).{tail}")
        if amend:
            self.write(after, "Read second time and amended.  " + ("" if then else "Ordered to second reading."))
            self.print(after, "AMD", f"Amended {HOUSES[self.house]}")
        if then and amend:
            self.refer(after, APPR[self.house], "Re-referred")
        elif then:
            self.committee = APPR[self.house]
        else:
            self.committee = None
            calendar = "consent calendar" if self.rng.random() < 0.2 else "third reading"
            line = f"Ordered to {calendar}." if self.measure.resolution else f"Read second time. Ordered to {calendar}."
            self.write(after + timedelta(days=1), line)

    def suspend(self, day: date, location: str, size: int, passed: bool) -> None:
        self.roll(day, location, size, "Placed on suspense file", passed=True)
        if self.house == "A":
            self.write(day, "In committee:  Set,  first hearing.  Referred to  APPR. suspense file.")
        else:
            self.write(day, f"{spelled(day)} hearing: Placed on  APPR. suspense file.")

    def pass_floor(self, day: date, location: str, size: int, passed: bool) -> None:
        self.committee = None
        first = self.house == self.measure.house
        label = f"{self.measure.kind} {self.measure.number} {self.measure.author}"
        motion = f"{label.upper()} {HOUSES[self.house]} Third Reading" + ("" if first else f" By {self.author_of()}")
        tally = self.paged(self.roll(day, location, size, motion, passed))
        if not passed:
            self.write(day, f"Read third time. Refused passage. {tally}")
            return
        other = HOUSES[OTHER[self.house]]
        if self.house == "A":
            self.write(day, f"Read third time. Passed. Ordered to the {other}. {tally}")
        else:
            self.write(day, f"Read third time. Passed. {tally} Ordered to the {other}.")
        self.house = OTHER[self.house]
        if first:
            self.receive(day)

    def receive(self, day: date) -> None:
        if self.house == "A":
            self.write(day, "In Assembly.  Read first time.  Held at Desk.")
        else:
            self.write(day, "In Senate.  Read first time.  To Com. on RLS. for assignment.")
        place = len(self.measure.rolls)
        located = self.measure.committees[place : place + 1]
        self.refer(self.day("received"), *(located or [committee("policy", self.house, self.rng)]), "Referred")

    def author_of(self) -> str:
        return self.rng.choice(self.members[self.house]).upper()

    def adopt(self, day: date, location: str, size: int, passed: bool) -> None:
        self.committee = None
        label = f"{self.measure.kind}{self.measure.number} {self.measure.author}"
        tally = self.paged(self.roll(day, location, size, f"{HOUSES[self.house]} 3rd Reading {label}", passed))
        if not passed:
            self.write(day, f"Read. Refused adoption. {tally}")
            return
        if self.measure.kind in ("HR", "SR") or self.house != self.measure.house:
            self.write(day, f"Read. Adopted. {tally}")
            return
        self.write(day, f"Read. Adopted. {tally} Ordered to the {HOUSES[OTHER[self.house]]}.")
        self.house = OTHER[self.house]
        self.receive(day)

    def concur(self, day: date, location: str, size: int, passed: bool) -> None:
        self.house = self.measure.house
        other = HOUSES[OTHER[self.house]]
        motion = f"{self.measure.kind} {self.measure.number} {self.measure.author} Concurrence in {other} Amendments"
        self.write(day, f"In {HOUSES[self.house]}.  Concurrence in {other} amendments pending.")
        tally = self.paged(self.roll(day, location, size, motion, passed))
        if passed:
            self.write(day, f"{other} amendments concurred in. To Engrossing and Enrolling. {tally}")
        else:
            self.write(day, f"{HOUSES[self.house]} refused to concur in {other} amendments. {tally}")

    def finish(self) -> None:
        measure, day = self.measure, self.day("enrolled")
        self.house, self.committee = measure.house, None
        if measure.kind in ("HR", "SR"):
            measure.fate = "Adopted"
            return
        if "concur" not in measure.stages:
            self.write(day, f"In {HOUSES[self.house]}. Ordered to Engrossing and Enrolling.")
        self.print(day, "ENR", "Enrolled")
        signed = self.day("governor")
        number = self.chapters[measure.year] = self.chapters[measure.year] + 1
        if measure.resolution or measure.kind.endswith("CA"):
            self.write(day, f"Enrolled and filed with the Secretary of State at {self.rng.randint(1, 6)} p.m.")
            filed = f"Chaptered by Secretary of State - Res. Chapter {number}, Statutes of {measure.year}."
        else:
            self.write(day, f"Enrolled and presented to the Governor at {self.rng.randint(1, 6):2} p.m.")
            if self.rng.random() < 0.14:
                measure.fate = "Vetoed"
                self.write(signed, "Vetoed by the Governor.", "Governor")
                self.write(signed, f"In {HOUSES[self.house]}. Consideration of Governor's veto pending.")
                return
            self.write(signed, "Approved by the Governor.", "Governor")
            filed = f"Chaptered by Secretary of State - Chapter {number}, Statutes of {measure.year}."
        measure.fate = f"Chaptered {number}"
        self.write(signed, filed, "Secretary of State")
        self.print(signed, "CHP", "Chaptered")


# Texts


class Prose:
    """Invented paragraphs of legislative length and a wide vocabulary, to be put together into bill texts."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.words = [f"{stem}{suffix}" for stem in WORD_STEMS for suffix in SUFFIXES]
        self.common = ["the", "of", "a", "to", "or", "and", "in", "that", "shall", "by", "for", "this", "section", "is"]
        self.paragraphs = [self.paragraph() for _ in range(3000)]

    def paragraph(self) -> str:
        """250 to 900 characters."""
        words = [
            self.rng.choice(self.common if self.rng.random() < 0.5 else self.words)
            for _ in range(self.rng.randint(40, 130))
        ]
        section = f"Section {self.rng.randrange(1, 70000)} of the {self.rng.choice(CODES)} Code"
        return f"{' '.join(words).capitalize()}, pursuant to {section}."

    def base(self) -> list[int]:
        """The paragraphs of a measure as introduced: 5 to 18 of the stock."""
        return [self.rng.randrange(len(self.paragraphs)) for _ in range(self.rng.choice((5, 6, 7, 8, 10, 12, 15, 18)))]

    def caml(self, measure: Measure, text: Text, base: list[int]) -> bytes:
        """A text in CAML; an amended one strikes a paragraph and adds another, with the official marks."""
        stock = self.paragraphs
        space = '<span class="EnSpace"/>'
        body = [f"<p>({chr(97 + place % 26)}){space}{stock[one]}</p>" for place, one in enumerate(base)]
        if text.state == "AMD":
            struck, added = stock[base[0]], stock[self.rng.randrange(len(stock))]
            base[0] = stock.index(added)
            body[0] = (
                f'<p><?xm-deletion_mark data="{struck}"?><?xm-insertion_mark_start?>{added}'
                "<?xm-insertion_mark_end?></p>"
            )
        digest = "".join(f"<p>{stock[one]}</p>" for one in base[1:4])
        title = f"An act relating to {measure.subject.lower()}"
        return "".join((
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<caml:MeasureDoc version="1.0" xmlns:caml="{CAML}" xmlns:xlink="http://www.w3.org/1999/xlink">',
            '<caml:Description xmlns="http://www.w3.org/1999/xhtml">',
            f"<caml:Id>{measure.version_id(text)}</caml:Id><caml:VersionNum>{text.number}</caml:VersionNum>",
            f"<caml:Title>{title}</caml:Title><caml:DigestText>{digest}</caml:DigestText></caml:Description>",
            '<caml:Bill id="bill" xmlns="http://www.w3.org/1999/xhtml">',
            "<caml:Preamble>The people of the State of California do enact as follows:</caml:Preamble>",
            "<caml:BillSection><caml:Num>SECTION 1.</caml:Num><caml:Content>",
            *body,
            "</caml:Content></caml:BillSection></caml:Bill></caml:MeasureDoc>",
        )).encode()  # fmt: skip


# Measures → rows → zip → WARC


class Writer:
    """The tables of a dump, streamed into a zip one after the other."""

    def __init__(self, archive: zipfile.ZipFile, measures: list[Measure], taken: datetime, rng: random.Random) -> None:
        self.archive = archive
        self.measures = measures
        self.taken = taken
        self.rng = rng
        # the numbers in the names of large objects change from dump to dump
        self.first_lob = taken.toordinal()
        self.motions: dict[str, int] = {}
        self.counts: dict[str, int] = {}

    def write(self) -> None:
        for measure in self.measures:
            for roll in measure.rolls:
                self.motions.setdefault(roll.motion, len(self.motions) + 100_000)
        self.lobs()
        self.table("BILL_TBL", self.bills())
        self.table("BILL_HISTORY_TBL", self.history())
        self.table("BILL_VERSION_TBL", self.versions())
        self.table("BILL_VERSION_AUTHORS_TBL", self.authors())
        self.table("BILL_SUMMARY_VOTE_TBL", self.summaries())
        self.lines("BILL_DETAIL_VOTE_TBL", self.details())
        self.table("BILL_MOTION_TBL", ({"motion_id": n, "motion_text": text} for text, n in self.motions.items()))
        self.table("BILL_ANALYSIS_TBL", self.analyses())
        self.table("LEGISLATOR_TBL", legislators())
        self.table("LOCATION_CODE_TBL", locations())
        self.table("VETO_MESSAGE_TBL", self.messages())
        for empty in ("COMMITTEE_AGENDA_TBL", "COMMITTEE_HEARING_TBL", "DAILY_FILE_TBL"):
            self.table(empty, ())

    def table(self, name: str, rows: Iterable[dict[str, object]]) -> None:
        columns = COLUMNS[name].split()
        stamp = {"trans_uid": "bench", "trans_update": self.taken, "trans_update_dt": self.taken}
        self.lines(name, ("\t".join(cell((stamp | row).get(column)) for column in columns) for row in rows))

    def lines(self, name: str, lines: Iterable[str]) -> None:
        self.counts[name] = 0
        with self.archive.open(member_of(f"{name}.dat"), "w", force_zip64=True) as stream:
            for line in lines:
                stream.write(f"{line}\n".encode())
                self.counts[name] += 1

    def lobs(self) -> None:
        prose = Prose(self.rng)
        number = self.first_lob
        for measure in self.measures:
            base = prose.base()
            for text in measure.texts:
                self.archive.writestr(member_of(f"BILL_VERSION_TBL_{number}.lob"), prose.caml(measure, text, base))
                number += 1
            if measure.fate == "Vetoed":
                message = f"To the Members:\n\nI am returning {measure.kind} {measure.number} without my signature."
                self.archive.writestr(member_of(f"VETO_MESSAGE_TBL_{measure.bill_id}.lob"), message)

    def bills(self) -> Iterator[dict[str, object]]:
        for measure in self.measures:
            chaptered = measure.fate.startswith("Chaptered")
            resolution = measure.resolution or measure.kind.endswith("CA")
            last = measure.actions[-1]
            yield {
                "bill_id": measure.bill_id,
                "session_year": SESSION,
                "session_num": "0",
                "measure_type": measure.kind,
                "measure_num": measure.number,
                "chapter_year": str(measure.year) if chaptered else None,
                "chapter_type": ("CHR" if resolution else "CHP") if chaptered else None,
                "chapter_session_num": "0" if chaptered else None,
                "chapter_num": measure.fate.split()[1] if chaptered else None,
                "latest_bill_version_id": measure.version_id(measure.texts[-1]),
                "active_flg": "Y",
                "current_location": last.committee,
                "current_status": measure.fate.split()[0],
            }

    def history(self) -> Iterator[dict[str, object]]:
        number = 117_000_000
        for measure in self.measures:
            for sequence, action in enumerate(measure.actions, 1):
                number += 1
                yield {
                    "bill_id": measure.bill_id,
                    "bill_history_id": number,
                    "action_date": action.day,
                    "action": action.text,
                    "action_sequence": sequence,
                    "action_status": "Applied",
                    "primary_location": HOUSES.get(action.house, action.house),
                    "secondary_location": "Committee" if action.committee else "Desk",
                    "ternary_location": action.committee,
                }

    def versions(self) -> Iterator[dict[str, object]]:
        number = self.first_lob
        for measure in self.measures:
            for text in measure.texts:
                yield {
                    "bill_version_id": measure.version_id(text),
                    "bill_id": measure.bill_id,
                    "version_num": text.number,
                    "bill_version_action_date": text.day,
                    "bill_version_action": text.action,
                    "subject": measure.subject,
                    "vote_required": "2/3" if measure.two_thirds else "Majority",
                    "urgency": "No",
                    "bill_xml": Lob(f"BILL_VERSION_TBL_{number}.lob"),
                    "active_flg": "Y",
                }
                number += 1

    def authors(self) -> Iterator[dict[str, object]]:
        for measure in self.measures:
            names = [(measure.author, "LEAD_AUTHOR"), *((name, "COAUTHOR") for name in measure.coauthors)]
            for text in measure.texts:
                for name, contribution in names:
                    yield {
                        "bill_version_id": measure.version_id(text),
                        "type": "Legislator",
                        "house": HOUSES[measure.house].upper(),
                        "name": name,
                        "contribution": contribution,
                        "active_flg": "Y",
                        "primary_author_flg": "Y" if contribution == "LEAD_AUTHOR" else "N",
                    }

    def summaries(self) -> Iterator[dict[str, object]]:
        for measure in self.measures:
            for roll in measure.rolls:
                yield {
                    "bill_id": measure.bill_id,
                    "location_code": roll.location,
                    "vote_date_time": roll.day,
                    "vote_date_seq": roll.sequence,
                    "motion_id": self.motions[roll.motion],
                    "ayes": roll.codes.count("A"),
                    "noes": roll.codes.count("N"),
                    "abstain": roll.codes.count("X"),
                    "vote_result": "(PASS)" if roll.passed else "(FAIL)",
                    "session_date": roll.day,
                }

    def details(self) -> Iterator[str]:
        """Lines, not rows: there are too many for a dict each."""
        words = {"A": "AYE", "N": "NOE", "X": "ABS"}
        stamp = cell(self.taken)
        for measure in self.measures:
            for roll in measure.rolls:
                day = cell(roll.day)
                head = f"`{measure.bill_id}`\t`{roll.location}`\t`"
                middle = f"`\t{day}\t{roll.sequence}\t`"
                tail = f"`\t{self.motions[roll.motion]}\t`bench`\t{stamp}\t"
                for order, (name, code) in enumerate(zip(roll.members, roll.codes, strict=True), 1):
                    yield f"{head}{name}{middle}{words[code]}{tail}{order}\t{day}\tNULL"

    def analyses(self) -> Iterator[dict[str, object]]:
        number = 300_000
        for measure in self.measures:
            for roll in measure.rolls:
                number += 1
                floor = roll.location in FLOORS.values()
                house = house_of(roll.location)
                name = "Floor Analyses" if floor else COMMITTEES[roll.location][0]
                yield {
                    "analysis_id": number,
                    "bill_id": measure.bill_id,
                    "house": house,
                    "analysis_type": "FLOOR" if floor else "CMTE",
                    "committee_code": roll.location,
                    "committee_name": f"{HOUSES[house]} {name}",
                    "amendment_author": measure.author,
                    "analysis_date": roll.day - timedelta(days=1),
                    "active_flg": "Y",
                }

    def messages(self) -> Iterator[dict[str, object]]:
        for measure in self.measures:
            if measure.fate == "Vetoed":
                day = next(action.day for action in measure.actions if action.text == "Vetoed by the Governor.")
                name = Lob(f"VETO_MESSAGE_TBL_{measure.bill_id}.lob")
                yield {"bill_id": measure.bill_id, "veto_date": day, "message": name}


def member_of(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, FILE_DATE)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def legislators() -> Iterator[dict[str, object]]:
    for house in HOUSES:
        for seat, name in enumerate(roster(house), 1):
            given = GIVEN[seat % len(GIVEN)]
            yield {
                "district": f"{house}D{seat:02}",
                "session_year": SESSION,
                "legislator_name": f"{name}, {given}",
                "house_type": house,
                "author_name": name,
                "first_name": given,
                "last_name": name,
                "party": "REP" if seat % 3 == 0 else "DEM",
                "active_flg": "Y",
                "active_legislator": "Y",
            }


def locations() -> Iterator[dict[str, object]]:
    rows = [(code, "B", None, name) for code, (name, _) in COMMITTEES.items()]
    rows += [(code, "V", None, f"{HOUSES[house]} Floor") for house, code in FLOORS.items()]
    rows += [("CONFCM", "V", None, "Conference Committee")]
    rows += [("SF0510", "M", str(n), f"Special Consent Calendar No. {n}") for n in range(1, CONSENT_CALENDARS + 1)]
    for code, kind, calendar, name in rows:
        house = {"CX": "Asm ", "CS": "Sen "}.get(code[:2], "")
        yield {
            "session_year": SESSION,
            "location_code": code,
            "location_type": kind,
            "consent_calendar_code": calendar,
            "description": f"{house}{name}",
            "long_description": name,
            "active_flg": "Y",
        }


def write_warc(body: Path, out: Path, taken: datetime) -> None:
    """The zip as the response to URL, in a plain WARC file as the archive keeps big files."""
    with body.open("rb") as stream:
        name = uuid.uuid5(uuid.NAMESPACE_URL, f"{URL}#{file_digest(stream, 'sha256').hexdigest()}")
    http = [
        ("Content-Type", "application/zip"),
        ("Last-Modified", format_datetime(taken, usegmt=True)),
        ("Content-Length", str(body.stat().st_size)),
    ]
    headers = {"WARC-Record-ID": f"<urn:uuid:{name}>", "WARC-Date": f"{taken:%Y-%m-%dT%H:%M:%SZ}"}
    about = b"software: statehouse bench/generate.py\r\ndescription: Invented for measuring speed.\r\n"
    with out.open("wb") as target, body.open("rb") as stream:
        writer = WARCWriter(target, gzip=False)
        note = headers | {"WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, str(name))}>"}
        record = partial(writer.create_warc_record, "", "warcinfo", payload=BytesIO(about), length=len(about))
        writer.write_record(record(warc_headers_dict=note))
        writer.write_record(
            writer.create_warc_record(
                URL,
                "response",
                payload=stream,
                length=body.stat().st_size,
                http_headers=StatusAndHeaders("200 OK", http, protocol="HTTP/1.1"),
                warc_headers_dict=headers,
            )
        )


def generate(out: Path, size: Size, *, later: bool = False) -> dict[str, int]:
    """Write a dump as WARC; `later` is a week after, with one more action on one bill in a hundred.

    Returns how many rows each table has, and `changed_bills`.
    """
    taken = LATER if later else TAKEN
    measures = session(size, random.Random(SEED))  # noqa: S311  # repeatable, not secret
    changed = [measure for place, measure in enumerate(measures) if place % 100 == 50] if later else []
    for measure in changed:
        last = measure.actions[-1]
        measure.actions.append(Action(DIED, f"(Corrected {spelled(DIED)}.)", measure.house, last.committee))
    body = out.with_suffix(".zip")
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        writer = Writer(archive, measures, taken, random.Random(SEED))  # noqa: S311
        writer.write()
    write_warc(body, out, taken)
    body.unlink()
    return writer.counts | {"changed_bills": len(changed)}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--small", action="store_true", help=f"one {SMALL}th of the size")
    parser.add_argument("--later", action="store_true", help="a week later: one bill in a hundred has one more action")
    options = parser.parse_args()
    made = generate(options.out, Size().small() if options.small else Size(), later=options.later)
    sys.stdout.write(json.dumps(made) + "\n")
