"""One plain word for where a bill stands, and the action that proves it: a pure function of its classified actions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

# every status and its sentence for the bill page: milestones from first to furthest, then the ends
WHAT_NEXT = {
    "prefiled": "Filed before the session opens; next it is introduced.",
    "introduced": "Introduced in its first chamber; next it is sent to a committee.",
    "in_committee": "In committee; next the committee hears it and reports it, holds it or lets it die.",
    "reported": "Out of committee; next the full chamber votes on it.",
    "passed_first": "Passed by its first chamber; next the other chamber must pass it and both must agree on one text.",
    "passed_both": "Passed by the legislature in one text; next it is prepared for the executive.",
    "adopted": "Adopted as a resolution; it needs no signature and goes no further than being filed.",
    "to_executive": "On the executive's desk; next it is signed, vetoed, or becomes law when the time to act runs out.",
    "law_without_signature": "Became law without a signature; next it is filed and numbered as a law.",
    "signed": "Signed; next it is filed and numbered as a law.",
    "vetoed": "Vetoed; it ends here unless the legislature overrides the veto or agrees to the changes it asks for.",
    "line_item_vetoed": "Signed with some amounts or parts vetoed; the legislature may vote to restore them.",
    "override_failed": "The veto stands, as the vote to override it did not carry; this ends the bill.",
    "override_passed": "Becomes law over a veto; next it is filed and numbered as a law.",
    "chaptered": "Filed and numbered among the acts of the year; next it takes effect.",
    "effective": "In force.",
    "failed": "Voted down; it ends here unless that vote is reconsidered.",
    "withdrawn": "Withdrawn from consideration; this measure goes no further.",
    "substituted": "Replaced by another measure, which is now the one to follow.",
    "carried_over": "Held over; next it is taken up again when the legislature returns.",
    "dead_sine_die": "Died without a final vote at a deadline or the end of the session; it can only start anew.",
}

_RANK = {status: rank for rank, status in enumerate(WHAT_NEXT)}

# class → the milestone it proves by itself
_PROVES = {
    "filing": "prefiled",
    "introduction": "introduced",
    "reading-1": "introduced",
    "referral-committee": "in_committee",
    "committee-passage": "reported",
    "committee-passage-favorable": "reported",
    "committee-passage-unfavorable": "reported",
    "reported-out-of-committee": "reported",
    "discharged": "reported",
    "executive-receipt": "to_executive",
    "executive-signature": "signed",
    "executive-veto": "vetoed",
    "executive-veto-line-item": "line_item_vetoed",
    "veto-override-failure": "override_failed",
    "chaptered": "chaptered",
    "effective": "effective",
}

_ENDS = {
    "died": "dead_sine_die",
    "withdrawal": "withdrawn",
    "substitution": "substituted",
    "carried-over": "carried_over",
    "failure": "failed",
    "committee-failure": "failed",
    "tabled": "failed",
}

_VOTES = frozenset(
    {"passage", "failure", "committee-failure", "tabled", "concurrence", "concurrence-failure", "urgency-refused"}
)


@dataclass(frozen=True, slots=True)
class Step:
    """One action. date: ISO 8601; chamber: upper, lower, legislature, executive, or None when the source is silent."""

    date: str | None
    chamber: str | None
    classifications: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Status:
    """status: a key of WHAT_NEXT; step: index of the action that proves it."""

    status: str
    step: int


class _Course(NamedTuple):
    """How far a bill has come: its furthest milestone, and an end that stands until the bill moves again."""

    home: str | None
    reached: Status | None = None
    ended: Status | None = None
    passed: frozenset[str] = frozenset()
    conferred: frozenset[str] = frozenset()
    overrode: frozenset[str] = frozenset()
    amended_away: bool = False


def derive_status(
    steps: Sequence[Step],
    *,
    is_resolution: bool,
    origin: str | None,
    chambers: int = 2,
    session_over_on: str | None = None,
) -> Status | None:
    """Where a bill stands after its actions, given in their order; None when no action proves anything.

    origin: upper, lower, or None (then the chamber that passes it first). chambers: how many must pass it.
    session_over_on: the day the session ended, once it has; a bill that had not passed is dead, by its last action.
    The furthest milestone counts, except that a referral puts a reported bill back in committee, that an end (failed,
    withdrawn, …) stands until the bill moves again, and that reconsideration undoes that chamber's last vote.
    A text amended away from home has passed both chambers only when the first one concurs.
    """
    course = _Course(home=origin)
    undo: tuple[_Course, str | None] | None = None
    for index, step in enumerate(steps):
        classes = frozenset(step.classifications)
        if classes & _VOTES:
            undo = course, step.chamber
        course = _after(course, index, step.chamber, classes, chambers, is_resolution)
        if "reconsideration" in classes and undo and undo[1] == step.chamber:
            course, undo = undo[0], None
    if course.ended:
        return course.ended
    reached = course.reached
    if reached and session_over_on and _RANK[reached.status] < _RANK["passed_both"]:
        moved_on = steps[reached.step].date
        if not moved_on or moved_on <= session_over_on:
            return Status("dead_sine_die", len(steps) - 1)
    return reached


def what_next(status: str) -> str:
    """One plain sentence: what the status means and what comes next. Raises KeyError for a word that is no status."""
    return WHAT_NEXT[status]


def _after(
    course: _Course, index: int, chamber: str | None, classes: frozenset[str], chambers: int, is_resolution: bool
) -> _Course:
    """The course after one step."""
    course, won = _count_votes(course, chamber, classes, chambers)
    proved = {_PROVES[name] for name in classes & _PROVES.keys()}
    if won:
        proved.add("adopted" if is_resolution and won == "passed_both" else won)
    if "referral-committee" in classes:
        proved.discard("reported")
    if "became-law" in classes and not (course.reached and _RANK[course.reached.status] >= _RANK["signed"]):
        proved.add("law_without_signature")

    if proved:
        furthest = max(proved, key=_RANK.__getitem__)
        reached = course.reached
        back = furthest == "in_committee" and reached is not None and reached.status == "reported"
        # a conditional veto may be followed by an absolute one: the last speaks
        again = furthest == "vetoed" and reached is not None and reached.status == "vetoed"
        if not reached or back or again or _RANK[furthest] > _RANK[reached.status]:
            reached = Status(furthest, index)
        course = course._replace(reached=reached, ended=None)
    end = next((status for name, status in _ENDS.items() if name in classes), None)
    decided = course.reached and _RANK[course.reached.status] > _RANK["passed_both"]
    if end and not decided and not course.ended:
        course = course._replace(ended=Status(end, index))
    return course


def _count_votes(
    course: _Course, chamber: str | None, classes: frozenset[str], chambers: int
) -> tuple[_Course, str | None]:
    """The course with the votes of one step counted, and the milestone they add up to, if any."""
    where = frozenset(name for name in ("upper", "lower") if chamber in (name, "legislature"))
    if "amendment-passage" in classes and course.home and where and course.home not in where:
        course = course._replace(amended_away=True)
    if "veto-override-passage" in classes:
        course = course._replace(overrode=course.overrode | where)
        return course, "override_passed" if len(course.overrode) >= chambers else None
    if "conference-passage" in classes:
        course = course._replace(conferred=course.conferred | where)
        return course, "passed_both" if len(course.conferred) >= chambers else None
    if classes & {"concurrence", "enrolling", "enrolled"}:
        return course._replace(amended_away=False), "passed_both"
    if "passage" in classes:
        home = chamber if not course.home and len(where) == 1 else course.home
        course = course._replace(home=home, passed=course.passed | where)
        both = chambers == 1 or (len(course.passed) == 2 and not course.amended_away)
        return course, "passed_both" if both else "passed_first"
    return course, None
