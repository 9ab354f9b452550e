"""Bill text in RTF, as the older service gave it: as it would read, and with what is new and what is struck.

Format: Rich Text Format 1.9. Underlined words are new law, struck ones old; lines end where a paragraph does, for
those inside one (`softline`) are the printer's.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field, replace

from scrapers.errors import LayoutChanged
from scrapers.normalise import collapse

TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,9})? ?|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<symbol>[^a-zA-Z0-9])"
    r"|(?P<brace>[{}])|(?P<words>[^\\{}\r\n]+)|[\r\n]+"
)
DEEPEST = 100  # groups in groups; a bill has five
NOT_TEXT = frozenset(
    "fonttbl colortbl stylesheet header headerl headerr headerf footer footerl footerr footerf fldinst info pict object"
    " pntext pntxta pntxtb".split()
)
BREAKS = frozenset(("par", "line", "sect", "page"))
SPACES = frozenset(("tab", "softline", "emspace", "enspace", "cell"))
CHARACTERS = {
    "lquote": "\u2018", "rquote": "\u2019", "ldblquote": "\u201c", "rdblquote": "\u201d",
    "endash": "\u2013", "emdash": "\u2014", "bullet": "\u2022",
}  # fmt: skip
SYMBOLS = {"~": " ", "_": "-", "-": "", "\\": "\\", "{": "{", "}": "}"}


@dataclass(slots=True, frozen=True)
class State:
    """How a group is printed: `silent` is no text, `fallback` how many characters stand in for one of Unicode."""

    silent: bool = False
    new: bool = False
    struck: bool = False
    fallback: int = 1

    @property
    def mark(self) -> str:
        return "del" if self.struck else "ins" if self.new else ""


@dataclass(slots=True)
class Reader:
    where: str
    state: State = field(default_factory=State)
    outer: list[State] = field(default_factory=list)
    paragraphs: list[list[tuple[str, str]]] = field(default_factory=lambda: [[]])
    skip: int = 0  # characters that only stand in for the one of Unicode before them

    def write(self, words: str) -> None:
        words, self.skip = words[self.skip :], max(self.skip - len(words), 0)
        if words and not self.state.silent:
            self.paragraphs[-1].append((self.state.mark, words))

    def brace(self, brace: str) -> None:
        self.skip = 0
        if brace == "{":
            self.outer.append(self.state)
        elif self.outer:
            self.state = self.outer.pop()
        if len(self.outer) > DEEPEST:
            raise LayoutChanged(self.where, wanted=f"at most {DEEPEST} groups in groups", got="more")

    def control(self, word: str, number: int | None) -> None:
        if word in NOT_TEXT:
            self.state = replace(self.state, silent=True)
        elif word in BREAKS and not self.state.silent:
            self.paragraphs.append([])
        elif word in SPACES:
            self.write(" ")
        elif word in CHARACTERS:
            self.write(CHARACTERS[word])
        elif word == "u" and number is not None:
            code = number % 0x10000  # negative above 32767
            self.write("\N{REPLACEMENT CHARACTER}" if 0xD800 <= code < 0xE000 else chr(code))
            self.skip = self.state.fallback
        elif word == "uc":
            self.state = replace(self.state, fallback=max(number or 0, 0))
        elif word == "plain":
            self.state = replace(self.state, new=False, struck=False)
        elif word in ("ul", "uld", "uldb", "ulw"):
            self.state = replace(self.state, new=number != 0)
        elif word == "ulnone":
            self.state = replace(self.state, new=False)
        elif word in ("strike", "striked"):
            self.state = replace(self.state, struck=number != 0)
        elif word == "bin":
            raise LayoutChanged(self.where, wanted="RTF without binary data", got=f"\\bin{number}")

    def symbol(self, symbol: str) -> None:
        if symbol == "*":  # a group that readers who do not know it leave out
            self.state = replace(self.state, silent=True)
        elif symbol in "\r\n":
            self.control("par", None)
        else:
            self.write(SYMBOLS.get(symbol, ""))


def read(source: str, where: str) -> tuple[str, str | None]:
    """The text as it would read, a paragraph a line, and the same as HTML p, ins and del (None: nothing is marked).

    Raises LayoutChanged on what is no whole RTF document with words in it.
    """
    source = source.strip()
    if not source.startswith("{\\rtf"):
        raise LayoutChanged(where, wanted="RTF", got=source[:60])
    reader, place = Reader(where), 0
    while place < len(source):
        token = TOKEN.match(source, place)
        if token is None or (place and not reader.outer):
            raise LayoutChanged(f"{where} character {place}", wanted="RTF", got=source[place : place + 40])
        place = token.end()
        if token["brace"]:
            reader.brace(token["brace"])
        elif token["word"]:
            reader.control(token["word"], int(token["number"]) if token["number"] else None)
        elif token["byte"]:
            reader.write(bytes.fromhex(token["byte"]).decode("cp1252", "replace"))
        elif token["symbol"]:
            reader.symbol(token["symbol"])
        elif token["words"]:
            reader.write(token["words"])
    if reader.outer:
        raise LayoutChanged(where, wanted="RTF to its last brace", got=f"{len(reader.outer)} groups left open")
    text = "\n".join(line for runs in reader.paragraphs if (line := words(runs, struck=False)))
    if not text:
        raise LayoutChanged(where, wanted="words in the RTF", got="none")
    marked = [f"<p>{markup(runs)}</p>" for runs in reader.paragraphs if words(runs, struck=True)]
    has_marks = any(mark for runs in reader.paragraphs for mark, _ in runs)
    return text, "\n".join(marked) if has_marks else None


def words(runs: list[tuple[str, str]], *, struck: bool) -> str:
    return collapse("".join(piece for mark, piece in runs if struck or mark != "del"))


def markup(runs: list[tuple[str, str]]) -> str:
    pieces, opened = [], ""
    for mark, piece in [*runs, ("", "")]:
        if mark != opened:
            pieces.append((f"</{opened}>" if opened else "") + (f"<{mark}>" if mark else ""))
            opened = mark
        pieces.append(html.escape(piece, quote=False))
    return collapse("".join(pieces))
