"""The coded actions of BILLHIST in plain words.

The tables of the database explain none of these codes but those of committees (COMMITTEE); the words follow the
abbreviations the Legislature prints with its bill histories. "not captured": known from other legislatures.
"""

from __future__ import annotations

from collections.abc import Mapping

# tokens → words; {} takes the token after them, a committee
PHRASES: dict[tuple[str, ...], str] = {
    tuple(code.split()): words
    for code, words in {
        "INT": "introduced",
        "1RA": "1st reading, Assembly",
        "1RS": "1st reading, Senate",
        "2RA": "2nd reading, Assembly",
        "2RS": "2nd reading, Senate",
        "AWR": "without reference",
        "SWR": "without reference",
        "REF": "referred to {}",
        "TRANS": "transferred to {}",
        "RCM": "recommitted to {}",
        "REP": "reported",
        "REP/ACA": "reported with Assembly committee amendments",
        "REP/SCA": "reported with Senate committee amendments",
        "REP/ACS": "reported as Assembly committee substitute",
        "REP/SCS": "reported as Senate committee substitute",
        "NOT REP/ACA": "not reported, with Assembly committee amendments, by {}",
        "NOT REP/ACS": "not reported, with Assembly committee substitute, by {}",
        "NOT REP/SCA": "not reported, with Senate committee amendments, by {}",  # not captured
        "NOT REP/SCS": "not reported, with Senate committee substitute, by {}",  # not captured
        "R/A": "received in the Assembly",
        "R/S": "received in the Senate",
        "2RAC": "2nd reading in the Assembly on concurrence",
        "2RSC": "2nd reading in the Senate on concurrence",
        "1RAG": "1st reading in the Assembly on the Governor's recommendations",
        "1RSG": "1st reading in the Senate on the Governor's recommendations",  # not captured
        "2RAG": "2nd reading in the Assembly on the Governor's recommendations",
        "2RSG": "2nd reading in the Senate on the Governor's recommendations",
        "AA": "Assembly amendment",
        "SA": "Senate amendment",
        "AS": "Assembly substitute",
        "SS": "Senate substitute",
        "CONCUR AA": "concurred with Assembly amendments",
        "CONCUR SA": "concurred with Senate amendments",
        "PA": "passed Assembly",
        "PS": "passed Senate",
        "PBH": "passed both houses",
        "FILE": "filed",
        "LSTA": "lost in the Assembly",  # not captured
        "LSTS": "lost in the Senate",  # not captured
        "RCON/V": "reconsidered vote",
        "RSND/V": "rescinded vote",
        "RSND/ACT OF": "rescinded action of",  # not captured
        "ER": "emergency resolution",  # not captured
        "MOTION": "motion:",
        "SUB BY": "substituted by",
        "SUB FOR": "substituted for",
        "COMB/W": "combined with",
        "CV": "conditional veto",
        "AV": "absolute veto",
        "PV": "pocket veto",
        "APP": "approved",
        "APP W/LIV": "approved with line item veto",
        "W": "withdrawn from consideration",
        "WITHDRAWN APP": "withdrawn because approved",
        "FSS": "filed with the Secretary of State",
        "ASM COPY ON DESK": "copy placed on desk, Assembly",
        "SEN COPY ON DESK": "copy placed on desk, Senate",
        "PUBLIC HEARING": "public hearing held",  # not captured
        "PH ON DESK ASM": "public hearing transcript placed on desk, Assembly",  # not captured
        "PH ON DESK SEN": "public hearing transcript placed on desk, Senate",  # not captured
        "SUTC REVIEWED": "reviewed by the Sales Tax Review Commission",  # not captured
        "PHBC REVIEWED": "reviewed by the Pension and Health Benefits Commission",  # not captured
    }.items()
}
LONGEST = max(map(len, PHRASES))

# bodies of AGENDAS that COMMITTEE does not have → the name that comments of their own agendas give them
BODIES = {
    "ABUB": "Assembly Budget Committee",
    "JPS": "Joint Committee on the Public Schools",
    "SBAB": "Senate Budget and Appropriations Committee",
}


def decode(code: str, committees: Mapping[str, str]) -> tuple[str | None, str | None]:
    """(words, committee code) of a coded action; words None where a token of it is not known.

    A committee the table does not have keeps its code in the words.
    """
    tokens = code.split()
    words = []
    committee = None
    place = 0
    while place < len(tokens):
        for length in range(min(LONGEST, len(tokens) - place), 0, -1):
            phrase = PHRASES.get(tuple(tokens[place : place + length]))
            if phrase:
                break
        else:
            return None, None
        place += length
        if "{}" in phrase:
            if place == len(tokens):
                return None, None
            committee = tokens[place]
            phrase = phrase.format(committees.get(committee, committee))
            place += 1
        words.append(phrase)
    said = "; ".join(words)
    return said[:1].upper() + said[1:] or None, committee


def action_text(words: str | None, comment: str, code: str) -> str:
    """`Introduced; 1st reading, Assembly; referred to Assembly Housing [INT 1RA REF AHO]`.

    Plain words, the row's comment as printed, the raw code in brackets; a code that is not known stands alone.
    """
    return " ".join(part for part in (words, comment, f"[{code}]") if part)
