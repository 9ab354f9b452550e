"""The dashboard, served by a real Datasette from a real SQLite file: what people are shown, and what they are not."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from datasette.app import DEFAULT_SETTINGS, Datasette
from datasette.database import Database
from datasette.utils import StartupError

from pipelines import schema

ROOT = Path(__file__).parent.parent
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
            first_seen_at=AT,
            last_seen_at=AT,
            changed_at=AT,
            search_id=number,
            capture_id="c1",
            committee_id="ca-cs72" if status == "in_committee" else None,
            source_url="javascript:alert(1)" if identifier == "SB 6" else "https://leginfo.legislature.ca.gov/x",
        )
        insert(connection, "bills_fts", rowid=number, identifier=identifier, title=title, subjects="", sponsors="")
        insert(connection, "changes", at=AT, run_id=1, bill_id=bill, kind="new_bill", table="bills", row_id=bill)
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
    insert(
        connection,
        "changes",
        at=AT,
        run_id=1,
        bill_id=SB54,
        kind="status",
        table="bills",
        row_id=SB54,
        field="status",
        before="passed_both",
        after="chaptered",
    )
    connection.execute("COMMIT")


def write_database(path: Path, *, filled: bool = True) -> Path:
    connection = schema.connect(path)
    if filled:
        populate(connection)
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


def ask(served: Datasette, path: str, method: str = "get", **options: Any) -> Any:
    async def request() -> Any:
        await served.invoke_startup()
        return await getattr(served.client, method)(path, follow_redirects=True, **options)

    return asyncio.run(request())


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_database(tmp_path_factory.mktemp("served") / "bills.db")


Get = Callable[..., Any]


@pytest.fixture
def get(database: Path) -> Get:
    served = serve(database)
    return lambda path, **options: ask(served, path, **options)


def text_of(response: Any) -> str:
    """The page as read: tags gone, white space collapsed."""
    body = re.sub(r"(?s)<(script|style)\b.*?</\1>|<[^>]+>", " ", response.text)
    return re.sub(r"\s+", " ", body)


def test_home_tells_what_is_held_how_fresh_and_how_far_to_trust_it(get: Get) -> None:
    page = get("/")
    text = text_of(page)
    assert page.status_code == 200
    for told in (
        "5 bills",
        "43 votes by members",
        "Newest action held: 2018-11-30",
        "California, 2017-2018 Regular Session",
        "partial 2026-11-20 08:00 3 of 900 pages could not be read",
        "ok 1 (50.0 %)",
        "short 1 (50.0 %)",
        "1 text missing",
        "2018-11-30 SB 8 Last of SB 8.",
        "status: chaptered",
    ):
        assert told in text
    questions = yaml.safe_load((ROOT / "metadata.yml").read_text())["databases"]["bills"]["queries"]
    for name in questions:
        assert f"/{name}" in page.text


def test_home_of_an_empty_database(tmp_path: Path) -> None:
    page = ask(serve(write_database(tmp_path / "bills.db", filled=False)), "/")
    assert page.status_code == 200
    assert "No session has been read yet." in page.text
    assert "No run has been recorded yet." in page.text


def test_every_kind_of_page_names_its_language_and_loads_nothing_from_elsewhere(get: Get) -> None:
    paths = ["/", "/search?q=tax", "/bills", "/bills/bills", f"/bills/bills/{SB54}", "/bills/runs_latest", "/nowhere"]
    for path in [*paths, f"/bills/vote_events/{FLOOR}", "/bills?sql=select+1", "/bills?sql=select+from"]:
        page = get(path).text
        assert '<html lang="en">' in page, path
        assert "statehouse.css" in page, path
        loaded = re.findall(r"<(?:script|img|iframe)[^>]+src=\"([^\"]+)|<link[^>]+href=\"([^\"]+)", page)
        assert loaded, path
        assert not [
            url for pair in loaded for url in pair if re.match(r"(?i)https?:|//", url) and "localhost" not in url
        ]


@pytest.mark.parametrize("spelling", ["SB 54", "sb54", "S.B. 54", " sb-54 ", SB54])
def test_search_finds_a_bill_in_any_spelling_first(get: Get, spelling: str) -> None:
    page = get("/search", params={"q": spelling})
    first = re.search(r"<h2[^>]*>(.*?)</h2>\s*<ul[^>]*>\s*<li><a href=\"([^\"]+)", page.text)
    assert first is not None
    assert first[1] == "The bill of that number"
    assert first[2].endswith(f"/bills/{SB54}")


@pytest.mark.parametrize(
    ("words", "heading", "link"),
    [
        ("sharing data", "Bills by title, subject or sponsor", SB54),
        ("de leon", "People", "ca-deleon"),
        ("DE LEÓN", "People", "ca-deleon"),
        ('"peace officers" california', "In the words of the bills", SB54),
        ("immigrants", "Bills by title, subject or sponsor", f"{SESSION}-ab450"),
    ],
)
def test_search_finds_titles_people_and_texts(get: Get, words: str, heading: str, link: str) -> None:
    page = get("/search", params={"q": words}).text
    _, _, section = page.partition(heading)
    assert f'/{link}"' in section.partition("</section>")[0]


@pytest.mark.parametrize(
    "words", ["", "   ", '"', "a OR", "NEAR(", "zz:", "x^2 -y", "*", "' --", "\0", "()", "zzzz", "é" * 999]
)
def test_search_takes_anything_typed_and_says_what_can_be(get: Get, words: str) -> None:
    page = get("/search", params={"q": words})
    assert page.status_code == 200
    assert "What you can type" in page.text


def test_search_marks_the_words_found_and_nothing_else(get: Get) -> None:
    page = get("/search?q=values").text
    assert "California <mark>Values</mark> Act" in page
    assert "&lt;img src=x" in page
    assert "<img" not in page


def test_bill_page_shows_its_whole_way(get: Get) -> None:
    page = get(f"/bills/bills/{SB54}")
    text = text_of(page)
    for told in (
        "SB 54 Law enforcement: sharing data.",
        "chaptered 2017-10-05 · signed 2017-10-05 · Chapter 495, Statutes of 2017",
        "De León author",
        "2017-04-03 27–12 (1) Senate 3rd Reading SB54 De León et al. Senate pass ok",
        "2017-01-31 5–2 Do pass Senate Committee on Public Safety pass short",
        "2017-04-03 Senate Read third time. Passed. (Ayes 27. Noes 12.) 27–12, who voted how reading-3, passage",
        "2017-10-05 Governor Approved by the Governor.",
        "2016-12-05 Introduced text not held",
        "2017-10-05 Chaptered 1,0",
        "the source announces a text of version Introduced; found none",
        "status status from “passed_both” to “chaptered”",
    ):
        assert told in text
    steps = [text.index(step) for step in ("Introduced. Read first", "Do pass. (Ayes", "Read third", "Approved by")]
    assert steps == sorted(steps)
    assert f'/vote_events/{FLOOR}"' in page.text
    assert 'href="https://leginfo.legislature.ca.gov/x" rel="noopener nofollow"' in page.text


def test_roll_call_page_names_every_member_with_party_and_vote(get: Get) -> None:
    page = get(f"/bills/vote_events/{FLOOR}")
    text = text_of(page)
    assert "27 yes, 12 no, 1 neither · passed" in text
    assert "The members named add up to the counts the source states." in text
    assert "Democratic 27 0 0 Republican 0 12 1" in text
    rows = re.findall(r"<tr><th scope=.row.>(.*?)</th>\s*<td>(.*?)</td><td>(.*?)</td></tr>", page.text)
    shown = [tuple(re.sub("<[^>]+>", "", cell) for cell in row) for row in rows]
    expected = [(name, "Democratic", "yes") for name in YES] + [(name, "Republican", "no") for name in NO]
    assert shown == [*expected, ("Berryhill", "Republican", "not voting")]
    assert '/people/ca-deleon"' in page.text


def test_roll_call_that_does_not_add_up_says_so(get: Get) -> None:
    text = text_of(get(f"/bills/vote_events/{COMMITTEE}"))
    assert "short No: 2 counted, 1 named." in text
    assert "Ghost not matched to a person" in text


def test_person_page_counts_votes_with_their_denominator(get: Get) -> None:
    text = text_of(get("/bills/people/ca-skinner"))
    assert "In 2 roll calls that list this member: yes 2" in text
    assert "2017-04-03 yes SB 54 Senate 3rd Reading SB54 De León et al. Senate" in text
    assert "SB 54 Law enforcement: sharing data. author · chaptered" in text_of(get("/bills/people/ca-deleon"))


def test_other_rows_read_as_a_list_with_links(get: Get) -> None:
    page = get("/bills/runs/1").text
    assert "bills 5, votes 47" in page
    assert "archive unknown" in re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page))
    assert re.search(r'href="[^"]*/jurisdictions/ca">ca</a>', page)


def test_table_page_links_rows_reads_lists_and_folds_descriptions(get: Get) -> None:
    page = get("/bills/bills?_sort=id").text
    assert re.search(r'/sessions/ca-20172018" title="ca-20172018">2017-2018 Regular Session</a>', page)
    assert "law enforcement, privacy" in page
    assert "What each column means" in page
    assert page.count("Date of the action that gave the status.</dd>") == 1


def test_what_the_source_wrote_is_never_markup_or_a_script_link(get: Get) -> None:
    hostile = f"{SESSION}-sb6"
    for path in (
        "/",
        "/bills/bills",
        f"/bills/bills/{hostile}",
        "/search?q=sb6",
        "/bills/where_is_this_bill?identifier=sb6",
    ):
        page = get(path).text
        assert "&lt;script&gt;alert(" in page, path
        assert SCRIPT not in page, path
        assert not re.search(r"""href=["']?\s*javascript""", page, re.IGNORECASE), path
    page = get(f"/bills/version_texts/{SB54}-90chp").text
    assert "&lt;img src=x onerror=alert(2)&gt;" in page
    assert "<img" not in page


def test_search_box_gives_back_what_was_typed_escaped(get: Get) -> None:
    page = get("/search", params={"q": '"><script>alert(3)</script>'}).text
    assert "<script>alert(3)" not in page
    assert "&lt;script&gt;alert(3)" in page


def test_long_text_is_cut_in_tables_and_whole_on_its_own_page(get: Get) -> None:
    assert get("/bills/version_texts").text.count("Peace officers.") < 30
    assert get(f"/bills/version_texts/{SB54}-90chp").text.count("Peace officers.") == 60


def test_canned_query_is_a_question_with_links(get: Get) -> None:
    page = get("/bills/where_is_this_bill", params={"identifier": "S.B. 54", "session": ""})
    assert "<h1>Where is this bill?</h1>" in page.text
    assert re.search(rf'<a href="[^"]*/bills/{SB54}">{SB54}</a>', page.text)
    assert 'name="identifier" value="S.B. 54"' in page.text
    assert get("/bills/where_is_this_bill.json?identifier=sb55&_shape=array").json() == []


def test_json_and_the_whole_table_as_csv(get: Get) -> None:
    rows = get("/bills/votes.json?_shape=array&_size=max&option=no").json()
    assert sorted(row["voter_name"] for row in rows) == sorted([*NO, "Ghost"])
    answer = get("/bills/votes.csv?_stream=on&_size=10")
    assert answer.headers["content-type"].startswith("text/plain")
    streamed = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(streamed) == 43
    assert streamed[0]["vote_event_id"] == COMMITTEE


def test_the_file_itself_can_be_taken_when_immutable(database: Path) -> None:
    answer = ask(serve(database), "/bills.db")
    assert answer.content == database.read_bytes()
    assert ask(serve(database, immutable=False), "/bills.db").status_code == 403


def test_headers_for_readers_and_other_sites(get: Get) -> None:
    for path in ("/", "/bills/bills.json", "/nowhere"):
        headers = get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-frame-options"] == "SAMEORIGIN"
        assert "default-src 'self'" in headers["content-security-policy"]
    assert get("/bills/bills.json").headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("path", ["/bills/bills/ca-20172018-sb9999", "/nowhere", "/bills/nothing"])
def test_not_found_helps_and_leaves_no_traceback(get: Get, path: str, capsys: pytest.CaptureFixture[str]) -> None:
    answer = get(path)
    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.text
    assert 'name="q"' in answer.text
    assert get("/bills/nothing.json").json()["ok"] is False
    mistyped = get("/bills?sql=delete+from+votes")
    assert mistyped.status_code == 400
    assert "All tables and questions" in mistyped.text
    assert "Traceback" not in "".join(capsys.readouterr())


def test_it_can_only_be_read(get: Get, database: Path) -> None:
    before = database.read_bytes()
    for statement in ("INSERT INTO bills_fts(title) VALUES ('x')", "DROP TABLE votes", "PRAGMA user_version = 3"):
        assert get("/bills.json", params={"sql": statement}).status_code == 400
    for method in ("post", "put", "delete"):
        answer = ask(serve(database), "/bills/bills", method)
        assert answer.status_code == 405
        assert "can only be read" in answer.text
    assert database.read_bytes() == before


def test_a_query_that_takes_too_long_is_stopped(database: Path) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    answer = ask(serve(database, sql_time_limit_ms=50), "/bills.json", params={"sql": endless})
    assert answer.status_code == 400
    assert "took too long" in answer.text


def test_settings_are_ones_datasette_knows() -> None:
    given = json.loads((ROOT / "datasette" / "settings.json").read_text())
    assert set(given) <= set(DEFAULT_SETTINGS)
    assert given["sql_time_limit_ms"] == 3000
    assert given["max_csv_mb"] == 0


def test_any_file_name_is_served_as_bills(tmp_path: Path) -> None:
    served = serve(write_database(tmp_path / "other.db"))
    page = ask(served, f"/bills/bills/{SB54}")
    assert page.status_code == 200
    assert "Chapter 495" in page.text
    assert list(ask(served, "/bills/most_absent.json?_shape=array").json()[0])[:3] == ["name", "party", "roll_calls"]


def test_two_files_of_other_names_are_refused_at_the_start(tmp_path: Path) -> None:
    served = serve(write_database(tmp_path / "one.db", filled=False))
    served.add_database(Database(served, str(write_database(tmp_path / "two.db", filled=False))))
    with pytest.raises(StartupError, match=r"bills\.db"):
        ask(served, "/")


def test_datasette_folder_is_no_package() -> None:
    assert not list((ROOT / "datasette").rglob("__init__.py"))
