"""What the answers of malegislature.gov share: addresses, numbers of bills, branches, lists of objects, moments.

The API describes itself at /api/swagger; field names are quoted as served.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, TypeVar

from scrapers import items
from scrapers.errors import LayoutChanged
from scrapers.extract import read_json, value
from scrapers.normalise import collapse

SITE = "https://malegislature.gov/"
API = f"{SITE}api/"
BRANCHES = {"House": "lower", "Senate": "upper", "Joint": "legislature", "Executive": "executive"}
NUMBER = re.compile(r"([HS]D?)\.? ?0{0,4}(\d{1,5})([A-Z]?)")  # HD and SD are dockets; H4000A is an appendix of H4000
NEVER = "0001-01-01"  # what an empty moment is written as

Thing = TypeVar("Thing")
Row = Mapping[str, Any]


def identifier(number: str, where: str) -> str:
    """`H4844` or `H.4844` → `H 4844`."""
    found = NUMBER.fullmatch(collapse(number))
    if not found:
        raise LayoutChanged(where, wanted="a number such as H4844 or HD164", got=number)
    return f"{found[1]} {found[2]}{found[3]}"


def house_of(name: str) -> str:
    """The chamber in which a bill or docket was filed."""
    return "lower" if name.startswith("H") else "upper"


def documents_url(court: int, number: str = "") -> str:
    """The API's list of a General Court's documents, or one of them."""
    return f"{API}GeneralCourts/{court}/Documents" + (f"/{number}" if number else "")


def bill_url(court: int, number: str, tab: str = "") -> str:
    """The page of a bill, or a tab of it; its printed text with the tab `.pdf`."""
    return f"{SITE}Bills/{court}/{number}{tab if tab.startswith('.') or not tab else f'/{tab}'}"


def answer(body: bytes, kind: type, where: str) -> Any:
    """The whole answer; raises LayoutChanged where it is not of that kind, as XML or an error is not."""
    return of_kind(read_json(body, where), kind, where)


def of_kind(found: Any, kind: type, where: str) -> Any:
    if not isinstance(found, kind):
        raise LayoutChanged(where, wanted=kind.__name__, got=repr(found)[:80])
    return found


def entries(rows: list[Any], where: str, *, at_least: int = 0) -> Iterator[tuple[str, Row]]:
    """Each object of a list with its place in it."""
    if len(rows) < at_least:
        raise LayoutChanged(where, wanted=f"a list of {at_least} or more", got=f"{len(rows)}")
    for number, row in enumerate(rows):
        yield f"{where}[{number}]", of_kind(row, dict, f"{where}[{number}]")


def of_court(row: Row, court: int, where: str) -> None:
    if value(row, "GeneralCourtNumber", int, where) != court:
        raise LayoutChanged(f"{where}.GeneralCourtNumber", wanted=str(court), got=str(row["GeneralCourtNumber"]))


def text_of(row: Row, key: str, where: str) -> str | None:
    """Words that may be null or empty."""
    found = value(row, key, (str, type(None)), where)
    return collapse(found or "") or None


def moment(row: Row, key: str, where: str) -> datetime | None:
    """A local date and time, with none to seven digits of a second; None where it was never set."""
    text = value(row, key, str, where)
    if text.startswith(NEVER):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise LayoutChanged(f"{where}.{key}", wanted="a local date and time", got=text) from error


def once(
    found: Iterable[tuple[Thing, Hashable]], session: str, what: str, where: str
) -> tuple[list[Thing], list[items.Gap]]:
    """Each thing by its key once; one that is listed again is told of, and left out."""
    seen: dict[Hashable, Thing] = {}
    gaps = []
    for thing, key in found:
        if key in seen:
            gaps.append(gap(session, "repeated_line", f"{what} {key}", "each listed once", "twice", where))
        else:
            seen[key] = thing
    return list(seen.values()), gaps


def gap(session: str, kind: str, key: str, expected: str, found: str, where: str) -> items.Gap:
    return items.Gap(session, kind, key, expected, found, f"{where}: {key}: wanted {expected}, found {found}")


def unknown(session: str, what: str, code: str, where: str) -> items.Gap:
    return items.Gap(session, "unknown_code", f"{what} {code}", f"a known {what}", code, f"{where}: {what} {code!r}")
