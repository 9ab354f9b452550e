"""`scrapy newstate xx`: the folder, test and page of a new state, as docs/adding-a-state.md has them."""

from __future__ import annotations

import argparse
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from scrapers.jurisdictions import JURISDICTIONS, Jurisdiction

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = Path(__file__).resolve().parents[1] / "templates" / "state"
TARGETS = {
    "__init__.py": "scrapers/states/{}/__init__.py",
    "pages.py": "scrapers/states/{}/pages.py",
    "actions.py": "scrapers/states/{}/actions.py",
    "spider.py": "scrapers/states/{}/spider.py",
    "page.md": "docs/states/{}.md",
    "test.py": "tests/test_{}.py",
}


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "<state> [options]"

    def short_desc(self) -> str:
        return "Begin a state: its folder, test and page, from templates"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--into", default=str(ROOT), help="the folder to write below (default: this project)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise UsageError("one state is wanted, by its code of two letters")
        if args[0] not in JURISDICTIONS:
            raise UsageError(f"no jurisdiction {args[0]!r}; wanted one of {' '.join(JURISDICTIONS)}", print_help=False)
        into = Path(opts.into)
        if not into.is_dir():
            raise UsageError(f"--into {into}: there is no such folder", print_help=False)
        files = rendered(JURISDICTIONS[args[0]])
        try:
            write(files, into)
        except OSError as error:
            raise UsageError(f"nothing was written: {error}", print_help=False) from error
        print("\n".join(files))  # noqa: T201


def class_name(jurisdiction: Jurisdiction) -> str:
    return "".join(word[0].upper() + word[1:] for word in jurisdiction.name.split()) + "Spider"


def rendered(jurisdiction: Jurisdiction) -> dict[str, str]:
    """Each file's path below the project → its text."""
    values = {
        "code": jurisdiction.code,
        "name": jurisdiction.name,
        "class_name": class_name(jurisdiction),
        "site_url": jurisdiction.site_url,
        "domain": urlsplit(jurisdiction.site_url).hostname or "",
    }
    return {
        target.format(jurisdiction.code): Template(
            (TEMPLATES / f"{name}.tmpl").read_text(encoding="utf-8"),
        ).substitute(values)
        for name, target in TARGETS.items()
    }


def write(files: dict[str, str], into: Path) -> None:
    """All of them or none; raises FileExistsError before the first where one is there already."""
    for name in files:
        if (into / name).exists() or (into / name).is_symlink():
            raise FileExistsError(f"{into / name} exists already")
    written: list[Path] = []
    try:
        for name, text in files.items():
            path = into / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8") as stream:
                written.append(path)
                stream.write(text)
    except OSError:
        for path in written:
            path.unlink()
        raise
