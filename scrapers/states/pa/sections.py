"""The parts of a bill's page: sections under headings, and labels with words beside them for print."""

from __future__ import annotations

import re

from parsel import Selector

from scrapers.errors import LayoutChanged
from scrapers.extract import maybe, one, words
from scrapers.states.pa.shapes import Number, bill_at

HEADING = "count(*)=1 and ./hr and normalize-space()"  # of a section: its label, and a rule below
MORE = re.compile(r"View Additional (\d{1,3}) ")


def opened(page: Selector, url: str) -> tuple[Number, Selector, Selector]:
    """The bill a page is of, what is on the screen, and what is for print; each names the bill."""
    number = bill_at(url)
    main = one(page, "main", url)
    printed = one(main, ".//div[contains(@class, 'd-print-block')][.//div[normalize-space()='Short Title']]", url)
    for place, heading in ((main, ".//div[contains(@class, 'header-title')]"), (printed, "./div[1]")):
        if (named := words(one(place, heading, url))) != number.name:
            raise LayoutChanged(f"{url} heading", wanted=number.name, got=named[:80])
    return number, main, printed


def headings(main: Selector) -> list[str]:
    return [words(found) for found in main.xpath(f".//div[{HEADING}]")]


def part(main: Selector, label: str, where: str) -> Selector | None:
    """What stands under a heading, up to the next; None where the page has no such heading."""
    found = [heading for heading in main.xpath(f".//div[{HEADING}]") if words(heading) == label]
    if len(found) > 1:
        raise LayoutChanged(where, wanted=f"one heading {label!r}", got=f"{len(found)}")
    if not found:
        return None
    inside = []
    for sibling in found[0].xpath("./following-sibling::*"):
        if sibling.xpath("self::div[./hr]"):
            break
        inside.append(sibling.get())
    return Selector(f"<div>{''.join(inside)}</div>")


def needed(main: Selector, label: str, where: str) -> Selector:
    found = part(main, label, where)
    if found is None:
        raise LayoutChanged(where, wanted=f"a heading {label!r}", got="none")
    return found


def beside(printed: Selector, label: str, where: str) -> Selector | None:
    """For print, the words beside a label."""
    return maybe(printed, f"./div/div[normalize-space()='{label}']/following-sibling::div", f"{where} {label}")


def needed_beside(printed: Selector, label: str, where: str) -> Selector:
    found = beside(printed, label, where)
    if found is None:
        raise LayoutChanged(where, wanted=f"{label}, for print", got="none")
    return found


def stated_more(section: Selector, heading: str, where: str) -> int:
    """How many more than those shown first a folded part says it has; 0 where nothing is folded."""
    found = maybe(section, heading, where)
    if found is None:
        return 0
    more = MORE.match(words(found))
    if not more:
        raise LayoutChanged(f"{where} {heading}", wanted="View Additional and a number", got=words(found)[:80])
    return int(more[1])
