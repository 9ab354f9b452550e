"""SQL functions for canned queries and search: bill_key(), fold(), fts_query() and prefix_query()."""

from __future__ import annotations

import re
import unicodedata
from sqlite3 import Connection

from datasette import hookimpl

from scrapers.normalise import decomposed, id_part

TOKENS = re.compile(r'"([^"]*)"|([^\s"]+)')
LONGEST = 1_000  # characters read of an argument: the time limit of a query cannot stop a function


def short(text: object) -> str:
    """The beginning of an argument, as text."""
    return str(text[:LONGEST] if isinstance(text, str | bytes) else text or "")


def bill_key(text: object) -> str:
    """The last part of a bill id, from an identifier in any spelling: 'S.B. 54' → 'sb54'."""
    return id_part(short(text))


def fold(text: object) -> str:
    """Lower case without accents and with single spaces, so that 'de leon' finds 'De León'."""
    letters = (sign for sign in decomposed(short(text)) if not unicodedata.combining(sign))
    return " ".join("".join(letters).casefold().split())


def fts_query(text: object) -> str:
    """Words as an FTS5 query that cannot be a syntax error: each word or "phrase" quoted, word* kept as a prefix."""
    quoted = []
    for phrase, word in TOKENS.findall(short(text).replace("\0", " ")):
        prefix = "*" if len(word) > 1 and word.endswith("*") else ""
        quoted.append(f'"{phrase or word.rstrip("*")}"{prefix}')
    return " ".join(quoted) or '""'


def prefix_query(text: object) -> str:
    """Words as an FTS5 query in which each may go on: `ski` finds Skinner."""
    words = re.findall(r"\w+", short(text).replace("\0", " "))
    return " ".join(f'"{word}"*' for word in words) or '""'


@hookimpl
def prepare_connection(conn: Connection) -> None:
    for function in (bill_key, fold, fts_query, prefix_query):
        conn.create_function(function.__name__, 1, function, deterministic=True)
