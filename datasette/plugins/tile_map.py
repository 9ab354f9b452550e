"""Where each jurisdiction's tile stands in the cartogram of equal tiles, by row and column from 1.

Another plugin finds this one as `pm.get_plugin("tile_map.py")`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from datasette import hookimpl

if TYPE_CHECKING:
    from jinja2 import Environment

ROWS = """
ak .  .  .  .  us .  .  .  .  .  me
.  .  .  .  .  .  .  .  .  .  vt nh
.  wa id mt nd mn il wi mi ny ri ma
.  or nv wy sd ia in oh pa nj ct .
.  ca ut co ne mo ky wv va md de .
.  .  az nm ks ar tn nc sc dc .  .
.  .  .  .  ok la ms al ga .  .  .
hi .  .  .  tx .  .  .  .  fl .  pr
"""
PLACES = {
    code: (row, column)
    for row, line in enumerate(ROWS.split("\n")[1:-1], start=1)
    for column, code in enumerate(line.split(), start=1)
    if code != "."
}
# The sign says what the colour says
SIGNS = {"fresh": "●", "quiet": "○", "stale": "◐", "unknown": "?", "blocked": "✕", "failed": "!", "never run": "·"}


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    env.globals["fresh_signs"] = SIGNS
