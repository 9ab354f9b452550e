"""A measure's history: the steps of its codes, with the words and days that its page has for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from scrapers import items
from scrapers.normalise import iso_date
from scrapers.states.nm.actions import ACTIONS
from scrapers.states.nm.codes import Step, decode
from scrapers.states.nm.shapes import Measure, body

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class Said(NamedTuple):
    """A line of the history as the page words it: `day` is the legislative day, `date` the calendar's."""

    day: int | None
    date: str | None
    words: str


class History(NamedTuple):
    """What follows from a history; `bodies` are the committees it names."""

    actions: list[items.Action]
    chapter: str | None
    related: list[items.RelatedBill]
    bodies: list[items.Organization]
    gaps: list[items.Gap]


def history(
    codes: str, lines: Sequence[Said] | None, measure: Measure, session: str, named: Mapping[str, str]
) -> History:
    """The history of `codes`; `lines` are its page's words for them, None without the page."""
    steps = decode(codes, measure.chamber)
    together = lines is None or agree(steps, lines)
    known = {step.committee: body(step.committee, named) for step in steps if step.committee}
    if together:
        actions = list(dated(steps, lines or [None] * len(steps), session, known))
    else:
        actions = [items.Action(one.date, None, one.words, ACTIONS.classify(one.words)) for one in lines or ()]
    return History(
        actions=actions,
        chapter=next((step.chapter for step in reversed(steps) if step.chapter), None),
        related=[items.RelatedBill(step.successor, None, "replaced-by") for step in steps if step.successor],
        bodies=[found for found in known.values() if found],
        gaps=[*unknown(steps, known, measure, session, codes), *([] if together else [apart(codes, measure, session)])],
    )


def agree(steps: Sequence[Step], lines: Sequence[Said]) -> bool:
    """Whether the page has as many lines as there are codes, of the same legislative days."""
    return [step.day for step in steps] == [line.day for line in lines]


def dated(
    steps: Sequence[Step], lines: Sequence[Said | None], session: str, known: Mapping[str, items.Organization | None]
) -> Iterator[items.Action]:
    """Each step in words, its code in brackets behind them, with the calendar day the page gives."""
    last: str | None = None
    for at, (step, line) in enumerate(zip(steps, lines, strict=True)):
        # the page repeats a code it has no words for
        printed = line.words if line and line.words.casefold() != step.code.casefold() else None
        coded = step.code if step.day is None else f"[{step.day}] {step.code}"
        text = f"{printed or step.words or step.code} ({coded})"
        classes = ACTIONS.classify(text)
        if first(steps, at):  # no code says so by itself
            classes = ("introduction", *classes)
        date = line.date if line and line.date else stated_day(step, last, session)
        last = max(last or "", date or "") or None
        yield items.Action(
            date=date,
            chamber=step.chamber,
            text=text,
            classifications=classes,
            organization_code=step.committee if known.get(step.committee or "") else None,
            tally_yes=step.tally[0] if step.tally else None,
            tally_no=step.tally[1] if step.tally else None,
            vote_date=date if step.tally else None,
        )


def first(steps: Sequence[Step], at: int) -> bool:
    """Whether a step is the first one after prefiling."""
    return not steps[at].code.endswith("PREF") and all(step.code.endswith("PREF") for step in steps[:at])


def stated_day(step: Step, last: str | None, session: str) -> str | None:
    """The day a step states itself (`Feb. 28`): the first of that name in the session's year or the next, after `last`.

    A special session may end a year: without the day of a step before, the year of what follows it is not known.
    """
    month, _, day = (step.on or "").partition(" ")
    if month[:3].lower() not in MONTHS or (last is None and len(session) > len("2019")):
        return None
    year = int(session[:4])
    days = [f"{number}-{MONTHS.index(month[:3].lower()) + 1}-{day}" for number in (year, year + 1)]
    return next((found for one in days if (found := iso_date(one, "%Y-%m-%d")) >= (last or "")), None)


def unknown(
    steps: Sequence[Step], known: Mapping[str, items.Organization | None], measure: Measure, session: str, codes: str
) -> Iterator[items.Gap]:
    """Codes nobody knows, of steps and of committees."""
    strange = {step.code for step in steps if step.words is None} | {code for code, found in known.items() if not found}
    for code in sorted(strange):
        told = f"{measure}: {code} in {codes}"
        yield items.Gap(session, "unknown_code", f"{measure} {code}", "a known code", code, told, bill=str(measure))


def apart(codes: str, measure: Measure, session: str) -> items.Gap:
    told = f"{measure}: the page's words and its codes are not of the same steps: {codes}"
    return items.Gap(
        session, "unknown_code", f"{measure} history", "a code for each line", "others", told, bill=str(measure)
    )
