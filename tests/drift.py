"""Runs page functions over mutants of their pages, and says what became of each."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import lru_cache
from typing import Any

from mutations import mutants
from page_cases import Case, cases

from scrapers.errors import Blocked, ExpectedEmpty, LayoutChanged

Outcome = tuple[str, str, str, str]  # kind of change, where, same | refused | flagged | silent, why

HEAD = """# When a site changes

Trackers rot where a site is released anew and nobody notices. Each page function below was run over its page with one
thing changed mechanically, as often as there are places to change it (at most fourteen of a kind). **Same**: the same
items came out. **Refused**: the page was refused, which a run counts and shows. **Flagged**: items came out with a gap,
or with a roll call whose names no longer add up to its counts. Nothing may come out silently fewer or different; a test
holds that. A PDF is cut off only. Written by `make docs`; the changes are in `tests/mutations.py`.
"""


def proved_cases() -> list[Case]:
    """Pages of ours: real captures are not in the repository."""
    return [case for case in cases() if not case.captured and case.page_file.suffix != ".txt"]


@lru_cache
def outcomes(case: Case) -> list[Outcome]:
    """What became of each mutant of a case's page."""
    original = case.response()
    wanted = case.read(original)
    found: list[Outcome] = []
    for kind, where, body in mutants(original.body, case.page_file.suffix, getattr(original, "encoding", "utf-8")):
        try:
            got = case.read(case.response(body))
        except (LayoutChanged, Blocked) as error:
            found.append((kind, where, "refused", str(error)))
            continue
        except ExpectedEmpty as error:
            found.append((kind, where, "silent", f"taken for an empty page: {error}"))
            continue
        if got == wanted:
            found.append((kind, where, "same", ""))
        elif flags(got) > flags(wanted):
            found.append((kind, where, "flagged", ""))
        else:
            found.append((kind, where, "silent", difference(wanted, got)))
    return found


def flags(found: Any) -> int:
    """Gaps, and roll calls whose names do not add up to their counts."""
    listed = found if isinstance(found, list) else [found]
    return sum(item.get("is") == "Gap" or differs(item) for item in listed if isinstance(item, dict))


def differs(item: dict[str, Any]) -> bool:
    if item.get("is") != "VoteEvent" or "votes" not in item:
        return False
    named = Counter(vote["option"] if vote["option"] in ("yes", "no") else "other" for vote in item["votes"])
    declared = {side: item.get(f"declared_{side}") for side in ("yes", "no", "other")}
    return any(count is not None and count != named[side] for side, count in declared.items())


def difference(wanted: Any, got: Any, path: str = "") -> str:
    """The first place at which two results differ."""
    if type(wanted) is type(got) and isinstance(wanted, dict) and wanted.keys() == got.keys():
        return next((difference(wanted[k], got[k], f"{path}.{k}") for k in wanted if wanted[k] != got[k]), path)
    if type(wanted) is type(got) and isinstance(wanted, list) and len(wanted) == len(got):
        pairs = enumerate(zip(wanted, got, strict=True))
        return next((difference(a, b, f"{path}.{index}") for index, (a, b) in pairs if a != b), path)
    return f"{path}: wanted {str(wanted)[:120]}, got {str(got)[:120]}"


def table() -> str:
    """docs/drift.md: for each page function and kind of change, how many mutants were same, refused, flagged."""
    counted: dict[tuple[str, str], dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for case in proved_cases():
        for kind, _, outcome, _ in outcomes(case):
            counted[case.state, case.function_name][kind][outcome] += 1
    lines = [HEAD]
    for state in sorted({state for state, _ in counted}):
        lines += [f"## {state}", "", "| page function | change | same | refused | flagged |", "|---|---|---|---|---|"]
        for (place, name), kinds in sorted(counted.items()):
            for kind, seen in sorted(kinds.items()) if place == state else ():
                lines.append(f"| `{name}` | {kind} | {seen['same']} | {seen['refused']} | {seen['flagged']} |")
        lines.append("")
    total = Counter(outcome for case in proved_cases() for _, _, outcome, _ in outcomes(case))
    lines += [
        f"In all {total.total():,} changed pages: {total['same']:,} the same, {total['refused']:,} refused,"
        f" {total['flagged']:,} flagged, {total['silent']:,} silently different.",
        "",
    ]
    return "\n".join(lines)
