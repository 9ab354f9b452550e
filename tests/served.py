"""A small database of real facts, hostile ones among them, and the dashboard served from it by a real Datasette."""

from __future__ import annotations

import asyncio
import csv
import importlib.util
import io
import json
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from datasette.app import Datasette

from pipelines import schema, summaries

ROOT = Path(__file__).parent.parent
FIRST = "2026-11-10T08:00:00+00:00"
AT = "2026-11-20T08:00:00+00:00"
SESSION = "ca-20172018"
SB54 = f"{SESSION}-sb54"
FLOOR = f"{SESSION}-vote-2017-04-03-sb54"
COMMITTEE = f"{SESSION}-vote-2017-01-31-sb54"
SCRIPT = "<script>alert('title')</script>"

# fmt: off
YES = [
    "Allen", "Atkins", "Beall", "Bradford", "De León", "Dodd", "Galgiani", "Glazer", "Hernandez", "Hertzberg",
    "Hill", "Hueso", "Jackson", "Lara", "Leyva", "McGuire", "Mendoza", "Mitchell", "Monning", "Newman", "Pan",
    "Portantino", "Roth", "Skinner", "Stern", "Wieckowski", "Wiener",
]
NO = [
    "Anderson", "Bates", "Cannella", "Fuller", "Gaines", "Moorlach", "Morrell", "Nguyen", "Nielsen", "Stone",
    "Vidak", "Wilk",
]
# fmt: on
AWAY = ["Berryhill"]


def person_id(name: str) -> str:
    return f"ca-{re.sub('[^a-z]', '', name.lower().replace('ó', 'o'))}"


def insert(connection: sqlite3.Connection, into: str, /, **values: object) -> None:
    columns = ", ".join(f'"{column}"' for column in values)
    marks = ", ".join("?" for _ in values)
    connection.execute(f'INSERT INTO "{into}" ({columns}) VALUES ({marks})', list(values.values()))


def populate(connection: sqlite3.Connection) -> None:
    """SB 54 with its Senate vote, a few bills in other states of life, and one whose source is hostile."""
    connection.execute("BEGIN")
    insert(
        connection,
        "jurisdictions",
        id="ca",
        name="California",
        ocd_id="ocd-division/country:us/state:ca",
        classification="state",
        timezone="America/Los_Angeles",
        upper_name="Senate",
        upper_title="Senator",
        upper_seats=40,
        lower_name="Assembly",
        lower_title="Assembly Member",
        lower_seats=80,
        site_url="https://leginfo.legislature.ca.gov/",
        verified="captured",
        verified_on="2026-11-01",
    )
    insert(
        connection,
        "sessions",
        id=SESSION,
        jurisdiction_id="ca",
        identifier="20172018",
        name="2017-2018 Regular Session",
        classification="primary",
        start_date="2016-12-05",
        end_date="2018-11-30",
        is_active=0,
    )
    insert(
        connection,
        "runs",
        jurisdiction_id="ca",
        session="20172018",
        spider="ca",
        started_at=AT,
        finished_at=AT,
        outcome="partial",
        reason="3 of 900 pages could not be read",
        items='{"bills": 5, "votes": 47}',
        code_version="0.1.0",
    )
    insert(
        connection,
        "captures",
        id="c1",
        url="https://downloads.leginfo.legislature.ca.gov/pubinfo_2017.zip",
        method="GET",
        fetched_at=AT,
        status=200,
        sha256="0" * 64,
        file="ca.warc.gz",
        offset=0,
        run_id=1,
    )
    for code, kind, name in (
        ("upper", "upper", "Senate"),
        ("cs72", "committee", "Senate Committee on Public Safety"),
        ("lower", "lower", "Assembly"),
    ):
        chamber = "lower" if kind == "lower" else "upper"
        insert(
            connection,
            "organizations",
            id=f"ca-{code}",
            jurisdiction_id="ca",
            classification=kind,
            chamber=chamber,
            name=name,
            code=code,
        )
    for name in YES + NO + AWAY:
        party = "Democratic" if name in YES else "Republican"
        insert(connection, "people", id=person_id(name), jurisdiction_id="ca", name=name, party=party, capture_id="c1")
        insert(
            connection,
            "memberships",
            id=f"m-{person_id(name)}",
            person_id=person_id(name),
            organization_id="ca-upper",
            session_id=SESSION,
            role="member",
            district="24",
            party=party,
        )
        insert(
            connection,
            "person_names",
            id=f"n-{person_id(name)}",
            person_id=person_id(name),
            session_id=SESSION,
            chamber="upper",
            name=name,
        )

    bills = [
        ("SB 54", "Law enforcement: sharing data.", "chaptered", "2017-10-05", "Chapter 495, Statutes of 2017"),
        (
            "AB 450",
            "Employment regulation: immigration worksite enforcement actions.",
            "chaptered",
            "2017-10-05",
            "Chapter 492, Statutes of 2017",
        ),
        ("SB 6", SCRIPT, "in_committee", "2017-02-01", None),
        ("SB 7", "Water: rights.", "vetoed", "2017-10-01", None),
        ("SB 8", "Taxation: fees.", "dead_sine_die", "2018-11-30", None),
    ]
    for number, (identifier, title, status, date, chapter) in enumerate(bills, start=1):
        bill = f"{SESSION}-{identifier.replace(' ', '').lower()}"
        insert(
            connection,
            "bills",
            id=bill,
            ocd_id=f"ocd-bill-{bill}",
            jurisdiction_id="ca",
            session_id=SESSION,
            identifier=identifier,
            classification="bill",
            chamber="upper",
            title=title,
            status=status,
            subjects='["law enforcement", "privacy"]' if number == 1 else None,
            status_date=date,
            status_action_id=f"{bill}-last",
            introduced_date="2016-12-05",
            latest_action=f"Last of {identifier}.",
            latest_action_date=date,
            chapter=chapter,
            first_seen_at=FIRST,
            last_seen_at=AT,
            changed_at=AT,
            search_id=number,
            capture_id="c1",
            committee_id="ca-cs72" if status == "in_committee" else None,
            source_url="javascript:alert(1)" if identifier == "SB 6" else "https://leginfo.legislature.ca.gov/x",
        )
        insert(connection, "bills_fts", rowid=number, identifier=identifier, title=title, subjects="", sponsors="")
        insert(connection, "changes", at=FIRST, run_id=1, bill_id=bill, kind="new_bill", table="bills", row_id=bill)
        insert(
            connection,
            "actions",
            id=f"{bill}-first",
            bill_id=bill,
            sequence=0,
            date="2016-12-05",
            chamber="upper",
            text="Introduced. Read first time.",
            classifications='["introduction", "reading-1"]',
        )
        if identifier != "SB 54":
            insert(
                connection,
                "actions",
                id=f"{bill}-last",
                bill_id=bill,
                sequence=9,
                date=date,
                text=f"Last of {identifier}.",
                classifications='["unclassified"]',
            )
    insert(
        connection,
        "vote_events",
        id=COMMITTEE,
        session_id=SESSION,
        organization_id="ca-cs72",
        chamber="upper",
        date="2017-01-31",
        motion="Do pass",
        result="pass",
        result_raw="(PASS)",
        yes_means="advances",
        declared_yes=5,
        declared_no=2,
        declared_other=0,
        roll_yes=5,
        roll_no=1,
        roll_other=0,
        verdict="short",
        verdict_note="No: 2 counted, 1 named.",
    )
    insert(
        connection,
        "vote_events",
        id=FLOOR,
        session_id=SESSION,
        organization_id="ca-upper",
        chamber="upper",
        date="2017-04-03",
        motion="Senate 3rd Reading SB54 De León et al.",
        motion_classification='["passage"]',
        result="pass",
        result_raw="(PASS)",
        result_computed="pass",
        yes_means="advances",
        declared_yes=27,
        declared_no=12,
        declared_other=1,
        roll_yes=27,
        roll_no=12,
        roll_other=1,
        verdict="ok",
        capture_id="c1",
    )
    for event in (COMMITTEE, FLOOR):
        insert(connection, "vote_event_bills", vote_event_id=event, bill_id=SB54)
    for option, names in (("yes", YES), ("no", NO), ("not voting", AWAY)):
        for name in names:
            insert(
                connection,
                "votes",
                vote_event_id=FLOOR,
                voter_name=name,
                person_id=person_id(name),
                option=option,
                option_raw=option.upper(),
                match_method="exact",
            )
    for name, option in (("Skinner", "yes"), ("Wiener", "yes"), ("Ghost", "no")):
        matched = None if name == "Ghost" else person_id(name)
        insert(connection, "votes", vote_event_id=COMMITTEE, voter_name=name, person_id=matched, option=option)
    for place, (date, text, classes, event) in enumerate(
        [
            ("2017-01-31", "From committee: Do pass. (Ayes 5. Noes 2.)", '["committee-passage-favorable"]', COMMITTEE),
            ("2017-04-03", "Read third time. Passed. (Ayes 27. Noes 12.)", '["reading-3", "passage"]', FLOOR),
            ("2017-10-05", "Approved by the Governor.", '["executive-signature"]', None),
            ("2017-10-05", "Chaptered by Secretary of State. Chapter 495, Statutes of 2017.", '["became-law"]', None),
        ],
        start=1,
    ):
        tally = re.search(r"Ayes (\d+)\. Noes (\d+)", text)
        insert(
            connection,
            "actions",
            id=f"{SB54}-last" if place == 4 else f"{SB54}-{place}",
            bill_id=SB54,
            sequence=place,
            date=date,
            chamber="executive" if place > 2 else "upper",
            text=text,
            classifications=classes,
            tally_yes=tally and int(tally[1]),
            tally_no=tally and int(tally[2]),
            vote_event_id=event,
            capture_id="c1",
        )
    insert(
        connection,
        "sponsorships",
        id="s1",
        bill_id=SB54,
        name="De León",
        chamber="upper",
        classification="author",
        is_primary=1,
        entity_type="person",
        person_id=person_id("De León"),
        match_method="exact",
        sequence=0,
    )
    insert(connection, "versions", id=f"{SB54}-99int", bill_id=SB54, note="Introduced", date="2016-12-05", sequence=0)
    insert(connection, "versions", id=f"{SB54}-90chp", bill_id=SB54, note="Chaptered", date="2017-10-05", sequence=1)
    insert(
        connection,
        "documents",
        id=f"{SB54}-digest",
        bill_id=SB54,
        classification="digest",
        note="Digest",
        date="2017-01-02",
        capture_id="c1",
    )
    words = (
        "This act shall be known as the California Values Act. <img src=x onerror=alert(2)> " + "Peace officers. " * 60
    )
    insert(
        connection,
        "version_texts",
        version_id=f"{SB54}-90chp",
        text=words,
        extractor="caml/1",
        chars=len(words),
        sha256="0" * 64,
        search_id=1,
    )
    insert(
        connection,
        "gaps",
        id="g1",
        jurisdiction_id="ca",
        session_id=SESSION,
        bill_id=SB54,
        kind="text_missing",
        key="99int",
        expected="a text of version Introduced",
        found="none",
        evidence="version list",
        opened_at=AT,
    )
    gone = {"id": "s2", "name": "Old <b>Hand</b>", "chamber": "upper", "classification": "coauthor", "is_primary": 0}
    hostile = f"{SESSION}-sb6"
    for bill, kind, table, row, field, was, now, row_before in (
        (SB54, "status", "bills", SB54, "status", "passed_both", "chaptered", None),
        (SB54, "status", "bills", SB54, "status_date", "2017-09-15", "2017-10-05", None),
        (SB54, "status", "bills", SB54, "chapter", None, "Chapter 495, Statutes of 2017", None),
        (SB54, "action_add", "actions", f"{SB54}-last", None, None, "Chaptered by Secretary of State.", None),
        (SB54, "version_add", "versions", f"{SB54}-90chp", None, None, "Chaptered", None),
        (SB54, "sponsor_remove", "sponsorships", "s2", None, gone["name"], None, json.dumps(gone)),
        (SB54, "vote_revise", "votes", COMMITTEE, "Skinner", "no", "yes", None),
        (hostile, "referral", "bills", hostile, "committee_id", None, "ca-cs72", None),
        (hostile, "title", "bills", hostile, "title", "<i>mild</i>", SCRIPT, None),
        (None, "correction", "people", "ca-wilk", "party", "Democratic", "Republican", None),
    ):
        insert(
            connection,
            "changes",
            at=AT,
            run_id=1,
            bill_id=bill,
            kind=kind,
            table=table,
            row_id=row,
            field=field,
            before=was,
            after=now,
            row_before=row_before,
        )
    populate_trust(connection)
    insert(
        connection,
        "vote_statements",
        id=f"{FLOOR}-s1",
        vote_event_id=FLOOR,
        voter_name="Berryhill",
        text="Intended to vote no. <script>alert(1)</script>",
        date="2017-04-04",
        capture_id="c1",
    )
    connection.execute("COMMIT")


def populate_trust(connection: sqlite3.Connection) -> None:
    """What is known of the data itself: gaps open and closed, completeness, who a name could be, a correction."""
    for number, (kind, bill, found, evidence, closed) in enumerate(
        [
            ("unmatched_name", None, '["ca-galgiani"]', "Ghost in 1 rows", None),
            ("roll_call_missing", f"{SESSION}-sb6", "none", SCRIPT, None),
            ("title_missing", f"{SESSION}-sb7", "none", "SB 7 has no title", AT),
        ],
        start=2,
    ):
        insert(
            connection,
            "gaps",
            id=f"g{number}",
            jurisdiction_id="ca",
            session_id=SESSION,
            bill_id=bill,
            kind=kind,
            key=str(number),
            expected="something",
            found=found,
            evidence=evidence,
            opened_at=FIRST,
            closed_at=closed,
        )
    for what, expected, held, open_gaps in (("titles", 1000, 999, 1), ("histories", 5, 5, 0), ("messages", 0, 0, 0)):
        insert(
            connection,
            "completeness",
            session_id=SESSION,
            what=what,
            expected=expected,
            held=held,
            open_gaps=open_gaps,
        )
    insert(
        connection,
        "name_candidates",
        session_id=SESSION,
        chamber="upper",
        name="Ghost",
        person_id="ca-galgiani",
        why="a part of the name",
    )
    insert(
        connection,
        "corrections",
        id="x1",
        jurisdiction_id="ca",
        kind="name",
        session_id=SESSION,
        chamber="upper",
        name="Gost",
        person_id="ca-galgiani",
        reason="A misprint.",
        source="https://example.org/journal",
        reviewed_on="2026-11-02",
        rows_matched=0,
    )


def write_database(path: Path, *, filled: bool = True) -> Path:
    connection = schema.connect(path)
    if filled:
        populate(connection)
        connection.execute("BEGIN")
        summaries.summarise(connection, summaries.without_summaries(connection))
        connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path


def serve(path: Path, *, immutable: bool = True, **settings: Any) -> Datasette:
    given = json.loads((ROOT / "datasette" / "settings.json").read_text())
    return Datasette(
        [] if immutable else [str(path)],
        immutables=[str(path)] if immutable else [],
        metadata=yaml.safe_load((ROOT / "metadata.yml").read_text()),
        plugins_dir=str(ROOT / "datasette" / "plugins"),
        template_dir=str(ROOT / "datasette" / "templates"),
        static_mounts=[("static", str(ROOT / "datasette" / "static"))],
        settings={**given, **settings},
        cors=True,
    )


def load_plugin(name: str) -> Any:
    """A plugin's module, as Datasette loads it: by file."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "datasette" / "plugins" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def ask(served: Datasette, path: str, method: str = "get", *, follow: bool = True, **options: Any) -> Any:
    async def request() -> Any:
        await served.invoke_startup()
        return await getattr(served.client, method)(path, follow_redirects=follow, **options)

    return asyncio.run(request())


Get = Callable[..., Any]


def text_of(response: Any) -> str:
    """The page as read: tags gone, white space collapsed."""
    body = re.sub(r"(?s)<(script|style)\b.*?</\1>|<[^>]+>", " ", response.text)
    return re.sub(r"\s+", " ", body)


def rows_of(response: Any) -> list[dict[str, str]]:
    assert response.headers["content-type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(response.text)))
