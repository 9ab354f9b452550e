"""The first look at an item: what cannot be true is dropped, counted, and makes the run partial."""

from __future__ import annotations

import re
from datetime import datetime

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from scrapers import items

DAY = re.compile(r"\d{4}-\d\d-\d\d")
START = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?)?")
CHAMBERS = {"upper", "lower", "legislature", "executive", None}
OPTIONS = {"yes", "no", "absent", "abstain", "not voting", "paired", "excused", "other"}
YES_MEANS = {"advances", "kills", "amends", "procedural", "unknown"}
RESULTS = {"pass", "fail", None}


class ValidatePipeline:
    def __init__(self, crawler: Crawler) -> None:
        self.stats = crawler.stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ValidatePipeline:
        return cls(crawler)

    def process_item(self, item: items.Item) -> items.Item:
        reason = problem(item)
        if reason:
            self.stats.inc_value(f"dropped/{type(item).__name__}: {reason.split(':')[0]}")
            raise DropItem(f"{describe(item)}: {reason}")
        return item


def describe(item: items.Item) -> str:
    parts = [getattr(item, name, None) for name in ("session", "identifier", "key", "name")]
    return " ".join([type(item).__name__, *(part for part in parts if part)])


def problem(item: items.Item) -> str | None:
    """Why an item cannot be true, or None."""
    match item:
        case items.Bill():
            return bill_problem(item)
        case items.VoteEvent():
            return vote_problem(item)
        case items.Person():
            return None if item.name and item.session else "no name or session"
        case items.Session():
            return bad_date(item.start_date, item.end_date)
        case items.Hearing():
            return None if item.start is None or told(START, item.start) else f"start: {item.start!r}"
        case items.Organization():
            return None if item.code and item.name and item.chamber in CHAMBERS else "no code or name, or a chamber"
    return None


def bill_problem(bill: items.Bill) -> str | None:
    if not bill.identifier or not any(character.isdigit() for character in bill.identifier):
        return f"no number: {bill.identifier!r}"
    if bill.title == "" or bill.chamber not in CHAMBERS:
        return f"title or chamber: {bill.title!r}, {bill.chamber!r}"
    for action in bill.actions or ():
        if not action.text or action.chamber not in CHAMBERS:
            return f"action text or chamber: {action.text!r}, {action.chamber!r}"
        if (action.tally_yes is None) != (action.tally_no is None):
            return f"half a tally: {action.tally_yes!r}-{action.tally_no!r} in {action.text!r}"
        if not action.classifications:
            return f"action without a class: {action.text!r}"
    days = [day for action in bill.actions or () for day in (action.date, action.vote_date)]
    days += [printed.date for printed in (*(bill.versions or ()), *(bill.documents or ()))]
    return bad_date(*days, bill.effective_date)


def vote_problem(event: items.VoteEvent) -> str | None:
    if not event.key:
        return "no key"
    if event.yes_means not in YES_MEANS or event.result not in RESULTS or event.chamber not in CHAMBERS:
        return f"yes_means, result or chamber: {event.yes_means!r}, {event.result!r}, {event.chamber!r}"
    for vote in event.votes or ():
        if vote.option not in OPTIONS or not vote.voter_name:
            return f"vote: {vote.voter_name!r} {vote.option!r}"
    if any(count is not None and count < 0 for count in (event.declared_yes, event.declared_no, event.declared_other)):
        return "negative count"
    return bad_date(event.date)


def bad_date(*dates: str | None) -> str | None:
    wrong = next((day for day in dates if day is not None and not told(DAY, day)), None)
    return f"date: {wrong!r}" if wrong is not None else None


def told(form: re.Pattern[str], moment: str) -> bool:
    """Whether a day, or a day and time, is written in this form and is in the calendar."""
    if not form.fullmatch(moment):
        return False
    try:
        datetime.fromisoformat(moment)
    except ValueError:
        return False
    return True
