"""What happens when a site changes: each page function on mutants of its pages.

A mutant must give the same items, a refusal, or a flag; never silently fewer or other items. docs/drift.md has the
results, written by docs/generate.py.
"""

from __future__ import annotations

from collections import Counter

import pytest
from drift import outcomes, proved_cases, table
from page_cases import FIXTURES, Case


@pytest.mark.parametrize("case", proved_cases(), ids=str)
def test_no_change_of_a_page_goes_unnoticed(case: Case) -> None:
    silent = [f"{kind}: {where}: {why}" for kind, where, outcome, why in outcomes(case) if outcome == "silent"]
    assert not silent, "\n".join(silent)


def test_each_page_function_meets_at_least_ten_mutants() -> None:
    met: Counter[str] = Counter()
    for case in proved_cases():
        if case.page_file.suffix != ".pdf":
            met[f"{case.state} {case.function_name}"] += len(outcomes(case))
    assert not [name for name, count in met.items() if count < 10]


def test_the_published_table_is_what_was_measured() -> None:
    assert (FIXTURES.parents[1] / "docs" / "drift.md").read_text(encoding="utf-8") == table()
