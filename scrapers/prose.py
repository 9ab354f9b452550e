"""Roll calls told in a sentence: groups of names under labels, with the counts stated beside them.

Names may follow their label ("4 Ayes: Senators Doe, Roe; 1 No: none") or stand before it ("with Doe voting no (1) and
none excused (0)"). A count stands before its label, after it, in brackets, or after a dash behind the last name. Which
labels and titles a legislature uses is the caller's to say. Time grows with the length of the text, which is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from scrapers.errors import LayoutChanged
from scrapers.normalise import collapse

LONGEST = 20_000  # characters; 435 members with their titles take about 9,000
MOST_GROUPS = 40
LONGEST_NAME = 60
NONE = ("none", "none.")
FIRST_COUNT = re.compile(r"\s?[,:\u2013\u2014-]?\s?(?:\((\d{1,4})\)|(\d{1,4})(?!\w))")
LAST_COUNT = re.compile(r"(?<!\w)\d{1,4}\s?$")
DASHED_COUNT = re.compile(r"\s?[\u2013\u2014-]{1,3}\s?(\d{1,4})$")
LETTER = re.compile(r"[^\W\d_]")
INITIAL = re.compile(r"[A-Z]\.?")
SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
ABBREVIATED = re.compile(r"(?:\b[A-Z]|\b[JS]r)$")  # what a full stop may follow without ending a sentence
BETWEEN = re.compile(r"[\s.,;:)]*(?:and\b[\s,]*)?")


@dataclass(frozen=True, slots=True)
class Group:
    """Those under one label. `names` is None where the text prints none, [] where it says that there are none."""

    label: str
    count: int | None
    names: list[str] | None


@dataclass(frozen=True, slots=True)
class RollCall:
    """`before` and `after` are the words around the groups."""

    before: str
    groups: list[Group]
    after: str


@dataclass(frozen=True, slots=True)
class Side:
    """The groups of one side together: the counts stated added up, and the names, None where not all are printed."""

    stated: int | None
    names: list[str] | None

    @property
    def agrees(self) -> bool:
        """Whether as many are named as counted, as far as both are said."""
        return self.stated is None or self.names is None or self.stated == len(self.names)


class Span(NamedTuple):
    label: str
    start: int
    end: int


def roll_call(
    text: str,
    labels: Iterable[str],
    titles: Sequence[str] = (),
    *,
    names_first: bool = False,
    none: Sequence[str] = NONE,
    where: str = "roll call",
) -> RollCall:
    """Split a sentence into its groups; `labels` and `titles` as printed, letter by letter, `none` in small letters.

    `names_first`: the names stand before their label, the first of them at a title or a word of `none`.
    Raises LayoutChanged on a text without a label, words between the groups that are no name, and one too long.
    """
    if len(text) > LONGEST:
        raise LayoutChanged(where, wanted=f"a roll call of at most {LONGEST:,} characters", got=f"{len(text):,}")
    text = collapse(text)
    spans = find(text, labels, where)
    cuts = [0, *(span.end for span in spans)]
    # the words between the labels: parts[i] stands before spans[i]
    parts = [text[start:stop] for start, stop in zip(cuts, [*(span.start for span in spans), len(text)], strict=True)]
    counts = take_counts(parts)
    if names_first:
        return names_before(parts, spans, counts, titles, none, where)
    return names_after(parts, spans, counts, titles, none, where)


def sides(groups: Iterable[Group], side_of: Mapping[str, str]) -> dict[str, Side]:
    """Groups put together by the side their label stands for. A KeyError names a label without one."""
    found: dict[str, Side] = {}
    for group in groups:
        side = side_of[group.label]
        held = found.get(side, Side(None, []))
        count = held.stated if group.count is None else (held.stated or 0) + group.count
        found[side] = Side(count, None if held.names is None or group.names is None else held.names + group.names)
    return found


def split_names(text: str, titles: Sequence[str] = (), none: Sequence[str] = NONE, where: str = "names") -> list[str]:
    """`Senators Doe, C. Roe, Lee, M., and Poe, Jr.` → Doe; C. Roe; Lee, M.; Poe, Jr.: titles off, each as printed.

    An initial or a suffix that stands alone belongs to the surname before it. [] where the text is a word of `none`.
    """
    text = text.strip(" ,;:").removesuffix(" and").rstrip(" ,;")
    if text.lower() in none:
        return []
    found: list[str] = []
    for part in re.split(r"[,;]| and ", text):
        name = without_title(part.strip(), titles)
        alone = INITIAL.fullmatch(name) or name.lower() in SUFFIXES
        if alone and found:
            found[-1] = f"{found[-1]}, {name}"
            continue
        name = name.removeprefix("and ").strip()
        if name.endswith(".") and not ABBREVIATED.search(name[:-1]):
            name = name[:-1].rstrip()
        if name:
            found.append(name)
    no_names = {*none, *map(str.lower, titles)}
    wrong = [name for name in found if name.lower() in no_names or len(name) > LONGEST_NAME or not LETTER.search(name)]
    if wrong or not found:
        raise LayoutChanged(where, wanted="names", got=wrong[0] if wrong else repr(text[:80]))
    return found


def find(text: str, labels: Iterable[str], where: str) -> list[Span]:
    """Where the labels stand, the longest where several begin at one place; not inside a word."""
    either = "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True))
    found = [Span(hit[0], *hit.span()) for hit in re.finditer(rf"(?<!\w)(?:{either})(?!\w)", text)]
    if not 0 < len(found) <= MOST_GROUPS:
        raise LayoutChanged(where, wanted=f"1 to {MOST_GROUPS} labels of a roll call", got=f"{len(found)}: {text}")
    return found


def take_counts(parts: list[str]) -> list[int | None]:
    """The count of each label, taken out of the parts it stands in.

    From the last label to the first: one behind its label belongs to it, unless the next label has taken it as its own.
    """
    counts: list[int | None] = []
    for number in range(len(parts) - 2, -1, -1):
        behind = FIRST_COUNT.match(parts[number + 1])
        before = LAST_COUNT.search(parts[number][-6:])
        if behind:
            counts.append(int(behind[1] or behind[2]))
            parts[number + 1] = parts[number + 1][behind.end() :]
        elif before:
            counts.append(int(before[0]))
            parts[number] = parts[number][: -len(before[0])]
        else:
            counts.append(None)
    return counts[::-1]


def names_after(
    parts: list[str],
    spans: list[Span],
    counts: list[int | None],
    titles: Sequence[str],
    none: Sequence[str],
    where: str,
) -> RollCall:
    groups = []
    rest = ""
    for number, (span, count) in enumerate(zip(spans, counts, strict=True), 1):
        printed, rest = up_to_the_end(parts[number])
        if count is None and (dashed := DASHED_COUNT.search(printed)):
            count, printed = int(dashed[1]), printed[: dashed.start()]
        said = BETWEEN.sub("", printed, count=1)
        names = split_names(said, titles, none, f"{where}: {span.label}") if said else None
        groups.append(Group(span.label, count, names))
        if number < len(spans) and BETWEEN.sub("", rest, count=1):
            raise LayoutChanged(where, wanted=f"{spans[number].label} after {printed.strip()!r}", got=rest)
    return RollCall(parts[0].strip(), groups, closing(rest, titles, where))


def names_before(
    parts: list[str],
    spans: list[Span],
    counts: list[int | None],
    titles: Sequence[str],
    none: Sequence[str],
    where: str,
) -> RollCall:
    starts = "|".join(re.escape(word) for word in sorted([*titles, *none], key=len, reverse=True))
    first = re.search(rf"(?<!\w)(?:{starts})(?!\w)", parts[0], re.IGNORECASE)
    if first is None:
        raise LayoutChanged(where, wanted=f"a title or 'none' before {spans[0].label!r}", got=parts[0])
    before, parts[0] = parts[0][: first.start()], parts[0][first.start() :]
    groups = [
        Group(span.label, count, split_names(BETWEEN.sub("", part, count=1), titles, none, f"{where}: {span.label}"))
        for part, span, count in zip(parts, spans, counts, strict=False)
    ]
    return RollCall(before.strip(), groups, closing(parts[-1], titles, where))


def up_to_the_end(part: str) -> tuple[str, str]:
    """The names behind a label, and the rest: they end at the bracket that closes them, a semicolon, a full stop."""
    part = part.lstrip(" ,:;.\N{EN DASH}\N{EM DASH}-")
    if part.startswith("("):
        depth = 0
        for place, letter in enumerate(part):
            depth += (letter == "(") - (letter == ")")
            if not depth:
                return part[1:place], part[place + 1 :]
    for stop in re.finditer(r";|\.(?= |$)", part):
        if stop[0] == ";" or not ABBREVIATED.search(part[max(0, stop.start() - 3) : stop.start()]):
            return part[: stop.start()], part[stop.end() :]
    return part, ""


def without_title(name: str, titles: Sequence[str]) -> str:
    for title in titles:
        if name.startswith(f"{title} "):
            return name[len(title) :].strip()
    return name


def closing(rest: str, titles: Sequence[str], where: str) -> str:
    """The words after the last group: a sentence of its own, without names, or none."""
    rest = rest.strip(" .,;)")
    if rest and (not (rest[0].isupper() or rest[0].isdigit()) or any(title in rest for title in titles)):
        raise LayoutChanged(where, wanted="the end of the roll call, or a new sentence", got=rest)
    return rest
