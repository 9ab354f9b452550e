"""The engine behind a state's tables: an ordered list of patterns becomes the classes of an action or a motion.

A state writes data only (`states/<xx>/actions.py`). What no rule knows is `unclassified`: counted, never guessed.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

UNCLASSIFIED = "unclassified"
YES_MEANS = frozenset({"advances", "kills", "amends", "procedural", "unknown"})

# Open States, action_classification
# fmt: off
ACTION_VOCABULARY = frozenset({
    "filing", "introduction", "enrolled", "reading-1", "reading-2", "reading-3", "passage", "informal-passage",
    "failure", "withdrawal", "substitution", "amendment-introduction", "amendment-passage", "amendment-withdrawal",
    "amendment-failure", "amendment-amendment", "amendment-deferral", "committee-passage",
    "committee-passage-favorable", "committee-passage-unfavorable", "committee-failure", "executive-receipt",
    "executive-signature", "executive-veto", "executive-veto-line-item", "became-law", "veto-override-passage",
    "veto-override-failure", "deferral", "receipt", "referral", "referral-committee", "hearing-held", "work-session",
    "sponsorship", "carried-over", "reported-out-of-committee", "concurrence",
})
# fmt: on

OURS = {
    "printing": "sent to print, back from it, or the waiting time that print starts",
    "hearing-scheduled": "a hearing is set for a day",
    "hearing-cancelled": "a set hearing is cancelled or postponed",
    "discharged": "taken from a committee, or never sent to one: goes on without a committee's report",
    "held": "kept where it is: at the desk, or in committee under submission",
    "calendar": "put on, moved between or taken off the lists of business of a chamber",
    "transmittal": "sent to the other chamber",
    "urgency-adopted": "the clause that gives the law effect at once is adopted",
    "urgency-refused": "the clause that gives the law effect at once is refused",
    "tabled": "the measure itself is laid on the table",
    "reconsideration": "an earlier vote is undone and open again (a mere notice or motion is procedural)",
    "concurrence-failure": "a chamber refuses the other chamber's amendments",
    "conference": "sent to, in, or back from a conference committee of both chambers",
    "conference-passage": "a chamber adopts the conference report",
    "enrolling": "ordered to be prepared as finally passed",
    "chaptered": "filed under its chapter number (a law: also became-law)",
    "effective": "takes effect",
    "died": "ended by a deadline or the end of the session, without a vote (also failure)",
    "rule-suspension": "a rule, a waiting time or a notice is set aside",
    "correction": "the record or the printed text is corrected",
    "tally": "nothing but the counts of the line above",
    "procedural": "a motion, notice or remark that moves nothing by itself",
}

# Open States, vote_classification
MOTION_VOCABULARY = frozenset(
    {"passage", "amendment", "committee-passage", "reading-1", "reading-3", "veto", "veto-override"}
)

MOTION_OURS = {
    "concurrence": "agree to the other chamber's amendments",
    "conference": "adopt the conference report",
    "urgency": "adopt the clause that gives the law effect at once",
    "deferral": "set aside for later (suspense file, inactive file)",
    "hold": "keep in committee, without a report",
    "tabling": "lay on the table",
    "reconsideration": "vote again on what was voted",
    "referral": "send to a committee",
    "discharge": "take from a committee without its report",
    "rule-suspension": "set a rule, a waiting time or a notice aside",
    "procedural": "order of business",
}

_LONGEST = 4000
_NUMBER = re.compile(r"\b\d+\b")
_QUANTIFIER = re.compile(r"\{\d*,?\d*\}")


class Motion(NamedTuple):
    """What a vote was on; yes_means is one of YES_MEANS."""

    classifications: tuple[str, ...]
    yes_means: str


class ActionTable:
    """An ordered table of (pattern, class, …) for the action lines of one state.

    An action line is made of several sentences, so each rule is searched (ignoring case) in the whole line, and the
    classes of all rules that match are united in table order. `asides` are rules of the same form for words that only
    mention another action ("the vote by which the bill was passed"): they are tried first and their words taken out.
    Patterns see single spaces, and 0 for every number standing alone: no class hangs on a page, a count or a day.
    Raises ValueError for a class outside ACTION_VOCABULARY and OURS, or a pattern that can never match.
    """

    def __init__(
        self,
        rules: Iterable[tuple[str, *tuple[str, ...]]],
        asides: Iterable[tuple[str, *tuple[str, ...]]] = (),
    ) -> None:
        self._rules = [_action_rule(pattern, classes) for pattern, *classes in rules]
        self._asides = [_action_rule(pattern, classes) for pattern, *classes in asides]
        self._cached = lru_cache(maxsize=1 << 15)(self._search)

    def classify(self, text: str) -> tuple[str, ...]:
        """Classes in table order; ("unclassified",) when no rule matches or the line is too long to be one action."""
        line = _plain(text)
        return self._cached(line) if line else (UNCLASSIFIED,)

    def _search(self, line: str) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for pattern, classes in self._asides:
            line, times = pattern.subn("", line)
            if times:
                found.update(dict.fromkeys(classes))
        for pattern, classes in self._rules:
            if pattern.search(line):
                found.update(dict.fromkeys(classes))
        return tuple(found) or (UNCLASSIFIED,)


class MotionTable:
    """An ordered table of (pattern, classes, yes_means) for the motions of one state.

    A motion is one question, so the first rule that matches answers: "… Third Reading Motion To Lay On The Table" is
    not a vote on passage. Patterns see the text as in ActionTable. Raises ValueError as ActionTable does, and for an
    unknown yes_means.
    """

    def __init__(self, rules: Iterable[tuple[str, tuple[str, ...], str]]) -> None:
        self._rules = self.compiled(rules)
        self._cached = lru_cache(maxsize=1 << 13)(self._search)

    @staticmethod
    def compiled(rules: Iterable[tuple[str, tuple[str, ...], str]]) -> list[tuple[re.Pattern[str], Motion]]:
        found = [(_compiled(p, c, MOTION_VOCABULARY | MOTION_OURS.keys()), Motion(c, yes)) for p, c, yes in rules]
        for pattern, motion in found:
            if motion.yes_means not in YES_MEANS:
                raise ValueError(f"unknown yes_means {motion.yes_means!r} for {pattern.pattern!r}")
        return found

    def classify(self, motion: str | None) -> Motion:
        """Motion(("unclassified",), "unknown") when there is no motion or no rule matches."""
        return self._cached(_plain(motion or ""))

    def _search(self, line: str) -> Motion:
        matching = (motion for pattern, motion in (*self._rules, *_EVERYWHERE) if line and pattern.search(line))
        return next(matching, Motion((UNCLASSIFIED,), "unknown"))


def _action_rule(pattern: str, classes: list[str]) -> tuple[re.Pattern[str], tuple[str, ...]]:
    return _compiled(pattern, classes, ACTION_VOCABULARY | OURS.keys()), tuple(classes)


def _compiled(pattern: str, classes: Iterable[str], allowed: frozenset[str]) -> re.Pattern[str]:
    unknown = set(classes) - allowed
    if unknown or not classes:
        raise ValueError(f"no or unknown class {sorted(unknown)} for {pattern!r}")
    if any(number != "0" for number in _NUMBER.findall(_QUANTIFIER.sub("", pattern))):
        raise ValueError(f"patterns see 0 for every number, so this one never matches: {pattern!r}")
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise ValueError(f"{pattern!r}: {error}") from error


@lru_cache(maxsize=1 << 15)
def _plain(text: str) -> str:
    """Single spaces, 0 for numbers; "" for a text longer than any action, which must not be half read."""
    line = " ".join(text.split())
    return "" if len(line) > _LONGEST else _NUMBER.sub("0", line)


# motions that end or delay a measure mean so in every legislature; a state's own table is asked first
_EVERYWHERE = MotionTable.compiled(
    [
        (r"\bInexpedient to Legislate\b", ("committee-passage",), "kills"),
        (r"\b(?:Indefinitely postpone|Postpone indefinitely|Indefinite postponement)\b", ("deferral",), "kills"),
        (r"\b(?:Lay|Laid) (?:\w+ ){0,3}on (?:the )?Table\b", ("tabling",), "kills"),
        (r"\bPass(?:ed)? by (?:for the day|temporarily)\b", ("deferral",), "procedural"),
        (r"\bPass(?:ed)? by\b", ("deferral",), "kills"),
        (r"\bHold (?:in committee|under submission)\b", ("hold",), "kills"),
    ]
)
