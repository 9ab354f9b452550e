"""The verdict on a roll call: do the names, the counts, the action's text and the official result agree?

Nothing is repaired: a roll call that disagrees is published as it is, with the numbers that disagree.
"""

from __future__ import annotations

from dataclasses import dataclass

Counts = tuple[int, int, int]  # yes, no, all others


@dataclass(frozen=True, slots=True)
class Roll:
    """What the source states of one roll call; None where it states no number, or names no one."""

    declared: tuple[int | None, int | None, int | None]
    named: Counts | None
    result: str | None
    computed: str | None
    tally: tuple[int, int] | None = None


def judge(roll: Roll) -> tuple[str, str | None]:
    """(verdict, note); the note is None exactly when the verdict is `ok`."""
    declared = roll.declared
    if not roll.named or not any(roll.named):
        return "no_roll", f"the source counts {in_words(declared)} and names no one"
    differences = [
        (word, named, stated)
        for word, named, stated in zip(("yes", "no", "other"), roll.named, declared, strict=True)
        if stated is not None and named != stated
    ]
    if differences:
        surplus = sum(named - stated for _, named, stated in differences)
        numbers = "; ".join(f"{word}: {named} named, {stated} counted" for word, named, stated in differences)
        if surplus:
            return ("over" if surplus > 0 else "short"), numbers
        return "conflict", f"{numbers} (as many in all)"
    unstated = [word for word, stated in zip(("yes", "no"), declared, strict=False) if stated is None]
    if unstated:
        missing = "counts" if len(unstated) == 2 else f"count of {unstated[0]}"
        return "no_counts", f"{in_words(roll.named)} are named; the source states no {missing}"
    return against_the_record(roll)


def against_the_record(roll: Roll) -> tuple[str, str | None]:
    yes, no = roll.declared[:2]
    if roll.tally and (yes, no) != roll.tally:
        return "conflict", f"the action says {roll.tally[0]}-{roll.tally[1]}, the roll call counts {yes}-{no}"
    if roll.computed and roll.result and roll.computed != roll.result:
        return "conflict", f"the official result is {roll.result}; {yes}-{no} makes {roll.computed} by the threshold"
    if roll.result == "pass" and yes is not None and no is not None and yes <= no:
        return "conflict", f"the official result is pass, with {yes} yes and {no} no"
    return "ok", None


def in_words(counts: tuple[int | None, int | None, int | None]) -> str:
    words = zip(counts, ("yes", "no", "other"), strict=True)
    return ", ".join(f"{count} {word}" for count, word in words if count is not None) or "nothing"
