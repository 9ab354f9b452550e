"""A text with its marks of what is put in and struck out, as markup that can do nothing else.

What version_texts.markup may hold are the tags in TAG and nothing inside them; all else is text, and is shown as such.
Another plugin finds this one as `pm.get_plugin("marked_text.py")`.
"""

from __future__ import annotations

import re
from html import unescape

from markupsafe import Markup, escape

TAG = re.compile(r"(</?(?:p|ins|del|table|tr|td)>)")


def parts(markup: str, size: int) -> list[str]:
    """The markup in parts of about `size` characters, cut only where no tag is open."""
    found, start, depth = [], 0, 0
    for tag in TAG.finditer(markup):
        depth = depth + 1 if tag[0][1] != "/" else max(depth - 1, 0)
        if not depth and tag.end() - start >= size:
            found.append(markup[start : tag.end()])
            start = tag.end()
    return [*found, markup[start:]] if markup[start:].strip() else found


def safe(markup: str) -> Markup:
    """The markup with every tag closed in its order, and everything that is no tag of these escaped."""
    written: list[str] = []
    opened: list[str] = []
    for place, piece in enumerate(TAG.split(markup)):
        name = piece.strip("</>")
        if place % 2 == 0:
            written.append(str(escape(unescape(piece))))
        elif piece[1] != "/":
            opened.append(name)
            written.append(piece)
        elif name in opened:
            while (last := opened.pop()) != name:
                written.append(f"</{last}>")
            written.append(piece)
    written += [f"</{name}>" for name in reversed(opened)]
    return Markup("".join(written))  # noqa: S704  # tags of the list above, and escaped text
