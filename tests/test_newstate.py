"""`scrapy newstate`: what it renders is sound for every state that is not read yet, and it overwrites nothing."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from commands import ROOT, scrapy

from scrapers.commands.newstate import TARGETS, class_name, rendered, write
from scrapers.jurisdictions import JURISDICTIONS
from scrapers.loader import StateLoader

UNREAD = sorted(set(JURISDICTIONS) - set(StateLoader().list()))
CONFIG = ROOT / "pyproject.toml"
# a state in another folder, imported as if it stood beside the others
PYTEST = "import sys, pytest, scrapers.states as s; s.__path__.append(sys.argv[1]); sys.exit(pytest.main(sys.argv[2:]))"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every state that is not read yet, rendered into one folder."""
    folder = tmp_path_factory.mktemp("newstate")
    for code in UNREAD:
        write(rendered(JURISDICTIONS[code]), folder)
    return folder


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def run(*arguments: object) -> str:
    """What it printed, where it failed."""
    command = [sys.executable, *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    return done.stdout + done.stderr if done.returncode else ""


def test_the_command_writes_the_files_of_one_state(tmp_path: Path) -> None:
    code = UNREAD[0]
    done = scrapy("newstate", code, "--into", tmp_path)
    assert done.code == 0, done.log
    assert files(tmp_path) == sorted(target.format(code) for target in TARGETS.values())
    assert sorted(done.output.split()) == files(tmp_path)
    for name, text in rendered(JURISDICTIONS[code]).items():
        assert (tmp_path / name).read_text(encoding="utf-8") == text


def test_every_template_is_used() -> None:
    folder = ROOT / "scrapers" / "templates" / "state"
    assert {path.name for path in folder.iterdir()} == {f"{name}.tmpl" for name in TARGETS}


def test_classes_are_named_after_the_jurisdiction() -> None:
    names = {class_name(jurisdiction) for jurisdiction in JURISDICTIONS.values()}
    assert {"NewMexicoSpider", "DistrictOfColumbiaSpider", "NevadaSpider"} <= names
    assert len(names) == len(JURISDICTIONS)


def test_the_code_parses(project: Path) -> None:
    for path in project.rglob("*.py"):
        ast.parse(path.read_text(encoding="utf-8"))


def test_ruff_has_nothing_to_say(project: Path) -> None:
    assert not run("-m", "ruff", "check", "--no-cache", "--config", CONFIG, project)
    assert not run("-m", "ruff", "format", "--check", "--no-cache", "--config", CONFIG, project)


@pytest.mark.parametrize("code", UNREAD[:1])
def test_mypy_has_nothing_to_say(project: Path, code: str) -> None:
    folder = project / "scrapers" / "states" / code
    assert not run("-m", "mypy", "--config-file", CONFIG, *sorted(folder.glob("*.py")))


def test_the_rendered_tests_pass(project: Path) -> None:
    """Also for the two states whose codes are words of Python."""
    states, tests = project / "scrapers" / "states", sorted((project / "tests").glob("test_*.py"))
    assert len(tests) == len(UNREAD)
    assert not run("-c", PYTEST, states, "-c", CONFIG, "-p", "no:cacheprovider", *tests)


def test_lines_of_the_page_stay_short(project: Path) -> None:
    for path in project.rglob("*.md"):
        assert max(map(len, path.read_text(encoding="utf-8").splitlines())) <= 120


def test_an_unknown_code_is_refused(tmp_path: Path) -> None:
    done = scrapy("newstate", "zz", "--into", tmp_path)
    assert done.code == 2
    assert "no jurisdiction 'zz'; wanted one of ak al" in done.output + done.log
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("target", ["scrapers/states/{}/spider.py", "tests/test_{}.py"])
def test_what_is_there_is_never_overwritten(tmp_path: Path, target: str) -> None:
    code = UNREAD[0]
    held = tmp_path / target.format(code)
    held.parent.mkdir(parents=True)
    held.write_text("mine", encoding="utf-8")
    done = scrapy("newstate", code, "--into", tmp_path)
    assert done.code == 2
    assert f"{held} exists already" in done.output + done.log
    assert files(tmp_path) == [target.format(code)]
    assert held.read_text(encoding="utf-8") == "mine"


def test_a_write_that_breaks_off_leaves_no_file(tmp_path: Path) -> None:
    (tmp_path / "tests").write_text("a file where a folder is wanted", encoding="utf-8")
    with pytest.raises(OSError, match="tests"):
        write(rendered(JURISDICTIONS[UNREAD[0]]), tmp_path)
    assert files(tmp_path) == ["tests"]
