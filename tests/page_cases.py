"""Page functions and the pages they are proved on: `fixtures/<state>/<page function>/<case>/`.

A case is a `request.json` (`url`; `with`: the function's keyword arguments; `module`, if it is not `pages`; `headers`;
`status`) with the page beside it as `page.<ending>`, or with the name of a real `capture` kept outside, and what the
function must return: `expected.json`, in full for a page of ours, as counts and chosen values for a capture.

`python tests/page_cases.py nm` writes the expectations of a state that are missing. Read them: they are the review.
"""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import GeneratorType
from typing import Any

from scrapy import Request
from scrapy.http import Response
from scrapy.responsetypes import responsetypes

FIXTURES = Path(__file__).parent / "fixtures"
CAPTURES = Path(__file__).resolve().parents[2] / "shared" / "captures"
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".xml": "text/xml",
    ".pdf": "application/pdf",
    ".txt": "text/plain; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
}


@dataclass(frozen=True)
class Case:
    """One page, with what a page function is called with."""

    folder: Path

    def __str__(self) -> str:
        return self.folder.relative_to(FIXTURES).as_posix()

    @cached_property
    def request(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / "request.json").read_text(encoding="utf-8"))
        if unknown := found.keys() - {"url", "with", "module", "headers", "status", "capture"}:
            raise ValueError(f"{self}: request.json has unknown keys: {', '.join(sorted(unknown))}")
        return found

    @property
    def state(self) -> str:
        return self.folder.parts[-3]

    @property
    def function_name(self) -> str:
        return f"{self.request.get('module', 'pages')}.{self.folder.parts[-2]}"

    @property
    def captured(self) -> bool:
        return "capture" in self.request

    @cached_property
    def page_file(self) -> Path:
        if self.captured:
            return CAPTURES / str(self.request["capture"])
        found = sorted(self.folder.glob("page.*"))
        if len(found) != 1:
            raise ValueError(f"{self}: wanted one page.*, found {len(found)}")
        return found[0]

    @property
    def expected_file(self) -> Path:
        return self.folder / "expected.json"

    @cached_property
    def function(self) -> Callable[..., Any]:
        module = importlib.import_module(f"scrapers.states.{self.state}.{self.request.get('module', 'pages')}")
        found: Callable[..., Any] = getattr(module, self.folder.parts[-2])
        return found

    def response(self, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> Response:
        """The page as Scrapy would hand it over, or another body in its place."""
        body = self.page_file.read_bytes() if body is None else body
        named = {"Content-Type": TYPES.get(self.page_file.suffix, "text/plain"), **self.request.get("headers", {})}
        named |= headers or {}
        url = self.request["url"]
        kind = responsetypes.from_args(headers={k: [v] for k, v in named.items()}, url=url, body=body)
        return kind(url, status=self.request.get("status", 200), headers=named, body=body, request=Request(url))

    def read(self, response: Response) -> Any:
        """What the page function returns, as plain JSON values; raises what it raises."""
        return plain(self.function(response, **self.request.get("with", {})))


def cases(state: str = "*") -> list[Case]:
    return [Case(path.parent) for path in sorted(FIXTURES.glob(f"{state}/*/*/request.json"))]


def page_functions(state: str) -> Iterator[str]:
    """The public functions of a state's modules that take a response first, as module.function."""
    folder = FIXTURES.parents[1] / "scrapers" / "states" / state
    for path in sorted(folder.glob("*.py")):
        module = importlib.import_module(f"scrapers.states.{state}.{path.stem}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            parameters = list(inspect.signature(function).parameters.values())
            own = function.__module__ == module.__name__ and not name.startswith("_")
            if own and parameters and parameters[0].annotation in ("Response", "TextResponse"):
                yield f"{path.stem}.{name}"


def plain(thing: Any) -> Any:
    """Items, requests and collections as JSON values; a dataclass names its class in `is`, and leaves out None."""
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        fields = {field.name: plain(getattr(thing, field.name)) for field in dataclasses.fields(thing)}
        return {"is": type(thing).__name__} | {name: value for name, value in fields.items() if value is not None}
    if isinstance(thing, Request):
        return {"is": "Request", "method": thing.method, "url": thing.url, "body": thing.body.decode()}
    if hasattr(thing, "_asdict"):
        return plain(thing._asdict())
    if isinstance(thing, Mapping):
        return {str(name): plain(value) for name, value in thing.items()}
    if isinstance(thing, set | frozenset):
        return sorted((plain(one) for one in thing), key=str)
    if isinstance(thing, list | tuple | GeneratorType):
        return [plain(one) for one in thing]
    if thing is None or isinstance(thing, str | int | float | bool):
        return thing
    raise TypeError(f"a page function returned {type(thing).__name__}, which the runner cannot compare")


def counts(found: Any) -> dict[str, int]:
    """How many items of each type, and how many rows in their lists."""
    total: Counter[str] = Counter()
    for one in entries(found):
        name = one.get("is", "object") if isinstance(one, dict) else type(one).__name__
        total[name] += 1
        for child, value in one.items() if isinstance(one, dict) else ():
            if isinstance(value, list):
                total[f"{name}.{child}"] += len(value)
    return dict(sorted(total.items()))


def entries(found: Any) -> list[Any]:
    """The items; of a mapping its pairs."""
    if isinstance(found, dict) and "is" not in found:
        return [list(pair) for pair in found.items()]
    return found if isinstance(found, list) else [found]


def at(found: Any, path: str) -> Any:
    """The value at a path such as `0.actions.3.text`."""
    found = entries(found)
    for step in path.split("."):
        found = found[int(step)] if isinstance(found, list) else found[step]
    return found


def summary(found: Any) -> dict[str, Any]:
    """What is held of a capture: its counts, and the plain values of its first and its last item."""
    chosen = {}
    listed = entries(found)
    for index in sorted({0, len(listed) - 1} if listed else ()):
        one = listed[index]
        if isinstance(one, dict):
            plain_values = {name: value for name, value in one.items() if not isinstance(value, list | dict)}
            chosen |= {f"{index}.{name}": value for name, value in plain_values.items()}
        else:
            chosen[str(index)] = one
    return {"counts": counts(found), "chosen": chosen}


def write_missing(state: str) -> None:
    """Write `expected.json` beside each case that has none."""
    for case in cases(state):
        if case.expected_file.exists() or not case.page_file.exists():
            continue
        found = case.read(case.response())
        text = json.dumps(summary(found) if case.captured else found, ensure_ascii=False, indent=1)
        case.expected_file.write_text(text + "\n", encoding="utf-8")
        sys.stdout.write(f"{case.expected_file}: please review\n")


if __name__ == "__main__":
    sys.path.insert(0, str(FIXTURES.parents[1]))
    write_missing(sys.argv[1])
