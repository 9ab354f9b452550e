"""Every page function of every state that has cases: what it returns, and what it refuses."""

from __future__ import annotations

import json

import pytest
from page_cases import Case, at, cases, counts, page_functions

from scrapers.errors import Blocked, LayoutChanged

CASES = cases()
FUNCTIONS = list({(case.state, case.function_name): case for case in CASES if not case.captured}.values())
BAD_PAGES = {
    "empty": (b"", "text/html"),
    "an error in words": (b"Internal Server Error", "text/plain"),
    "an error page": (b"<!DOCTYPE html><html><body><h1>500 Internal Server Error</h1></body></html>", "text/html"),
    "a firewall": (
        b"<!DOCTYPE html><html><head><title>Access Denied</title></head><body>Reference #18</body></html>",
        "text/html",
    ),
    "a shell for scripts": (b'<!DOCTYPE html><html><body><div id="root"></div></body></html>', "text/html"),
    "an error as JSON": (b'{"error": "an unexpected error occurred"}', "application/json"),
    "null": (b"null", "application/json"),
}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_page_is_read_as_expected(case: Case) -> None:
    if case.captured and not case.page_file.exists():
        pytest.skip("no ../shared with real captures beside this checkout")
    expected = json.loads(case.expected_file.read_text(encoding="utf-8"))
    found = case.read(case.response())
    if not case.captured:
        assert found == expected
        return
    assert counts(found) == expected["counts"]
    for path, value in expected["chosen"].items():
        assert at(found, path) == value, path


@pytest.mark.parametrize("bad", BAD_PAGES)
@pytest.mark.parametrize("case", FUNCTIONS, ids=lambda case: f"{case.state}-{case.function_name}")
def test_what_is_no_such_page_is_refused(case: Case, bad: str) -> None:
    body, media_type = BAD_PAGES[bad]
    with pytest.raises((LayoutChanged, Blocked)):
        case.read(case.response(body, {"Content-Type": media_type}))


@pytest.mark.parametrize("state", sorted({case.state for case in CASES}))
def test_every_page_function_has_a_page_of_ours(state: str) -> None:
    proved = {case.function_name for case in FUNCTIONS if case.state == state}
    assert set(page_functions(state)) == proved
