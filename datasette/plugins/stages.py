"""Where a bill stands, as steps from its introduction to law, told of a Bill of standing.py."""

from __future__ import annotations

from typing import Any, NamedTuple

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


class Stage(NamedTuple):
    """One step. `state`: done, now, stopped, skipped or ahead; `on`: the day, where one is told; `note`: in words."""

    name: str
    state: str
    on: str | None
    note: str | None


def stages(bill: Any) -> tuple[Stage, ...]:
    """The steps of the way: done where an action or the status shows it, skipped where only what follows does."""
    way, days = bill.way, bill.way.days
    away = {"upper": "lower", "lower": "upper"}.get(way.home or "")
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
        steps.append(("executive", bill.executive, bill.is_law, acted))
        steps.append(("law", "Law", bill.is_law, bill.effective or bill.day))
    else:
        steps.append(("law", "Adopted", bill.is_law, bill.day))
    behind = set(BEHIND.get(bill.status or "", ()))
    if "no committee" in days:
        behind.add("committee")
    if bill.differs:
        steps[3] = ("second", steps[3][1], False, None)
    last = max((place for place, (key, _, shown, _) in enumerate(steps) if shown or key in behind), default=-1)
    made = []
    for place, (key, name, shown, day) in enumerate(steps):
        if place <= last:
            state = "done" if shown or (key in behind and key != "committee") else "skipped"
        elif place == last + 1 and bill.status:
            state = "stopped" if bill.status in STOPPED or (bill.open and bill.session_over) else "now"
        else:
            state = "ahead"
        ending = bill.day if bill.status in STOPPED else bill.session_end
        if bill.status == "dead_sine_die":
            ending = bill.died_on or bill.session_end
        when = {"done": day, "stopped": ending}.get(state)
        made.append(Stage(name, state, when, note(bill, key, state)))
    return tuple(made)


def note(bill: Any, key: str, state: str) -> str | None:
    """What happened at a step, where its name does not say it."""
    if state == "stopped":
        return STOPPED.get(bill.status or "", "session ended")
    if state == "skipped":
        return "no committee" if key == "committee" and "no committee" in bill.way.days else "not recorded"
    if key == "second" and bill.differs:
        return "passed another text"
    if key != "executive" or state != "done":
        return None
    if bill.status == "law_without_signature":
        return "not signed"
    return next((words for name, words in DECIDED.items() if set(name.split()) <= bill.way.days.keys()), None)
