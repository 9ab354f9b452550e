"""The tables and what each points to, as a picture made from the database's own foreign keys.

Another plugin finds this one as `pm.get_plugin("schema_picture.py")`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

WIDE, ROW, HEAD, GAP, AISLE = 206, 15, 24, 10, 46  # px
EVERYWHERE = "captures"  # where a row was read: a line from nearly every box, so it is marked instead

TABLES = """
SELECT m.name, k."from" AS column_name, k."table" AS target
FROM sqlite_master m LEFT JOIN pragma_foreign_key_list(m.name) k
WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND m.name NOT LIKE '\\_%' ESCAPE '\\'
  AND m.name NOT LIKE '%\\_fts%' ESCAPE '\\'
ORDER BY m.rowid, k.id DESC
"""
Keys = list[tuple[str, str]]  # column, table it points to


class Box(NamedTuple):
    x: int
    y: int
    tall: int
    keys: Keys


def tables_of(rows: Sequence[Mapping[str, str | None]]) -> dict[str, Keys]:
    """Table → its foreign keys, in the order the tables were made."""
    tables: dict[str, Keys] = {}
    for row in rows:
        keys = tables.setdefault(str(row["name"]), [])
        if row["column_name"] and row["target"]:
            keys.append((row["column_name"], row["target"]))
    return tables


def layers(tables: Mapping[str, Keys]) -> dict[str, int]:
    """How many steps a table is from those that point to nothing; a pointer to a table made later does not count."""
    depth: dict[str, int] = {}
    for name, keys in tables.items():
        drawn = [target for _, target in keys if target in depth and target != EVERYWHERE]
        depth[name] = 1 + max((depth[target] for target in drawn), default=-1)
    return depth


def boxes(tables: Mapping[str, Keys]) -> dict[str, Box]:
    heights: dict[int, int] = defaultdict(int)
    placed = {}
    for name, layer in layers(tables).items():
        keys = [key for key in tables[name] if key[1] != EVERYWHERE]
        tall = HEAD + ROW * len(keys) + (6 if keys else 0)
        placed[name] = Box(layer * (WIDE + AISLE) + 1, heights[layer] + 1, tall, keys)
        heights[layer] += tall + GAP
    return placed


def picture(tables: Mapping[str, Keys], base: str) -> Markup:
    """The SVG; `base` is the address that a table's name is put after."""
    if not tables:
        return Markup("")
    placed = boxes(tables)
    lines = [
        line(box, place, placed[target])
        for name, box in placed.items()
        for place, (_, target) in enumerate(box.keys)
        if target in placed and target != name
    ]
    drawn = [
        draw(name, box, base, any(target == EVERYWHERE for _, target in tables[name])) for name, box in placed.items()
    ]
    wide = max(box.x for box in placed.values()) + WIDE + 2
    tall = max(box.y + box.tall for box in placed.values()) + 2
    return Markup(
        '<svg class="schema" role="group" aria-label="Tables and what they point to" width="{0}" height="{1}" '
        'viewBox="0 0 {0} {1}"><g class="lines" aria-hidden="true">{2}</g>{3}</svg>'
    ).format(wide, tall, Markup("").join(lines), Markup("").join(drawn))


def line(box: Box, place: int, target: Box) -> Markup:
    y = box.y + HEAD + ROW * place + 8
    back = target.x < box.x
    start = box.x if back else box.x + WIDE
    end, end_y = (target.x + WIDE if back else target.x), target.y + 12
    bend = -AISLE // 2 if back else AISLE // 2
    return Markup('<path d="M{} {}C{} {} {} {} {} {}"></path>').format(
        start, y, start + bend, y, end - bend, end_y, end, end_y
    )


def draw(name: str, box: Box, base: str, marked: bool) -> Markup:
    rows = Markup("").join(
        Markup('<text x="{}" y="{}" class="points">{} → {}</text>').format(
            box.x + 8, box.y + HEAD + ROW * place + 12, column, target
        )
        for place, (column, target) in enumerate(box.keys)
    )
    return Markup(
        '<rect x="{x}" y="{y}" width="{wide}" height="{tall}" rx="4"></rect>'
        '<a href="{base}{name}"><text x="{left}" y="{top}" class="name">{name}{mark}</text></a>{rows}'
    ).format(
        x=box.x, y=box.y, wide=WIDE, tall=box.tall, base=base, name=name, left=box.x + 8, top=box.y + 16,
        mark=" *" if marked else "", rows=rows,
    )  # fmt: skip
