"""Where a bill stands, in one plain sentence with what comes next, and as steps (stages.py).

`standing()` takes the status, the classified actions, the legislature and the day it is told for; no database.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from datasette.plugins import pm

from scrapers.jurisdictions import SIGNED_JOINTLY

EXECUTIVE = {"us": "President", "dc": "Mayor"}  # everywhere else the Governor
ONE_CHAMBER = ("resolution", "memorial", "commemoration", "proclamation", "order", "nomination", "appointment")
NO_SIGNATURE = ("resolution", "memorial", "order", "motion", "study request", "petition", "nomination", "appointment",
                "commemoration", "proclamation", "constitutional amendment")  # fmt: skip

STARTED = {"introduction", "filing", "reading-1"}
REPORTED = {"committee-passage", "committee-passage-favorable", "committee-passage-unfavorable", "discharged",
            "reported-out-of-committee"}  # fmt: skip
OPEN = ("prefiled", "introduced", "in_committee", "reported", "passed_first")
LAW = {"signed", "law_without_signature", "line_item_vetoed", "override_passed", "chaptered", "effective"}
# What is told of a bill after a veto: class → words, the weightiest first
SINCE_VETO = {
    "veto-override-passage": "the {house} voted to override",
    "veto-override-failure": "the {house} did not override",
    "passage": "passed by the {house}",
    "concurrence": "agreed to by the {house}",
    "failure": "voted down by the {house}",
    "receipt": "received in the {house}",
    "reading-2": "read in the {house}",
    "reading-1": "read in the {house}",
}
# What still follows once the session's stated end is past; all but the executive's part stops there
WHEN_OVER = {
    **dict.fromkeys(OPEN, "nothing more is expected in it."),
    "to_executive": "what the {executive} does may follow after it.",
    "vetoed": "the veto stands.",
    "failed": "that vote stands.",
    "carried_over": "nothing more is expected in it. Only where the rules allow it may the next session take it up.",
}


class Place(NamedTuple):
    """A legislature: its two-letter code and what its chambers call themselves; `lower` is None where there is one."""

    code: str
    upper: str
    lower: str | None


class Standing(NamedTuple):
    """`sentence`: where it stands; `then`: what comes next; `stages`: its steps, each a Stage of stages.py."""

    sentence: str
    then: str
    stages: tuple[Any, ...]
    session_over: bool


class Way(NamedTuple):
    """What the classified actions tell. The days may be None for what happened on a day not told."""

    home: str | None
    days: Mapping[str, str | None]  # introduced, referred, committee, next committee, no committee, signed, … → day
    passed: Mapping[str, str | None]  # upper, lower → day it passed the bill
    since_veto: Mapping[tuple[str, str | None], str | None]  # words of SINCE_VETO and chamber → day


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
    today: str

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
    def session_over(self) -> bool:
        """Whether the session's end is stated and past."""
        return bool(self.session_end and self.session_end < self.today)

    @property
    def open(self) -> bool:
        """Whether it had steps to take in the legislature."""
        return self.status in OPEN

    @property
    def is_law(self) -> bool:
        return self.status in LAW or self.status == "adopted"

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
    since_veto: dict[tuple[str, str | None], str | None] = {}
    left: dict[str, str | None] = {}  # when it had left a committee, while it is in the next
    referred = False
    for action in actions:
        day, chamber, classes = action["date"], action["chamber"], set(action["classifications"])
        if classes & STARTED:
            days.setdefault("introduced", day)
        if not passed and "referral-committee" in classes:
            referred = True
            days["referred"] = day
            # in committee again, even where the same line reports it out of another
            days.pop("no committee", None)
            if classes & REPORTED or "committee" in days:
                left = {"committee": day if classes & REPORTED else days["committee"]}
                days.pop("committee", None)
                days["next committee"] = day
        elif not passed and classes & REPORTED:
            days.setdefault("committee" if referred or "discharged" not in classes else "no committee", day)
        if "passage" in classes:
            days = {**left, **days}  # a chamber that passed it had it out of committee, told or not
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
        if "executive-veto" in classes:
            since_veto = {}
        elif "vetoed" in days and (told := next((SINCE_VETO[name] for name in SINCE_VETO if name in classes), None)):
            since_veto.pop((told, chamber), None)
            since_veto[told, chamber] = day
    return Way(home, days, passed, since_veto)


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
    today: str | None = None,
) -> Standing:
    """Where a bill stands.

    status: a word of bills.status, or None; chamber: where it began; committee: the name of the one it is in;
    replaced_by: the number of the measure that took its place, where the source names it; session_end: its last day,
    where it is stated; today: the day it is told for, of the clock where none is given.
    """
    way = the_way(actions, chamber if chamber in ("upper", "lower") else None)
    told_for = today or datetime.now(UTC).date().isoformat()
    bill = Bill(
        status, way, place, classification, status_date, committee, chapter, effective_date, replaced_by, session_end,
        told_for,
    )  # fmt: skip
    stages: Any = pm.get_plugin("stages.py")
    if status in SENTENCES:
        sentence, then = SENTENCES[status](bill)
    else:
        sentence, then = "The actions held here do not tell where it stands.", ""
    if bill.session_over:
        then = when_over(bill, then)
    return Standing(sentence, then, stages.stages(bill), bill.session_over)


def when_over(bill: Bill, then: str) -> str:
    """What comes next once the session has ended: `then` where its end changes nothing."""
    status = bill.status or "introduced"
    if status == "passed_both" and bill.needs_signature:
        status = "to_executive"
    if status not in WHEN_OVER:
        return then
    return f"The session ended{on(bill.session_end)}: {WHEN_OVER[status].format(executive=bill.executive)}"


def passed_first(bill: Bill) -> tuple[str, str]:
    if bill.differs:
        days = [day for day in bill.way.passed.values() if day]
        last = f", the last on {in_words(max(days))}" if days else ""
        return f"Passed by both chambers{last}, not in the same text.", "Both must agree on one text."
    now = f", and now before {bill.before}" if bill.committee else ""
    then = f"The {bill.second} must pass it too, and both must agree on one text." if bill.second else "It goes on."
    return f"Passed by the {bill.first}{on(bill.day)}{now}.", then


def passed_both(bill: Bill) -> tuple[str, str]:
    then = f"It goes to the {bill.executive}." if bill.needs_signature else "It is filed; it needs no signature."
    return f"Passed by {bill.houses}{' in one text' if bill.second else ''}{on(bill.day)}.", then


def vetoed(bill: Bill) -> tuple[str, str]:
    then = "It ends here unless the legislature overrides the veto or, where the veto asks for changes, agrees to them."
    steps = [
        f"{words.format(house=bill.chamber(house) or 'legislature')}{on(day)}"
        for (words, house), day in bill.way.since_veto.items()
    ]
    later = f" Since then: {'; '.join(steps)}." if steps else ""
    return f"Vetoed by the {bill.executive}{on(bill.day)}.{later}", then


def reported(bill: Bill) -> tuple[str, str]:
    if "no committee" in bill.way.days:
        return f"Before the full chamber{since(bill.day)}, without a committee.", "The full chamber votes on it."
    return f"Out of committee{since(bill.day)}.", "The full chamber votes on it."


def law(how: str) -> Callable[[Bill], tuple[str, str]]:
    """A sentence for one of the ways to become law; `{executive}` is who signs."""

    def words(bill: Bill) -> tuple[str, str]:
        filed = f" and filed as {bill.chapter}" if bill.chapter else ""
        return in_force(bill, f"{how.format(executive=bill.executive)}{on(bill.day)}{filed}.")

    return words


def in_force(bill: Bill, sentence: str) -> tuple[str, str]:
    """The sentence on a law with its day in force: what is past is no longer what comes next."""
    if not bill.effective:
        return sentence, "It takes effect on the day that its text or the rules of the state set."
    if bill.effective <= bill.today:
        return f"{sentence} It took effect on {in_words(bill.effective)}.", ""
    return sentence, f"It takes effect on {in_words(bill.effective)}."


def chaptered(bill: Bill) -> tuple[str, str]:
    number = f"as {bill.chapter}" if bill.chapter else "and numbered"
    if bill.classification == "constitutional amendment":
        return f"Passed and filed {number}{on(bill.day)}.", "A change of the constitution goes to the voters."
    if not bill.needs_signature:
        return f"Adopted and filed {number}{on(bill.day)}.", "It needs no signature: this was its last step."
    days = bill.way.days
    filed = f"filed {number}" + ("" if bill.day in (days.get("signed"), None) else on(bill.day))
    if "overridden" in days:
        return in_force(bill, f"It is law: passed over a veto{on(days['overridden'])}, and {filed}.")
    if "signed" in days:
        return in_force(bill, f"It is law: signed by the {bill.executive}{on(days['signed'])}, and {filed}.")
    return in_force(bill, f"It is law: {filed}.")


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


def in_committee(bill: Bill) -> tuple[str, str]:
    first, last = bill.way.days.get("next committee") or bill.day, bill.way.days.get("referred")
    # sent on from one committee to another, or back to the same: the line does not always tell which
    when = f", sent there last{on(last)}" if last and first and last > first else since(first)
    return (
        f"In {bill.before if bill.committee else 'committee'}{when}.",
        "The committee may hear it and report it to the full chamber, hold it, or let it die.",
    )


ANEW = "It can only come back as a new measure."
SENTENCES: dict[str, Callable[[Bill], tuple[str, str]]] = {
    "prefiled": lambda b: (f"Filed{on(b.day)}, before the session opens.", f"It is introduced in the {b.first}."),
    "introduced": lambda b: (f"Introduced in the {b.first}{on(b.day)}.", "It is sent to a committee."),
    "in_committee": in_committee,
    "reported": reported,
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
    "withdrawn": ended("Withdrawn from consideration", "This measure goes no further."),
    "substituted": ended("Replaced by {other}", "That is the one to follow from here."),
    "carried_over": ended("Held over", "It may be taken up again when the legislature returns."),
    "dead_sine_die": died,
}
