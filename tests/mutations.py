"""Small mechanical changes to a page, as a site's next release would bring them.

Each kind yields mutants: a page with one thing changed, at one place or at every place of one name.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from typing import Any, TypeVar

import lxml.html
from lxml import etree

REWRITTEN = "written again"
MOST = 14  # mutants of one kind from one page, evenly over the places there are
Thing = TypeVar("Thing")

SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?![\d/])")
ISO = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)")
WORDED = re.compile(r"\b([A-Z][a-z]{2,8})\.? (\d{1,2}), (\d{4})\b")


def mutants(body: bytes, ending: str, encoding: str = "utf-8") -> Iterator[tuple[str, str, bytes]]:
    """(kind, where, mutated body) of a page whose file name ends so; none is the page itself, or that written again."""
    known = {body}
    for kind, where, made in changed_pages(body, ending, encoding):
        if made not in known:
            yield kind, where, made
        if kind == REWRITTEN:
            known.add(made)


def changed_pages(body: bytes, ending: str, encoding: str) -> Iterator[tuple[str, str, bytes]]:
    yield from cut(body)
    if ending == ".pdf":
        return
    text = body.decode(encoding)
    yield from dates(text, encoding)
    yield from encodings(text, encoding)
    if ending == ".html":
        yield from html(text, encoding)
    elif ending == ".json":
        yield from in_json(json.loads(text))
    elif ending == ".csv":
        yield from in_csv(text, encoding)
    elif ending == ".xml":
        yield from xml(body)


def some(places: Sequence[Thing]) -> list[Thing]:
    step = max(1, -(-len(places) // MOST))
    return list(places[::step])


def cut(body: bytes) -> Iterator[tuple[str, str, bytes]]:
    for share in (25, 50, 75, 90, 98):
        yield "cut off", f"at {share} %", body[: len(body) * share // 100]


def dates(text: str, encoding: str) -> Iterator[tuple[str, str, bytes]]:
    """Every day, then the first alone, in another notation; a page without days has no such mutant."""
    changes: list[tuple[re.Pattern[str], Callable[[re.Match[str]], str]]] = [
        (SLASHED, lambda day: f"{day[3]}.{day[1]}.{day[2]}"),
        (ISO, lambda day: f"{day[2]}/{day[3]}/{day[1]}"),
        (WORDED, lambda day: f"{day[2]} {day[1]} {day[3]}"),
    ]
    for pattern, change in changes:
        for count, where in ((0, "all"), (1, "the first")):
            changed = pattern.sub(change, text, count=count)
            if changed != text:
                yield "date format", f"{where} like {pattern.search(text)[0]}", changed.encode(encoding)  # type: ignore[index]


def encodings(text: str, encoding: str) -> Iterator[tuple[str, str, bytes]]:
    for other in ("cp1252", "utf-16", "utf-16-le"):
        yield "encoding", f"{other} under the same header", text.encode(other, "replace")
    if not text.isascii():
        yield (
            "encoding",
            "utf-8 read as cp1252, and written again",
            text.encode("utf-8").decode("latin-1").encode("utf-8"),
        )


# ---------------------------------------------------------------------------------------------------------- HTML


def html(text: str, encoding: str) -> Iterator[tuple[str, str, bytes]]:
    whole = re.search(r"<html", text[:2000], re.IGNORECASE) is not None
    root = lxml.html.document_fromstring(text) if whole else deepcopy(lxml.html.fragment_fromstring(text.strip()))

    def written(changed: Any) -> bytes:
        made: bytes = lxml.html.tostring(changed, encoding=encoding, doctype="<!DOCTYPE html>" if whole else None)
        return made.rstrip()

    yield REWRITTEN, "by a parser", written(root)
    for kind, find in HTML_KINDS.items():
        paths: list[tuple[str, Any]] = find(root)
        for where, change in some(paths):
            changed = deepcopy(root)
            change(changed)
            yield kind, where, written(changed)


Changes = list[tuple[str, Callable[[Any], None]]]


def rename(attribute: str) -> Callable[[Any], Changes]:
    def find(root: Any) -> Changes:
        names = sorted({name for value in root.xpath(f"//@{attribute}") for name in value.split()})
        return [(name, renamed(attribute, name)) for name in names]

    return find


def renamed(attribute: str, name: str) -> Callable[[Any], None]:
    def change(root: Any) -> None:
        for element in root.xpath(f"//*[@{attribute}]"):
            values = [f"new-{one}" if one == name else one for one in element.get(attribute).split()]
            element.set(attribute, " ".join(values))

    return change


def elements(query: str, act: Callable[[Any], None]) -> Callable[[Any], Changes]:
    """One change for each element a query finds, found again in the copy by its place."""

    def find(root: Any) -> Changes:
        return [(label(one), at_place(place_of(one), act)) for one in root.xpath(query)]

    return find


def place_of(element: Any) -> list[int]:
    """The way from the root to an element, by the number of each child."""
    steps = []
    while (parent := element.getparent()) is not None:
        steps.append(parent.index(element))
        element = parent
    return steps[::-1]


def at(root: Any, place: list[int]) -> Any:
    for step in place:
        root = root[step]
    return root


def at_place(place: list[int], act: Callable[[Any], None]) -> Callable[[Any], None]:
    return lambda root: act(at(root, place))


def label(element: Any) -> str:
    name = element.get("id") or element.get("class") or " ".join(element.text_content().split())[:24]
    return f"{element.tag} {name}".strip()


def wrap(element: Any) -> None:
    parent, tail = element.getparent(), element.tail
    box = etree.Element("div", {"class": "wrapped"})
    element.tail = None
    parent.replace(element, box)
    box.append(element)
    box.tail = tail


def rows_of(table: Any) -> list[Any]:
    return table.xpath("./tr | ./thead/tr | ./tbody/tr | ./tfoot/tr")  # type: ignore[no-any-return]


def empty(table: Any) -> None:
    for row in rows_of(table)[1:] or table.xpath("./li"):
        row.getparent().remove(row)


def double(row: Any) -> None:
    copy = deepcopy(row)
    row.addnext(copy)


def relabel(element: Any) -> None:
    for child in list(element):
        element.remove(child)
    element.text = "Another label"


def columns(root: Any, act: Callable[[list[Any], int], None]) -> Changes:
    found: Changes = []
    for table in root.xpath("//table"):
        widths = [len(row.xpath("./th | ./td")) for row in rows_of(table)]
        if not widths or max(widths) < 2:
            continue
        for index in range(max(widths)):
            found.append((f"{label(table)} column {index + 1}", column_change(place_of(table), index, act)))
    return found


def column_change(place: list[int], index: int, act: Callable[[list[Any], int], None]) -> Callable[[Any], None]:
    def change(root: Any) -> None:
        for row in rows_of(at(root, place)):
            cells = row.xpath("./th | ./td")
            if index < len(cells):
                act(cells, index)

    return change


def drop_cell(cells: list[Any], index: int) -> None:
    cells[index].getparent().remove(cells[index])


def move_cell(cells: list[Any], index: int) -> None:
    """The cell goes to the end of its row, or the last one to the front."""
    row = cells[index].getparent()
    if index == len(cells) - 1:
        row.insert(0, cells[index])
    else:
        row.append(cells[index])


LISTS = "//table | //ul[li] | //ol[li]"
ROWS = "//table//tr[position() > 1][td] | //ul/li | //ol/li"
ENDS_IN_COLON = "substring(normalize-space(), string-length(normalize-space())) = ':'"
LABELS = (
    "//th | //dt | //label | //table/tr[1]/td | //table/tbody[1]/tr[1][not(//thead)]/td"
    f" | //*[self::b or self::strong or self::span][{ENDS_IN_COLON}]"
)
HTML_KINDS: dict[str, Callable[[Any], Changes]] = {
    "class renamed": rename("class"),
    "id renamed": rename("id"),
    "wrapped in a div": elements("//body//div[@id] | //table | //ul | //ol | //dl", wrap),
    "column dropped": lambda root: columns(root, drop_cell),
    "columns reordered": lambda root: columns(root, move_cell),
    "label changed": elements(LABELS, relabel),
    "table emptied": elements(LISTS, empty),
    "row doubled": elements(ROWS, double),
    "cell missing": elements("//table//tr[td][position() > 1]/td[1]", lambda cell: cell.getparent().remove(cell)),
}


# ---------------------------------------------------------------------------------------------------- JSON and XML


def in_json(document: Any) -> Iterator[tuple[str, str, bytes]]:
    def written(changed: Any) -> bytes:
        return json.dumps(changed).encode()

    yield REWRITTEN, "by a writer", written(document)
    keys = sorted({key for node in nodes(document) if isinstance(node, dict) for key in node})
    for key in some(keys):
        yield "key renamed", key, written(with_keys(document, key, f"new{key}"))
        yield "key missing", key, written(with_keys(document, key, None))
    lists = [index for index, node in enumerate(nodes(document)) if isinstance(node, list) and node]
    for index in some(lists):
        for kind, change in JSON_LISTS.items():
            yield kind, f"list {index}", written(with_list(document, index, change))
    yield "in an envelope", "all", written({"data": document})


JSON_LISTS: dict[str, Callable[[list[Any]], Any]] = {
    "list emptied": lambda found: [],
    "element doubled": lambda found: [found[0], *found],
    "list null": lambda found: None,
    "list a string": lambda found: "none",
}


def in_csv(text: str, encoding: str) -> Iterator[tuple[str, str, bytes]]:
    rows = list(csv.reader(io.StringIO(text, newline="")))

    def written(changed: list[list[str]]) -> bytes:
        out = io.StringIO(newline="")
        csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(changed)
        return out.getvalue().encode(encoding)

    yield REWRITTEN, "by a writer", written(rows)
    for place, name in enumerate(rows[0]):
        yield "column dropped", name, written([row[:place] + row[place + 1 :] for row in rows])
        yield "columns reordered", name, written([[row[place], *row[:place], *row[place + 1 :]] for row in rows])
        yield "label changed", name, written([[*rows[0][:place], "Another", *rows[0][place + 1 :]], *rows[1:]])
    for place in some(range(1, len(rows))):
        yield "row doubled", f"row {place}", written([*rows[:place], rows[place], *rows[place:]])
        yield "cell missing", f"row {place}", written([*rows[:place], rows[place][1:], *rows[place + 1 :]])
    yield "table emptied", "all", written(rows[:1])


def nodes(node: Any) -> Iterator[Any]:
    """All objects and lists of a document, in their order."""
    if isinstance(node, dict | list):
        yield node
        for child in node.values() if isinstance(node, dict) else node:
            yield from nodes(child)


def with_keys(node: Any, key: str, new: str | None) -> Any:
    if isinstance(node, list):
        return [with_keys(child, key, new) for child in node]
    if not isinstance(node, dict):
        return node
    return {
        (new if name == key and new else name): with_keys(child, key, new)
        for name, child in node.items()
        if name != key or new
    }


def with_list(document: Any, wanted: int, change: Callable[[list[Any]], Any]) -> Any:
    """The document with its list number `wanted`, as `nodes` counts, changed."""
    box = {"": deepcopy(document)}
    number = -1

    def visit(holder: Any, place: Any) -> bool:
        nonlocal number
        node = holder[place]
        if not isinstance(node, dict | list):
            return False
        number += 1
        if number == wanted:
            holder[place] = change(node)
            return True
        return any(visit(node, inner) for inner in (node if isinstance(node, dict) else range(len(node))))

    visit(box, "")
    return box[""]


def xml(body: bytes) -> Iterator[tuple[str, str, bytes]]:
    root = etree.fromstring(body)

    def written(changed: Any) -> bytes:
        made: bytes = etree.tostring(changed, xml_declaration=True, encoding="utf-8")
        return made

    yield REWRITTEN, "by a writer", written(root)
    tags = sorted({element.tag for element in root.iter() if isinstance(element.tag, str)})
    for tag in some(tags):
        changed = deepcopy(root)
        for element in list(changed.iter(tag)):
            element.tag = f"{tag}New"
        yield "element renamed", tag, written(changed)
    for name in some(sorted({name for element in root.iter() for name in element.attrib})):
        changed = deepcopy(root)
        for element in changed.iter():
            if name in element.attrib:
                element.set(f"{name}New", element.attrib.pop(name))
        yield "attribute renamed", name, written(changed)
    tree = root.getroottree()
    repeated = [one for one in root.iter() if one.getparent() is not None and len(one.getparent().findall(one.tag)) > 1]
    for element in some(repeated):
        changed = deepcopy(root)
        found = changed.getroottree().xpath(tree.getpath(element))[0]
        found.addnext(deepcopy(found))
        yield "element doubled", tree.getpath(element), written(changed)
    for element in some(list({one.getparent(): None for one in repeated})):
        changed = deepcopy(root)
        found = changed.getroottree().xpath(tree.getpath(element))[0]
        for child in list(found):
            found.remove(child)
        yield "list emptied", tree.getpath(element), written(changed)
