"""A store to put items into: the real schema, ledger and writers, without a spider."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from pipelines.corrections import read_corrections
from pipelines.ledger import Ledger
from pipelines.runs import Run
from pipelines.schema import connect
from pipelines.store import write_batch
from scrapers import items
from scrapers.base import BillSpider

SESSION = "20252026"
VOLATILE = {"changed_at", "first_seen_at", "last_seen_at", "capture_id", "run_id", "opened_at", "closed_at"}


class Spider(BillSpider):
    name = jurisdiction = "ca"


class Store:
    """Each `run` is one run over a page fetched at `at`; the tables are read back as dicts."""

    def __init__(self, path: Path) -> None:
        self.connection = connect(path)
        self.connection.row_factory = sqlite3.Row

    def run(
        self,
        *read: items.Item,
        at: str = "2025-03-01T00:00:00+00:00",
        batches: int = 1,
        corrections: Path | None = None,
        describe_session: bool = True,
    ) -> Ledger:
        self.connection.row_factory = None
        run = Run.begin(self.connection, Spider(), None)
        reviewed = read_corrections("ca", corrections) if corrections else ()
        ledger = Ledger(self.connection, "ca", run.id, reviewed)
        run.apply_corrections(ledger)
        page = capture(at)
        session = [items.Session(SESSION, "2025-2026", "primary")] if describe_session else []
        everything = [items.Page(), *session, *read]
        for item in everything:
            item.capture = page
        for part in split(everything, batches):
            write_batch(self.connection, ledger, part)
        self.summary = run.finish(ledger, {})
        return ledger

    def rows(self, query: str, *values: object) -> list[dict[str, object]]:
        self.connection.row_factory = sqlite3.Row
        named = values[0] if len(values) == 1 and isinstance(values[0], dict) else values
        return [dict(row) for row in self.connection.execute(query, named)]

    def one(self, query: str, *values: object) -> object:
        row = self.connection.execute(query, values).fetchone()
        return row[0] if row else None

    def changes(self) -> list[tuple[str, object, object, object]]:
        """(kind, field, before, after) of every change but the first sight of a bill."""
        rows = self.rows("SELECT kind, field, before, after FROM changes WHERE kind <> 'new_bill' ORDER BY id")
        return [(str(row["kind"]), row["field"], row["before"], row["after"]) for row in rows]

    def state(self) -> dict[str, list[dict[str, object]]]:
        """Every row of the tables that say what is, without when and by which page it was seen."""
        tables = "bills actions sponsorships versions version_texts documents vote_events vote_event_bills votes people"
        found = {}
        for table in [*tables.split(), "memberships", "person_names", "organizations", "hearings", "hearing_items"]:
            rows = self.rows(f"SELECT * FROM {table}")
            plain = [{k: v for k, v in row.items() if k not in VOLATILE} for row in rows]
            found[table] = sorted(plain, key=lambda row: [str(value) for value in row.values()])
        gaps = self.rows("SELECT session_id, bill_id, kind, key FROM gaps WHERE closed_at IS NULL")
        return found | {"gaps": sorted(gaps, key=str)}


def split(everything: list[items.Item], parts: int) -> Iterable[list[items.Item]]:
    size = -(-len(everything) // parts)
    return (everything[start : start + size] for start in range(0, len(everything), size))


def capture(at: str) -> items.Capture:
    return items.Capture("https://example.org/page", "GET", None, at, 200, "text/html", f"sha-{at}", "a.warc", 0)


def action(text: str, date: str = "2025-02-01", *classes: str, **rest: object) -> items.Action:
    values = {"chamber": "lower", "classifications": classes or ("introduction",)} | rest
    return items.Action(date=date, text=text, **values)  # type: ignore[arg-type]


def bill(*actions: items.Action, number: int = 1, **rest: object) -> items.Bill:
    values: dict[str, object] = {"title": "Water", "source_url": "https://example.org/ab1"}
    return items.Bill(
        session=SESSION, identifier=f"AB {number}", classification="bill", chamber="lower", actions=list(actions),
        **(values | rest),  # type: ignore[arg-type]
    )  # fmt: skip


def person(name: str, *spellings: str, chamber: str = "lower", district: str = "1") -> items.Person:
    names = [items.PersonName(spelling, chamber) for spelling in spellings or (name,)]
    return items.Person(SESSION, name, name, None, "Independent", chamber, district, names)


def roll(
    votes: dict[str, str] | None, counts: tuple[int | None, ...], key: str = "r1", **rest: object
) -> items.VoteEvent:
    values: dict[str, object] = {
        "chamber": "lower", "organization_code": "lower", "date": "2025-02-10", "motion": "Third Reading",
        "motion_classification": ("passage",), "yes_means": "advances", "result_raw": "(PASS)", "result": "pass",
    }  # fmt: skip
    named = None if votes is None else [items.Vote(name, option, option) for name, option in votes.items()]
    return items.VoteEvent(
        session=SESSION, key=key, bills=["AB 1"], votes=named,
        declared_yes=counts[0], declared_no=counts[1], declared_other=counts[2],
        **(values | rest),  # type: ignore[arg-type]
    )  # fmt: skip
