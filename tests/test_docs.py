"""The documentation, held against what it speaks of: commands, options, links, files, SQL, addresses, code."""

from __future__ import annotations

import argparse
import asyncio
import importlib.util
import json
import re
import shlex
import sqlite3
import sys
import tomllib
import types
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from commands import ROOT, Result, collect
from datasette.app import Datasette
from scrapy import Request
from scrapy.http import HtmlResponse
from scrapy.settings import Settings
from scrapy.utils.test import get_crawler

from docs.generate import PAGE, STATES_PAGE, states_page, tables_page
from scrapers.commands import collect as collect_command
from scrapers.commands import update as update_command
from scrapers.errors import ExpectedEmpty, LayoutChanged

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = dict(re.findall(r"^([a-z-]+):.*\n((?:\t.*\n)*)", MAKEFILE, re.MULTILINE))
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
FILE = re.compile(r"((?:scrapers|pipelines|datasette|tests|samples|docs|bench|corrections)/)?[\w*./-]+")
KINDS = (".py", ".md", ".sql", ".yml", ".json", ".toml", ".lock", ".tsv", ".css")
TIMES = ("seconds", "peak memory")


class Block(NamedTuple):
    """A fenced block; `shown` is the text block right after it: what it answers."""

    page: str
    language: str
    code: str
    shown: str | None


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def blocks(language: str) -> list[Block]:
    found = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        fences = list(FENCE.finditer(text))
        for fence, after in zip(fences, [*fences, None][1:], strict=True):
            follows = after and after[1] == "text" and not text[fence.end() : after.start()].strip()
            if fence[1] == language:
                found.append(Block(name(page), language, fence[2], after[2] if after and follows else None))
    return found


def prose(page: Path) -> str:
    return FENCE.sub("", page.read_text(encoding="utf-8"))


def commands() -> Iterator[list[str]]:
    """Every command of a shell block, and every `make …` in the prose, as words."""
    lines = [line for block in blocks("sh") for line in block.code.splitlines()]
    lines += [code for page in PAGES for code in CODE.findall(prose(page)) if code.startswith(("make ", ".venv/bin/"))]
    for line in lines:
        words = shlex.split(line, comments=True)
        while words and re.fullmatch(r"[A-Z_]+=.*|do|done|for|in", words[0]):
            words = words[1:]
        if words:
            yield words


def anchors(page: Path) -> set[str]:
    """As GitHub makes them of headings."""
    headings = HEADING.findall(FENCE.sub("", page.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    path = tmp_path_factory.mktemp("docs") / "bills.db"
    return path, collect(ROOT / "samples" / "ca-20172018.warc.gz", path)


def test_the_pages_looked_at_are_all_there() -> None:
    assert {"README.md", "docs/operating.md", "docs/adding-a-state.md", "docs/tables.md"} <= {name(p) for p in PAGES}
    assert len(blocks("sql")) >= 10
    assert len(list(commands())) >= 30


def test_the_page_of_tables_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == tables_page(), "run: make docs"


def test_the_page_of_states_is_up_to_date() -> None:
    assert STATES_PAGE.read_text(encoding="utf-8") == states_page(), "run: make docs"


def test_every_state_with_a_reader_has_a_page() -> None:
    read = {path.parent.name for path in (ROOT / "scrapers" / "states").glob("*/spider.py")}
    assert read
    assert {path.stem for path in (ROOT / "docs" / "states").glob("*.md")} == read


def test_make_targets_exist_and_take_what_they_are_given() -> None:
    named = [words[1:] for words in commands() if words[0] == "make"]
    assert {words[0] for words in named if words} >= {
        "demo",
        "test",
        "crawl",
        "update",
        "serve",
        "check-data",
        "verify",
    }
    for target, *values in (words for words in named if words):
        assert target in TARGETS, target
        for value in values:
            variable = value.partition("=")[0]
            assert re.search(rf"\$\({variable}\)", TARGETS[target]), f"make {target} does not look at {variable}"


def test_variables_in_the_prose_are_the_makefile_s() -> None:
    known = set(re.findall(r"\$\(([A-Z_]+)\)", MAKEFILE)) | {"SERVE"}
    for page in PAGES:
        for variable in re.findall(r"`([A-Z]+)=`", prose(page)):
            assert variable in known, f"{name(page)}: {variable}="


def test_scrapy_commands_take_their_options() -> None:
    made = {"collect": collect_command.Command(), "update": update_command.Command()}
    found = []
    for words in commands():
        place = next((number for number, word in enumerate(words) if word.endswith("bin/scrapy")), None)
        if place is None or words[place + 1 : place + 2] == []:
            continue
        command = made[words[place + 1]]
        command.settings = Settings()
        parser = argparse.ArgumentParser(exit_on_error=False)
        command.add_options(parser)
        end = next((number for number, word in enumerate(words) if word in ("||", ">>", ";")), len(words))
        _, rest = parser.parse_known_args(words[place + 2 : end])
        assert not [word for word in rest if word.startswith("-")], words
        found.append(words[place + 1])
    assert "collect" in found
    units = "\n".join(block.code for language in ("ini", "cron") for block in blocks(language))
    assert set(re.findall(r"\.venv/bin/scrapy (\w+)", units)) == {"update"}
    modules = re.findall(r"\.venv/bin/python -m ([\w.]+)", units)
    assert modules
    assert all(importlib.util.find_spec(module) for module in modules)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    for link in LINK.findall(prose(page)):
        if link.startswith(("https://", "http://")):
            assert link.startswith("https://"), link
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert ROOT in [target, *target.parents], link
        if anchor:
            assert anchor in anchors(target), link


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_files_named_exist(page: Path) -> None:
    for code in CODE.findall(prose(page)):
        path = FILE.fullmatch(code)
        # other folders are made at run time
        if not path or not (path[1] or ("/" not in code and code.endswith(KINDS))):
            continue
        beside = [ROOT, page.parent, *(path.parent for path in (ROOT / "scrapers" / "states").glob("*/spider.py"))]
        assert any(list(folder.glob(code.rstrip("/"))) for folder in beside), code


@pytest.mark.parametrize("block", blocks("sql"), ids=lambda block: block.page)
def test_sql_runs_and_answers_what_is_shown(demo: tuple[Path, Result], block: Block) -> None:
    connection = sqlite3.connect(demo[0])
    rows = connection.execute(block.code).fetchall()
    connection.close()
    assert rows
    if block.shown:
        assert ["|".join("" if value is None else str(value) for value in row) for row in rows] == block.shown.split(
            "\n"
        )[:-1]


def test_sql_on_the_command_line_runs(demo: tuple[Path, Result]) -> None:
    queries = [words[2] for words in commands() if words[0] == "sqlite3"]
    assert queries
    connection = sqlite3.connect(demo[0])
    for number, query in enumerate(queries):
        connection.execute(re.sub(r"'build/[\w/.]+'", f"'{demo[0].parent / str(number)}.db'", query)).fetchall()
    connection.close()


def test_the_summary_shown_is_the_one_printed(demo: tuple[Path, Result]) -> None:
    (shown,) = [block.code for block in blocks("text") if block.code.startswith("--- ca")]

    def lasting(text: str) -> list[str]:
        return [line for line in text.splitlines() if not line.startswith(TIMES)]

    assert lasting(demo[1].output) == lasting(shown)
    assert [line.split("  ")[0] for line in demo[1].output.splitlines()] == [
        line.split("  ")[0] for line in shown.splitlines()
    ]


def test_exit_codes_are_those_of_the_code() -> None:
    for page in (ROOT / "README.md", ROOT / "docs" / "operating.md"):
        told = dict(re.findall(r"^\| `(\w+)` \| (\d) \|", page.read_text(encoding="utf-8"), re.MULTILINE))
        assert {outcome: int(code) for outcome, code in told.items()} == collect_command.EXIT_CODES


def test_addresses_answer(demo: tuple[Path, Result]) -> None:
    addresses = [word for words in commands() if words[0] == "curl" for word in words if word.startswith("http")]
    assert len(addresses) >= 5
    served = Datasette(
        [],
        immutables=[str(demo[0])],
        metadata=yaml.safe_load((ROOT / "metadata.yml").read_text(encoding="utf-8")),
        plugins_dir=str(ROOT / "datasette" / "plugins"),
        template_dir=str(ROOT / "datasette" / "templates"),
        settings=json.loads((ROOT / "datasette" / "settings.json").read_text(encoding="utf-8")),
    )

    async def ask() -> None:
        await served.invoke_startup()
        for address in addresses:
            parts = urlsplit(address)
            assert parts.netloc == "127.0.0.1:8001", address
            answer = await served.client.get(f"{parts.path}?{parts.query}", follow_redirects=True)
            assert answer.status_code == 200, unquote(address)
            if parts.path.endswith(".json"):
                assert answer.json(), address
            elif parts.path.endswith(".csv"):
                assert len(answer.text.splitlines()) > 1, address
            else:
                assert answer.content.startswith(b"SQLite format 3"), address

    asyncio.run(ask())


def test_each_dependency_has_its_word() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    told = re.findall(r"^\| ([\w-]+) \| \S", (ROOT / "docs" / "dependencies.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(set(told) - {"library"}) == sorted(re.match(r"[\w-]+", one)[0] for one in wanted)  # type: ignore[index]


def test_the_changelog_begins_with_this_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert HEADING.findall((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))[1].startswith(f"[{version}]")


class TestTheInventedState:
    """The code of docs/adding-a-state.md, as a newcomer would type it."""

    @pytest.fixture
    def state(self, monkeypatch: pytest.MonkeyPatch) -> dict[str, types.ModuleType]:
        pages, actions, spider = (block.code for block in blocks("python") if block.page == "docs/adding-a-state.md")
        found = {"": types.ModuleType("scrapers.states.nv")}
        monkeypatch.setitem(sys.modules, "scrapers.states.nv", found[""])
        for part, code in (("actions", actions), ("pages", pages), ("spider", spider)):
            module = found[part] = types.ModuleType(f"scrapers.states.nv.{part}")
            monkeypatch.setitem(sys.modules, module.__name__, module)
            setattr(found[""], part, module)
            exec(compile(code, f"{part}.py", "exec"), module.__dict__)
        return found

    @staticmethod
    def page(html: str) -> HtmlResponse:
        return HtmlResponse("https://www.example.org/bills/", body=html, encoding="utf-8")

    def test_a_bill_is_read(self, state: dict[str, types.ModuleType]) -> None:
        html = """<h1 class=bill>SB 1</h1><table id=history><tr class=action>
        <td class=date>02/03/2025<td class=house>Senate
        <td class=text>Read third time. Passed. (Ayes 12. Noes 9.)</table>"""
        (bill,) = state["pages"].bill(self.page(html), "83rd2025")
        assert (bill.identifier, bill.chamber, bill.title) == ("SB 1", "upper", None)
        (action,) = bill.actions
        assert (action.date, action.chamber, action.tally_yes) == ("2025-02-03", "upper", 12)
        assert action.classifications == ("reading-3", "passage")

    def test_an_empty_page_is_no_answer(self, state: dict[str, types.ModuleType]) -> None:
        with pytest.raises(LayoutChanged):
            list(state["pages"].bill(self.page("<p></p>"), "83rd2025"))
        with pytest.raises(LayoutChanged):
            state["pages"].bill_links(self.page("<p></p>"))
        with pytest.raises(ExpectedEmpty):
            state["pages"].bill_links(self.page("<p class=notice>No bills have been introduced.</p>"))

    def test_the_list_leads_to_the_bills(self, state: dict[str, types.ModuleType]) -> None:
        html = "<table id=bills><tr><td class=number><a href=1>SB 1</a></table>"
        assert state["pages"].bill_links(self.page(html)) == ["https://www.example.org/bills/1"]

    def test_the_spider_asks_for_the_list_and_then_for_its_bills(self, state: dict[str, types.ModuleType]) -> None:
        async def first() -> str:
            async for request in spider.start():
                return request.url
            return "no request"

        def asked(html: str) -> list[str]:
            page = self.page(html)
            page.request = Request(page.url, meta={"capture": None})
            return [getattr(found, "url", None) or type(found).__name__ for found in spider.parse_list(page)]

        nevada = state["spider"].NevadaSpider
        spider = nevada.from_crawler(get_crawler(nevada), session="82nd2023")
        assert asyncio.run(first()) == "https://www.example.org/sessions/82nd2023/bills"
        html = "<table id=bills><tr><td class=number><a href=1>SB 1</a></table>"
        assert asked(html) == ["Page", "https://www.example.org/bills/1"]
        assert asked("<p></p>") == ["Page", "Gap"]
