"""PDF files, within bounds: their lines, or their words with the place of each.

Read with pypdfium2, the reader of a browser. Places are in points, from the left and from the top of the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw

from scrapers.errors import LayoutChanged
from scrapers.normalise import collapse

LARGEST = 64 * 1024 * 1024  # bytes
MOST_PAGES = 300
MOST_CHARACTERS = 200_000  # of one page
MOST_IN_ALL = 3_000_000  # of a file: 300 full pages have a third of that


class Word(NamedTuple):
    """A run of characters without a space. `page` counts from 0, `top` and `bottom` from the page's upper edge."""

    text: str
    page: int
    left: float
    right: float
    top: float
    bottom: float


def lines(body: bytes, where: str, *, most_pages: int = MOST_PAGES) -> list[list[str]]:
    """For each page its lines in reading order, none empty; raises LayoutChanged on what is no such PDF."""
    found = []
    for _, text in pages(body, where, most_pages):
        found.append([line for raw in text.get_text_bounded().splitlines() if (line := collapse(raw))])
    return found


def words(body: bytes, where: str, *, most_pages: int = MOST_PAGES) -> list[Word]:
    """All words with their places, in reading order; raises LayoutChanged on what is no such PDF."""
    found: list[Word] = []
    for number, text in pages(body, where, most_pages):
        height = text.page.get_height()
        run: list[tuple[str, tuple[float, float, float, float]]] = []
        count = text.count_chars()
        for index in range(count + 1):
            letter = chr(pypdfium2.raw.FPDFText_GetUnicode(text.raw, index)) if index < count else " "
            if not letter.isspace() and letter != "\0":
                run.append((letter, text.get_charbox(index)))
            elif run:
                found.append(word(run, number, height))
                run = []
    return found


def word(run: list[tuple[str, tuple[float, float, float, float]]], page: int, height: float) -> Word:
    lefts, bottoms, rights, tops = zip(*(box for _, box in run), strict=True)
    text = "".join(letter for letter, _ in run)
    return Word(text, page, min(lefts), max(rights), height - max(tops), height - min(bottoms))


def pages(body: bytes, where: str, most: int) -> Iterator[tuple[int, pypdfium2.PdfTextPage]]:
    in_all = 0
    with document(body, where, most) as opened:
        for number in range(len(opened)):
            page = opened[number]
            text = page.get_textpage()
            try:
                in_all += characters(text, f"{where} page {number + 1}")
                if in_all > MOST_IN_ALL:
                    raise LayoutChanged(where, wanted=f"at most {MOST_IN_ALL:,} characters", got="more")
                yield number, text
            finally:
                text.close()
                page.close()


@contextmanager
def document(body: bytes, where: str, most: int) -> Iterator[pypdfium2.PdfDocument]:
    if not body.startswith(b"%PDF-") or len(body) > LARGEST:
        raise LayoutChanged(where, wanted=f"a PDF of at most {LARGEST:,} bytes", got=f"{len(body):,}: {body[:40]!r}")
    if b"%%EOF" not in body[-2048:]:
        raise LayoutChanged(where, wanted="%%EOF at the end of a PDF", got=repr(body[-40:]))
    try:
        opened = pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as error:
        raise LayoutChanged(where, wanted="a PDF", got=str(error)) from error
    try:
        if not 0 < len(opened) <= most:
            raise LayoutChanged(where, wanted=f"1 to {most} pages", got=f"{len(opened)}")
        yield opened
    except pypdfium2.PdfiumError as error:
        raise LayoutChanged(where, wanted="pages of a PDF that can be read", got=str(error)) from error
    finally:
        opened.close()


def characters(text: pypdfium2.PdfTextPage, where: str) -> int:
    count: int = text.count_chars()
    if count > MOST_CHARACTERS:
        raise LayoutChanged(where, wanted=f"at most {MOST_CHARACTERS:,} characters on a page", got=f"{count:,}")
    return count
