"""Where a bill stands, in one plain sentence with what comes next, and as steps: a pure function of what is held of it.

`standing()` takes the status, the classified actions and the legislature; no database, no clock.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

EXECUTIVE = {"us": "President", "dc": "Mayor"}  # everywhere else the Governor
ONE_CHAMBER = ("resolution", "memorial", "commemoration", "proclamation", "order", "nomination", "appointment")
NO_SIGNATURE = ("resolution", "memorial", "order", "motion", "study request", "petition", "nomination", "appointment",
                "commemoration", "proclamation", "constitutional amendment")  # fmt: skip
SIGNED_JOINTLY = ("us", "nj")  # where a joint resolution goes to the executive as a bill does

STARTED = {"introduction", "filing", "reading-1"}
REPORTED = {"committee-passage", "committee-passage-favorable", "committee-passage-unfavorable", "discharged",
            "reported-out-of-committee"}  # fmt: skip
LAW = {"signed", "law_without_signature", "line_item_vetoed", "override_passed", "chaptered", "effective"}
# Where the way ends, and the word for it at the step it had come to
STOPPED = {
    "failed": "voted down",
    "withdrawn": "withdrawn",
    "substituted": "replaced",
    "carried_over": "held over",
    "dead_sine_die": "died",
    "vetoed": "vetoed",
    "override_failed": "veto upheld",
}
# What the executive did with a bill that is law, by what the actions tell; the first that fits
DECIDED = {
    "overridden": "veto overridden",
    "cut": "signed in part",
    "vetoed signed": "signed after a veto",
    "signed": "signed",
    "vetoed": "vetoed",
}
# The step (Introduced, Committee, …) that each status shows to lie behind; an end shows none
BEHIND = {
    "prefiled": (),
    "introduced": ("introduced",),
    "in_committee": ("introduced",),
    "reported": ("introduced", "committee"),
    "passed_first": ("introduced", "committee", "first"),
    "passed_both": ("introduced", "committee", "first", "second"),
    "to_executive": ("introduced", "committee", "first", "second"),
    "vetoed": ("introduced", "committee", "first", "second"),
    "override_failed": ("introduced", "committee", "first", "second"),
}


class Place(NamedTuple):
    """A legislature: its two-letter code and what its chambers call themselves; `lower` is None where there is one."""

    code: str
    upper: str
    lower: str | None


class Stage(NamedTuple):
    """One step. `state`: done, now, stopped, skipped or ahead; `on`: the day, where one is told; `note`: in words."""

    name: str
    state: str
    on: str | None
    note: str | None


class Standing(NamedTuple):
    """`sentence`: where it stands; `then`: what comes next."""

    sentence: str
    then: str
    stages: tuple[Stage, ...]


class Way(NamedTuple):
    """What the classified actions tell. The days may be None for what happened on a day not told."""

    home: str | None
    days: Mapping[str, str | None]  # introduced, committee, sent, signed, vetoed, cut, overridden, died → day
    passed: Mapping[str, str | None]  # upper, lower → day it passed the bill


class Bill(NamedTuple):
    """All that the sentence and the steps are made of."""

    status: str | None
    way: Way
    place: Place
    classification: str
    day: str | None
    committee: str | None
    chapter: str | None
    effective: str | None
    replaced_by: str | None
    session_end: str | None

    @property
    def executive(self) -> str:
        return executive(self.place.code)

    @property
    def first(self) -> str:
        return self.chamber(self.way.home) or "first chamber"

    @property
    def second(self) -> str | None:
        """The chamber that must pass it after the first; None where there is none."""
        if self.place.lower is None or self.classification in ONE_CHAMBER:
            return None
        return self.chamber({"upper": "lower", "lower": "upper"}.get(self.way.home or "")) or "other chamber"

    @property
    def needs_signature(self) -> bool:
        if self.classification == "joint resolution" and self.place.code in SIGNED_JOINTLY:
            return True
        return not any(word in self.classification for word in NO_SIGNATURE)

    @property
    def houses(self) -> str:
        return "both chambers" if self.second else f"the {self.first}"

    @property
    def before(self) -> str:
        """The committee it is in, as one says it."""
        name = self.committee or "committee"
        return f"the {name}" if "committee" in name.lower() else f"the {name} Committee"

    @property
    def differs(self) -> bool:
        """Whether both chambers passed it, and not the same text."""
        return self.status == "passed_first" and len(self.way.passed) == 2

    @property
    def died_on(self) -> str | None:
        """The day an action says it died; of a bill that died with its session, none does."""
        return self.way.days.get("died")

    def chamber(self, word: str | None) -> str | None:
        return {"upper": self.place.upper, "lower": self.place.lower}.get(word or "")


def executive(code: str) -> str:
    """Who signs a bill in a jurisdiction."""
    return EXECUTIVE.get(code, "Governor")


def in_words(day: str | None) -> str:
    """2017-10-05 → October 5, 2017; what is no day stays as it is."""
    try:
        read = date.fromisoformat(day or "")
    except ValueError:
        return day or ""
    return f"{read:%B} {read.day}, {read.year}"


def on(day: str | None) -> str:
    return f" on {in_words(day)}" if day else ""


def since(day: str | None) -> str:
    return f" since {in_words(day)}" if day else ""


def the_way(actions: Sequence[Mapping[str, Any]], home: str | None) -> Way:
    """Read the actions, each with `date`, `chamber` and `classifications` (words), in their order."""
    days: dict[str, str | None] = {}
    passed: dict[str, str | None] = {}
    for action in actions:
        day, chamber, classes = action["date"], action["chamber"], set(action["classifications"])
        if classes & STARTED:
            days.setdefault("introduced", day)
        if classes & REPORTED and not passed:
            days.setdefault("committee", day)
        if "passage" in classes:
            for house in ("upper", "lower"):
                # once both have passed it, a further passage is about the text they agree on
                if chamber in (house, "legislature") and (house not in passed or len(passed) < 2):
                    home = home or house
                    passed[house] = day
        for name, found in (
            ("sent", "executive-receipt" in classes),
            ("signed", "executive-signature" in classes),
            ("vetoed", "executive-veto" in classes),
            ("cut", "executive-veto-line-item" in classes),
            ("overridden", "veto-override-passage" in classes),
            ("died", "died" in classes),
        ):
            if found:
                days[name] = day
    return Way(home, days, passed)


def standing(
    status: str | None,
    actions: Sequence[Mapping[str, Any]],
    place: Place,
    *,
    classification: str = "bill",
    chamber: str | None = None,
    status_date: str | None = None,
    committee: str | None = None,
    chapter: str | None = None,
    effective_date: str | None = None,
    replaced_by: str | None = None,
    session_end: str | None = None,
) -> Standing:
    """Where a bill stands.

    status: a word of bills.status, or None; chamber: where it began; committee: the name of the one it is in;
    replaced_by: the number of the measure that took its place, where the source names it; session_end: its last day.
    """
    way = the_way(actions, chamber if chamber in ("upper", "lower") else None)
    bill = Bill(
        status, way, place, classification, status_date, committee, chapter, effective_date, replaced_by, session_end
    )
    if status not in SENTENCES:
        return Standing("The actions held here do not tell where it stands.", "", stages(bill))
    sentence, then = SENTENCES[status](bill)
    return Standing(sentence, then, stages(bill))


def passed_first(bill: Bill) -> tuple[str, str]:
    if bill.differs:
        return f"Passed by both chambers, not in the same text{on(bill.day)}.", "Both must agree on one text."
    now = f", and now before {bill.before}" if bill.committee else ""
    then = f"The {bill.second} must pass it too, and both must agree on one text." if bill.second else "It goes on."
    return f"Passed by the {bill.first}{on(bill.day)}{now}.", then


def passed_both(bill: Bill) -> tuple[str, str]:
    then = f"It goes to the {bill.executive}." if bill.needs_signature else "It is filed; it needs no signature."
    return f"Passed by {bill.houses}{' in one text' if bill.second else ''}{on(bill.day)}.", then


def vetoed(bill: Bill) -> tuple[str, str]:
    then = "It ends here unless the legislature votes to override the veto."
    return f"Vetoed by the {bill.executive}{on(bill.day)}.", then


def law(how: str) -> Callable[[Bill], tuple[str, str]]:
    """A sentence for one of the ways to become law; `{executive}` is who signs."""

    def words(bill: Bill) -> tuple[str, str]:
        filed = f" and filed as {bill.chapter}" if bill.chapter else ""
        return f"{how.format(executive=bill.executive)}{on(bill.day)}{filed}.", force(bill)

    return words


def force(bill: Bill) -> str:
    if bill.effective:
        return f"It takes effect on {in_words(bill.effective)}."
    return "It takes effect on the day that its text or the rules of the state set."


def chaptered(bill: Bill) -> tuple[str, str]:
    number = f"as {bill.chapter}" if bill.chapter else "and numbered"
    if bill.classification == "constitutional amendment":
        return f"Passed and filed {number}{on(bill.day)}.", "A change of the constitution goes to the voters."
    if not bill.needs_signature:
        return f"Adopted and filed {number}{on(bill.day)}.", "It needs no signature: this was its last step."
    days = bill.way.days
    filed = f"filed {number}" + ("" if bill.day in (days.get("signed"), None) else on(bill.day))
    if "overridden" in days:
        return f"It is law: passed over a veto{on(days['overridden'])}, and {filed}.", force(bill)
    if "signed" in days:
        return f"It is law: signed by the {bill.executive}{on(days['signed'])}, and {filed}.", force(bill)
    return f"It is law: {filed}.", force(bill)


def after(bill: Bill) -> str:
    """Which chambers had passed it."""
    houses = " and the ".join(name for name in map(bill.chamber, bill.way.passed) if name)
    return f" after passing the {houses}" if houses else ""


def ended(what: str, then: str) -> Callable[[Bill], tuple[str, str]]:
    """A sentence for an end; `{other}` is the measure that replaced it."""

    def words(bill: Bill) -> tuple[str, str]:
        other = bill.replaced_by or "another measure"
        return f"{what.format(other=other)}{on(bill.day)}{after(bill)}.", then.format(other=other)

    return words


def died(bill: Bill) -> tuple[str, str]:
    if bill.died_on:
        return f"Died{on(bill.died_on)}{after(bill)}.", ANEW
    last = f" Its last step was{on(bill.day)}." if bill.day else ""
    return f"Died when the session ended{on(bill.session_end)}{after(bill)}.{last}", ANEW


ANEW = "It can only come back as a new measure."
SENTENCES: dict[str, Callable[[Bill], tuple[str, str]]] = {
    "prefiled": lambda b: (f"Filed{on(b.day)}, before the session opens.", f"It is introduced in the {b.first}."),
    "introduced": lambda b: (f"Introduced in the {b.first}{on(b.day)}.", "It is sent to a committee."),
    "in_committee": lambda b: (
        f"In {b.before if b.committee else 'committee'}{since(b.day)}.",
        "The committee may hear it and report it to the full chamber, hold it, or let it die.",
    ),
    "reported": lambda b: (f"Out of committee{since(b.day)}.", "The full chamber votes on it."),
    "passed_first": passed_first,
    "passed_both": passed_both,
    "adopted": lambda b: (f"Adopted{on(b.day)}.", "It needs no signature: this was its last step."),
    "to_executive": lambda b: (
        f"On the desk of the {b.executive}{since(b.day)}.",
        f"The {b.executive} may sign it or veto it, or the time to act runs out.",
    ),
    "law_without_signature": law("Law without the signature of the {executive}"),
    "signed": law("Signed by the {executive}"),
    "vetoed": vetoed,
    "line_item_vetoed": law("Signed by the {executive}, with parts of it vetoed,"),
    "override_failed": lambda b: (f"Vetoed, and the vote to override the veto failed{on(b.day)}.", "This ended it."),
    "override_passed": law("Law over the veto of the {executive}"),
    "chaptered": chaptered,
    "effective": lambda b: (
        f"In force{since(b.effective or b.day)}{f', as {b.chapter}' if b.chapter else ''}.",
        "Nothing more is to come.",
    ),
    "failed": ended("Voted down", "It ends here unless that vote is reconsidered."),
    "withdrawn": ended("Withdrawn", ANEW),
    "substituted": ended("Replaced by {other}", "That is the one to follow from here."),
    "carried_over": ended("Held over", "It may be taken up again when the legislature returns."),
    "dead_sine_die": died,
}


def stages(bill: Bill) -> tuple[Stage, ...]:
    """The steps of the way: done where an action or the status shows it, skipped where only what follows does."""
    way, days = bill.way, bill.way.days
    away = {"upper": "lower", "lower": "upper"}.get(way.home or "")
    is_law = bill.status in LAW or bill.status == "adopted"
    steps: list[tuple[str, str, bool, str | None]] = [  # key, name, whether shown by an action, its day
        ("introduced", "Introduced", "introduced" in days, days.get("introduced")),
        ("committee", "Committee", "committee" in days, days.get("committee")),
        ("first", bill.first[0].upper() + bill.first[1:], way.home in way.passed, way.passed.get(way.home or "")),
    ]
    if bill.second:
        name = bill.second[0].upper() + bill.second[1:]
        steps.append(("second", name, away in way.passed, way.passed.get(away or "")))
    if bill.needs_signature:
        acted = next((days[name] for name in ("overridden", "cut", "signed", "vetoed") if days.get(name)), None)
        steps.append(("executive", bill.executive, is_law, acted))
        steps.append(("law", "Law", is_law, bill.effective or bill.day))
    else:
        steps.append(("law", "Adopted", is_law, bill.day))
    behind = set(BEHIND.get(bill.status or "", ()))
    if bill.differs:
        steps[3] = ("second", steps[3][1], False, None)
    last = max((place for place, (key, _, shown, _) in enumerate(steps) if shown or key in behind), default=-1)
    made = []
    for place, (key, name, shown, day) in enumerate(steps):
        if place <= last:
            state = "done" if shown or (key in behind and key != "committee") else "skipped"
        elif place == last + 1 and bill.status:
            state = "stopped" if bill.status in STOPPED else "now"
        else:
            state = "ahead"
        ending = (bill.died_on or bill.session_end) if bill.status == "dead_sine_die" else bill.day
        when = {"done": day, "stopped": ending}.get(state)
        made.append(Stage(name, state, when, note(bill, key, state)))
    return tuple(made)


def note(bill: Bill, key: str, state: str) -> str | None:
    """What happened at a step, where its name does not say it."""
    if state == "stopped":
        return STOPPED[bill.status or ""]
    if state == "skipped":
        return "not recorded"
    if key == "second" and bill.differs:
        return "passed another text"
    if key != "executive" or state != "done":
        return None
    if bill.status == "law_without_signature":
        return "not signed"
    return next((words for name, words in DECIDED.items() if set(name.split()) <= bill.way.days.keys()), None)
