"""What is held does not depend on the order in which a source happens to give it, nor on how runs divide it."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest
from commands import ROOT
from damages import Files, pack, sample_files
from hypothesis import given, settings
from hypothesis import strategies as st
from store import Store

from scrapers import items
from scrapers.states.ca.dump import Dump
from scrapers.states.ca.pages import bill_filter, read_dump

AT = "2018-11-30T12:00:00+00:00"
BILLS = ("SB 54", "AB 103", "AB 450")


@pytest.fixture(scope="module")
def files() -> Files:
    return sample_files(ROOT / "samples" / "ca-20172018.warc.gz")


def read(data: bytes, folder: Path, bill: str | None = None) -> list[items.Item]:
    path = folder / "dump.zip"
    path.write_bytes(data)
    return list(read_dump(Dump(path, "pubinfo_2017.zip"), bill_filter(None, bill), lambda *_: None))


@pytest.fixture(scope="module")
def plain(files: Files, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, object]]]:
    folder = tmp_path_factory.mktemp("plain")
    store = Store(folder / "bills.db")
    store.run(*read(pack(files), folder), at=AT, describe_session=False)
    return store.state()


def mixed(files: Files, chance: random.Random) -> bytes:
    """The same dump with its files, and the rows of every table, in another order."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as dump:
        for name in chance.sample(sorted(files), len(files)):
            data = files[name]
            if name.endswith(".dat"):
                lines = data.splitlines(keepends=True)
                data = b"".join(chance.sample(lines, len(lines)))
            dump.writestr(name, data)
    return stream.getvalue()


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10_000), batches=st.integers(1, 7))
def test_files_and_rows_in_any_order_and_any_batches_give_the_same_rows(
    files: Files, plain: dict, tmp_path_factory: pytest.TempPathFactory, seed: int, batches: int
) -> None:
    folder = tmp_path_factory.mktemp("mixed")
    store = Store(folder / "bills.db")
    store.run(*read(mixed(files, random.Random(seed)), folder), at=AT, batches=batches, describe_session=False)
    assert store.state() == plain
    assert store.changes() == []


@settings(max_examples=6, deadline=None)
@given(order=st.permutations(BILLS), seed=st.integers(0, 10_000))
def test_one_run_or_many_give_the_same_rows_and_no_change(
    files: Files, plain: dict, tmp_path_factory: pytest.TempPathFactory, order: list[str], seed: int
) -> None:
    folder = tmp_path_factory.mktemp("divided")
    store = Store(folder / "bills.db")
    chance = random.Random(seed)
    for name in order:
        store.run(*read(mixed(files, chance), folder, name), at=AT, describe_session=False)
    assert store.state() == plain
    store.run(*read(mixed(files, chance), folder), at="2018-12-01T12:00:00+00:00", describe_session=False)
    assert store.state() == plain
    assert store.changes() == []
