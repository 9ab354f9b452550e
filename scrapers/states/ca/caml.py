"""Bill text in CAML, the Legislative Counsel's XML: as it would read, and with what was added and struck.

Changes against the version before are processing instructions: `xm-insertion_mark_start` … `xm-insertion_mark_end`
around what is new, `xm-deletion_mark data="…"` holding the markup of what was struck. An empty `span` of class
`EnSpace` (or another space) is a space.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from lxml import etree

from scrapers.errors import LayoutChanged
from scrapers.normalise import collapse

CAML = "{http://lc.ca.gov/legalservices/schemas/caml.1#}"
BLOCKS = {"p", "tr", "li", "BillSection", "Fragment", "LawSection", "LawHeading", "DigestText", "Preamble", "Title"}
HEADS = {"Num", "LawHeadingText"}  # a number stands on the line of what it numbers
DELETED = re.compile(r"""data=(["'])(.*)\1\s*$""", re.DOTALL)
TAG = re.compile(r"<(/?)([a-zA-Z:]{1,40})[^<>]*>")


@dataclass(frozen=True, slots=True)
class Measure:
    """`text` as it would read, one paragraph a line; `markup` the same as HTML p, ins and del, None without marks."""

    text: str
    markup: str | None
    long_title: str | None


@dataclass(slots=True)
class Writer:
    """Paragraphs of runs; a run is (mark, words), mark one of '', 'ins', 'del'."""

    where: str
    paragraphs: list[list[tuple[str, str]]] = field(default_factory=lambda: [[]])
    mark: str = ""
    after_head: bool = False

    def break_paragraph(self) -> None:
        if self.after_head:
            self.after_head = False
        elif self.paragraphs[-1]:
            self.paragraphs.append([])

    def write(self, words: str | None, mark: str | None = None) -> None:
        if words:
            if words.strip():
                self.after_head = False
            self.paragraphs[-1].append((self.mark if mark is None else mark, words))


def read_caml(data: bytes, where: str) -> Measure:
    """Raises LayoutChanged, naming the file, on what is not a whole CAML measure."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise LayoutChanged(where, wanted="well-formed CAML XML", got=str(error)) from error
    doctype = str(root.getroottree().docinfo.doctype)  # type: ignore[union-attr]  # a parsed tree has it
    if doctype:
        raise LayoutChanged(where, wanted="CAML without a DOCTYPE", got=doctype)
    if root.tag != f"{CAML}MeasureDoc":
        raise LayoutChanged(where, wanted="a caml:MeasureDoc", got=str(root.tag))
    description = root.find(f"{CAML}Description")
    body = next((node for node in root if isinstance(node.tag, str) and node is not description), None)
    if description is None or body is None:
        raise LayoutChanged(where, wanted="caml:Description and a body", got=", ".join(str(node.tag) for node in root))
    writer = Writer(where)
    title = description.find(f"{CAML}Title")
    for part in (title, description.find(f"{CAML}DigestText"), body):
        if part is not None:
            walk(part, writer)
            writer.after_head = False
            writer.break_paragraph()
    text, markup = render(writer.paragraphs)
    if not text:
        raise LayoutChanged(where, wanted="the words of a measure", got="none")
    return Measure(text, markup, title_words(title, where))


def title_words(title: etree._Element | None, where: str) -> str | None:
    if title is None:
        return None
    writer = Writer(where)
    walk(title, writer)
    return collapse(render(writer.paragraphs)[0]) or None


def walk(node: etree._Element, writer: Writer) -> None:
    name = etree.QName(node).localname
    if name in BLOCKS:
        writer.break_paragraph()
    if name == "span" and not len(node) and not node.text:
        writer.write(" ")
    writer.write(node.text)
    for child in node:
        if isinstance(child, etree._ProcessingInstruction):
            instruct(child, writer)
        elif isinstance(child.tag, str):
            walk(child, writer)
        writer.write(child.tail)
    if name in BLOCKS or name == "ActionLine":
        writer.break_paragraph()
    elif name in ("td", "th"):
        writer.write("\t")
    elif name in HEADS:
        writer.write(" ")
        writer.after_head = True


def instruct(instruction: etree._ProcessingInstruction, writer: Writer) -> None:
    if instruction.target == "xm-insertion_mark_start":
        writer.mark = "ins"
    elif instruction.target == "xm-insertion_mark_end":
        writer.mark = ""
    elif instruction.target == "xm-deletion_mark":
        found = DELETED.match(instruction.text or "")
        if found is None:
            raise LayoutChanged(f"{writer.where} xm-deletion_mark", wanted='data="…"', got=instruction.text or "")
        pieces = TAG.sub(tag_as_space, html.unescape(found[2]))
        for place, piece in enumerate(pieces.rstrip("\n").split("\n")):
            if place:
                writer.break_paragraph()
            writer.write(html.unescape(piece), "del")


def tag_as_space(tag: re.Match[str]) -> str:
    """A struck tag leaves a line break where a paragraph ended, and the space a span stood for."""
    return "\n" if tag[1] and tag[2] == "p" else " " if tag[2] == "span" else ""


def render(paragraphs: list[list[tuple[str, str]]]) -> tuple[str, str | None]:
    lines, marked = [], []
    has_marks = any(mark for runs in paragraphs for mark, _ in runs)
    for runs in paragraphs:
        line = collapse("".join(words for mark, words in runs if mark != "del"))
        if line:
            lines.append(line)
        if has_marks and (html_line := render_marked(runs)):
            marked.append(f"<p>{html_line}</p>")
    return "\n".join(lines), "\n".join(marked) if has_marks else None


def render_marked(runs: list[tuple[str, str]]) -> str:
    parts: list[str] = []
    open_mark = ""
    for mark, words in [*runs, ("", "")]:
        if mark != open_mark:
            parts.append((f"</{open_mark}>" if open_mark else "") + (f"<{mark}>" if mark else ""))
            open_mark = mark
        parts.append(html.escape(words, quote=False))
    line = collapse("".join(parts))
    return line if TAG.sub("", line).strip() else ""
