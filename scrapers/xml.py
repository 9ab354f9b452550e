"""Reading official XML safely: nothing outside the file is read, no entity is resolved, and sizes are bounded."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from lxml import etree

from scrapers.errors import Blocked, LayoutChanged
from scrapers.normalise import collapse

Element = etree._Element

HTML = ("<!doctype html", "<html", "<head")
LONGEST = 32 * 1024 * 1024
GUARDS: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


def parse(body: bytes, tag: str, where: str, *, longest: int = LONGEST) -> Element:
    """The root of an XML page that must be a `tag`.

    Raises Blocked on an HTML page in its place, LayoutChanged on anything else.
    """
    check(body, where, longest)
    try:
        root = etree.fromstring(body, etree.XMLParser(**GUARDS))
    except etree.XMLSyntaxError as error:
        raise LayoutChanged(where, wanted="XML", got=str(error)) from error
    check_entities(body, where)
    check_root(root, tag, where)
    return root


def stream(body: bytes, root: str, tag: str, where: str, *, longest: int = LONGEST) -> Iterator[Element]:
    """Each `tag` of a large file whose root must be a `root`; it is emptied once the next is asked for.

    Raises as `parse` does; that a file is cut off shows at its end alone, and nothing of it may be used then.
    """
    check(body, where, longest)
    check_entities(body, where)
    parsed = etree.iterparse(io.BytesIO(body), events=("end",), tag=tag, **GUARDS)
    try:
        for _, element in parsed:
            check_root(element.getroottree().getroot(), root, where)
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
        check_root(parsed.root, root, where)
    except etree.XMLSyntaxError as error:
        raise LayoutChanged(where, wanted="XML", got=str(error)) from error


def unzipped(body: bytes, where: str, *, longest: int) -> bytes:
    """The one file of a ZIP; one that is not zipped is itself. Raises LayoutChanged on a damaged or too large one."""
    if not body.startswith(b"PK"):
        return body
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            names = archive.namelist()
            if len(names) != 1:
                raise LayoutChanged(where, wanted="a ZIP of one file", got=", ".join(names[:5]) or "none")
            with archive.open(names[0]) as file:
                found = file.read(longest + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise LayoutChanged(where, wanted="a ZIP", got=str(error)) from error
    if len(found) > longest:
        raise LayoutChanged(where, wanted=f"at most {longest:,} bytes", got="more")
    return found


def check(body: bytes, where: str, longest: int) -> None:
    head = body[:400].decode("utf-8", "replace").lstrip("\ufeff \r\n\t").lower()
    if head.startswith(HTML):
        raise Blocked(where, got=head)
    if len(body) > longest:
        raise LayoutChanged(where, wanted=f"at most {longest} bytes", got=str(len(body)))


def check_entities(body: bytes, where: str) -> None:
    if b"<!ENTITY" in body:
        raise LayoutChanged(where, wanted="XML without entities of its own", got="entity declarations")
    if b"\0" in body:  # in UTF-16 and its like a declaration is written in other bytes
        raise LayoutChanged(where, wanted="XML in an encoding that extends ASCII", got="NUL bytes")


def check_root(root: Element, tag: str, where: str) -> None:
    got = etree.QName(root).localname
    if got != tag:
        if got.lower() == "html":
            raise Blocked(where, got="an HTML page")
        raise LayoutChanged(where, wanted=f"<{tag}>", got=f"<{got}>")


def words(element: Element | None, path: str = ".") -> str | None:
    """The text at a path as one line; None where there is no such element or nothing in it."""
    found = element.find(path) if element is not None else None
    return collapse("".join(str(part) for part in found.itertext())) or None if found is not None else None


def need(element: Element, path: str, where: str) -> str:
    """The text that must be at a path."""
    found = words(element, path)
    if found is None:
        raise LayoutChanged(f"{where} line {element.sourceline} <{element.tag}>", wanted=f"text in {path}", got="none")
    return found


def need_one(element: Element, paths: tuple[str, ...], where: str) -> Element:
    """The element that must be at one of some paths: the layouts of different years."""
    for path in paths:
        found = element.find(path)
        if found is not None:
            return found
    raise LayoutChanged(f"{where} line {element.sourceline} <{element.tag}>", wanted=" or ".join(paths), got="none")


def number(element: Element, path: str, where: str) -> int:
    """A count; an empty element is a count of none, a missing one is a changed layout."""
    found = element.find(path)
    text = words(found)
    if found is None or (text is not None and not text.isdecimal()):
        raise LayoutChanged(f"{where} <{element.tag}> {path}", wanted="a number", got=str(text))
    return int(text or 0)
