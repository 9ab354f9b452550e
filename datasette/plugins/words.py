"""Plain words for the vocabulary, as template filters, and the content hashes of the static files."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datasette import hookimpl
from datasette.utils import tilde_encode
from markupsafe import Markup

from pipelines.status import WHAT_NEXT

if TYPE_CHECKING:
    from jinja2 import Environment

VERDICT = {
    "ok": "The members named add up to the counts the source states.",
    "short": "Fewer members are named than the source counts.",
    "over": "More members are named than the source counts.",
    "no_roll": "The source names no member: it states counts alone, or not even these.",
    "no_counts": "The source names members and states no counts.",
    "conflict": "Names, counts, the action's text and the official result do not all agree.",
}
YES_MEANS = {
    "advances": "A yes vote helps the bill along.",
    "kills": "A yes vote stops the bill.",
    "amends": "A yes vote changes the bill's text.",
    "procedural": "A yes vote decides on procedure, not on the bill itself.",
    "unknown": "What a yes vote does to the bill is not known.",
}
FRESH = {
    "fresh": "Not over, and something happened to a bill in the last 21 days.",
    "quiet": "Not in session now, so nothing is expected to move.",
    "stale": "In session, and nothing has moved here for 21 days: the legislature is resting, or we are missing it.",
    "unknown": "No last day is stated, and nothing has moved here for 21 days: it may be over, or we are missing it.",
    "blocked": "The site turned our last visit away; what was read before it stands.",
    "failed": "Our last visit did not go as it should; what was read before it stands.",
    "never run": "Not visited yet; nothing of it is here.",
}
OUTCOME = {
    "ok": "Everything the site announces was read.",
    "partial": "Read, but something the site announces was not there.",
    "failed": "Something went wrong, or far less came than the time before. What was held stays.",
    "blocked": "The site turned us away. What was held stays.",
    None: "Still running, or stopped from outside.",
}
GAP = {
    "bill_missing": "The source mentions a bill, in a history or a roll call, that is not in its list of bills.",
    "title_missing": "A bill has no title.",
    "history_missing": "A bill has no history: not one action is listed for it.",
    "roll_call_missing": "The history tells of a vote with its count, and the vote itself was not found.",
    "motion_missing": "A roll call does not say what was voted on.",
    "unmatched_name": "A printed name is no legislator's, or could be several's; nobody guesses.",
    "version_missing": "The source names a text of the bill and does not give it.",
    "text_missing": "A text of the bill is listed, and its words are not held.",
    "roll_call_unlisted": "Members are named in a roll call that the source's own list of roll calls does not have.",
    "roll_call_without_bill": "A roll call is not tied to any bill by the source.",
    "decided_bill_missing": "A roll call decides a bill that is not held.",
    "roll_call_unread": "The source tells of a roll call in words that could not be read.",
    "counts_differ": "Two pages of the source count one roll call differently.",
    "statement_unmatched": "A member's statement is about a roll call that is not held.",
    "membership_unmatched": "A committee's list names somebody, or a committee, that is not held.",
    "text_unreadable": "A text or message is there and could not be read.",
    "message_missing": "The governor's message is listed, and its words are not held.",
    "table_missing": "A whole table is not in the source's bulk file.",
    "table_damaged": "A table of the source's bulk file breaks off or is garbled.",
    "hearing_missing": "The source tells of a hearing and does not give it.",
    "value_missing": "A value that the source should give is not there.",
    "repeated_line": "A page has the same line twice, and may mean it once.",
    "unknown_code": "The source uses a code it does not explain.",
    "unknown_body": "The source names a committee or body it does not list.",
    "file_missing": "A file or page the source points to is not there.",
    "fetch_failed": "The site did not answer.",
    "blocked": "The site gave a block page or a login in place of the page.",
    "layout_changed": "A page looks different from before and could not be read.",
}
# What an action is, in plain words; a class without an entry reads as it is written
CLASS = {
    "filing": "filed",
    "introduction": "introduced",
    "reading-1": "first reading",
    "reading-2": "second reading",
    "reading-3": "third reading",
    "referral": "referred",
    "referral-committee": "sent to committee",
    "hearing-scheduled": "hearing set",
    "hearing-held": "hearing held",
    "hearing-cancelled": "hearing cancelled",
    "committee-passage": "reported by committee",
    "committee-passage-favorable": "reported favorably",
    "committee-passage-unfavorable": "reported unfavorably",
    "reported-out-of-committee": "out of committee",
    "committee-failure": "failed in committee",
    "discharged": "goes on without a report",
    "amendment-introduction": "amendment offered",
    "amendment-passage": "amended",
    "amendment-failure": "amendment failed",
    "amendment-withdrawal": "amendment withdrawn",
    "amendment-deferral": "amendment put off",
    "passage": "passed",
    "failure": "did not pass",
    "concurrence": "agreed to the other text",
    "concurrence-failure": "did not agree to the other text",
    "conference": "to settle the text between the chambers",
    "conference-passage": "settled text passed",
    "receipt": "received",
    "transmittal": "sent on",
    "enrolling": "being made final",
    "enrolled": "text made final",
    "executive-receipt": "sent to the executive",
    "executive-signature": "signed",
    "executive-veto": "vetoed",
    "executive-veto-line-item": "vetoed in part",
    "veto-override-passage": "veto overridden",
    "veto-override-failure": "veto upheld",
    "became-law": "became law",
    "chaptered": "filed as law",
    "deferral": "put off",
    "carried-over": "held over",
    "held": "held",
    "tabled": "laid aside",
    "substitution": "replaced by another",
    "withdrawal": "withdrawn",
    "died": "died",
    "sponsorship": "sponsors",
    "calendar": "on the calendar",
    "rule-suspension": "rules waived",
    "urgency-adopted": "urgency agreed",
    "urgency-refused": "urgency refused",
    "reconsideration": "taken up again",
    "unclassified": "no rule reads this",
}
LONGEST = 200
READ_OUT = ("bills", "actions", "sponsorships", "vote_events", "votes", "versions", "version_texts", "documents")
# Datasette shows columns in the order of the schema; links from the site's own pages ask for these first
COLUMNS = {
    "bills": "identifier title status status_date chapter latest_action_date latest_action committee_id",
    "vote_events": "date organization_id motion declared_yes declared_no declared_other result verdict session_id",
}
STATIC = Path(__file__).parent.parent / "static"


def file_hash(name: str) -> str:
    """The beginning of a static file's hash, for an address that changes with the file."""
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:8]


def plain(word: str | None) -> str:
    """A vocabulary word for reading: law_without_signature → law without signature."""
    return (word or "").replace("_", " ")


def class_words(word: str) -> str:
    """A classification of an action or motion for reading."""
    return CLASS.get(word, plain(word).replace("-", " "))


def short_day(day: str | None) -> str:
    """2017-10-05 → Oct 5, 2017; what is no day stays as it is."""
    try:
        read = date.fromisoformat(day or "")
    except ValueError:
        return day or ""
    return f"{read:%b} {read.day}, {read.year}"


def short_moment(at: str | None) -> str:
    """2017-10-05T09:30 → Oct 5, 2017, 09:30; a day alone as short_day has it."""
    day, _, time = (at or "").partition("T")
    return ", ".join(part for part in (short_day(day), time) if part)


def counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def listed(text: str | None) -> list[str]:
    """The entries of a JSON list held in a column, as strings; what is no JSON list is one entry."""
    try:
        value = json.loads(text or "[]")
        return [str(entry) for entry in value] if isinstance(value, list) else [str(text)]
    except (ValueError, RecursionError):  # lists within lists, too deep to be read
        return [str(text)]


def tallied(text: str | None) -> str:
    """A JSON object of counts, read out: bills 5, votes 47."""
    try:
        value = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return str(text)
    if not isinstance(value, dict):
        return str(text)
    counts = sorted((place(name), plain(name), count) for name, count in value.items() if isinstance(count, int))
    return ", ".join(f"{name} {count:,}" for _, name, count in counts)


def place(name: str) -> int:
    return READ_OUT.index(name) if name in READ_OUT else len(READ_OUT)


def quoted(value: object) -> str:
    text = " ".join(str(value).split())
    return f"“{text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + '…'}”"


def moved(what: str, before: object, after: object) -> str:
    """From one value to another, where either may be nothing."""
    if before in (None, ""):
        return f"{what} is now {after}"
    if after in (None, ""):
        return f"{what} was {before}, and now there is none"
    return f"{what} went from {before} to {after}"


ADDED = {
    "sponsor_add": "gained the sponsor",
    "action_add": "new step:",
    "version_add": "new text:",
    "document_add": "new document:",
    "vote_add": "new roll call:",
    "subject_add": "new subject:",
    "related_add": "linked to",
    "hearing_add": "new hearing:",
}
REMOVED = {
    "sponsor_remove": "lost the sponsor",
    "action_remove": "step struck from the list:",
    "subject_remove": "no longer under the subject",
    "hearing_cancel": "hearing cancelled:",
}
NOUNS = {
    ("bills", "status"): "status",
    ("bills", "status_date"): "date of the status",
    ("bills", "chapter"): "chapter number",
    ("bills", "effective_date"): "effective date",
    ("bills", "title"): "title",
    ("bills", "committee_id"): "committee",
    ("bills", "source_url"): "address at the source",
    ("actions", "text"): "wording of a step",
    ("actions", "organization_id"): "committee of a step",
    ("sponsorships", "is_primary"): "rank of a sponsor",
    ("version_texts", "sha256"): "words of a text",
}
THINGS = {
    "bills": "bill",
    "actions": "step",
    "sponsorships": "sponsor",
    "versions": "text",
    "version_texts": "text",
    "documents": "document",
    "vote_events": "roll call",
    "votes": "vote",
    "hearings": "hearing",
    "memberships": "seat",
}
UNQUOTED = {"status", "status_date", "chapter", "effective_date", "organization_id", "is_primary"}


def change_words(change: Any) -> str:
    """A row of `changes` as half a sentence to stand after the bill's number.

    Beside its columns the row has `committee_before` and `committee_after`, the names of committees.
    """
    kind, table, field = change["kind"], change["table"], change["field"]
    before, after = change["before"], change["after"]
    if kind == "new_bill":
        return "seen here for the first time"
    if (kind in ADDED and not field) or kind == "subject_add":
        return f"{ADDED[kind]} {after if kind == 'sponsor_add' else quoted(after or 'unnamed')}"
    if kind in REMOVED:
        return f"{REMOVED[kind]} {before if kind == 'sponsor_remove' else quoted(before or after or 'unnamed')}"
    if kind == "text":
        return "the words of a text changed"
    if kind == "referral":
        before, after = change["committee_before"] or before, change["committee_after"] or after
        if not after:
            return f"left the committee {before}"
        return f"went to the committee {after}" + (f", from {before}" if before else "")
    if table == "votes" and kind == "vote_revise":
        return moved(f"vote of {field} in a roll call", plain(before), plain(after))
    whose = change["row_id"] if table in ("people", "organizations") else f"a {THINGS.get(table, plain(table))}"
    noun = NOUNS.get((table, field), f"{plain(field or kind)} of {whose}")
    if kind == "correction" and field == "person_id":
        return f"{change['row_id']} is now known to be {after}"
    if field in UNQUOTED or str(before or after).isdecimal():
        return moved(noun, plain(before), plain(after))
    return moved(noun, before and quoted(before), after and quoted(after))


# What would act on the page instead of standing on it: control characters, and marks that turn the writing direction
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def printed(value: object) -> object:
    """What a template prints: text without characters that act unseen, anything else as it is."""
    if isinstance(value, Markup):
        return Markup(UNSEEN.sub("\ufffd", value))  # noqa: S704  # markup stays the markup it was
    return UNSEEN.sub("\ufffd", value) if isinstance(value, str) else value


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    env.finalize = printed
    env.filters["plain"] = plain
    env.filters["class_words"] = class_words
    env.filters["day"] = short_day
    env.filters["moment"] = short_moment
    env.filters["counted"] = counted
    env.filters["listed"] = listed
    env.filters["tallied"] = tallied
    env.filters["tilde"] = tilde_encode
    env.filters["change_words"] = change_words
    env.filters["minute"] = lambda at: (at or "")[:16].replace("T", " ")
    env.filters["status_means"] = lambda status: WHAT_NEXT.get(status, "")
    env.filters["verdict_means"] = lambda verdict: VERDICT.get(verdict, "")
    env.filters["yes_means"] = lambda word: YES_MEANS.get(word, "")
    env.filters["fresh_means"] = lambda state: FRESH.get(state, "")
    env.filters["outcome_means"] = lambda outcome: OUTCOME.get(outcome, "")
    env.filters["gap_means"] = lambda kind: GAP.get(kind, "")
    for table, columns in COLUMNS.items():
        env.globals[f"{table}_columns"] = "&".join(f"_col={column}" for column in columns.split())
    env.globals["freshness_words"] = FRESH
    env.globals["stylesheet_hash"] = file_hash("statehouse.css")
    env.globals["script_hash"] = file_hash("statehouse.js")
