"""/charts: one session drawn from its summaries; each figure leads to its rows, and stands in a table as well."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from datasette import Response, hookimpl
from datasette.plugins import pm

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

MOST_WEEKS, MOST_MONTHS = 40, 48
AHEAD, BACK = timedelta(days=400), timedelta(days=20 * 365)  # a day beyond these is told apart: it may be a misprint
BIN, MOST_BINS = 30, 40  # days to law, by these many; what took longer than all the bins stands in one more
NEWEST = """
SELECT session_id FROM session_days WHERE date <= :today AND actions > 0 ORDER BY date DESC, session_id LIMIT 1
"""
SESSION = """
SELECT s.id, s.name, s.jurisdiction_id, j.name AS jurisdiction, j.upper_name, j.lower_name FROM sessions s
JOIN jurisdictions j ON j.id = s.jurisdiction_id WHERE s.id = :session
"""
DAYS = """
SELECT date, actions, introductions, passages, laws, roll_calls, hearings FROM session_days WHERE session_id = :session
ORDER BY date
"""
STEPS = """
SELECT a.date, a.bill_id, b.title, a.text, a.classifications, a.vote_event_id
FROM bills b JOIN actions a ON a.bill_id = b.id
WHERE b.session_id = :session AND a.date >= :first AND a.date < :after ORDER BY a.date, a.bill_id, a.sequence LIMIT 2000
"""
STATUSES = "SELECT status, sum(bills) AS bills FROM session_statuses WHERE session_id = :session GROUP BY status"
SPLITS = """
SELECT month, chamber, roll_calls, opposed, party_line FROM session_splits WHERE session_id = :session
ORDER BY month, chamber
"""
SPLIT_ROLLS = """
WITH tallies AS (
  SELECT e.id, t.party, t.yes, t.no FROM vote_events e CROSS JOIN vote_event_parties t ON t.vote_event_id = e.id
  WHERE e.session_id = :session AND t.party IS NOT NULL AND t.yes + t.no > 0
), largest AS (
  SELECT party FROM tallies GROUP BY party ORDER BY sum(yes + no) DESC, party LIMIT 2
)
SELECT e.date, e.chamber, e.motion, e.result, one.party AS one_party, one.yes AS one_yes, one.no AS one_no,
  other.party AS other_party, other.yes AS other_yes, other.no AS other_no, e.id AS vote_event_id
FROM tallies one JOIN tallies other ON other.id = one.id AND one.party < other.party
JOIN vote_events e ON e.id = one.id
WHERE one.party IN (SELECT party FROM largest) AND other.party IN (SELECT party FROM largest)
  AND (one.yes - one.no) * (other.yes - other.no) < 0
  AND (coalesce(:month, '') = '' OR substr(e.date, 1, 7) = :month) ORDER BY e.date DESC, e.id LIMIT 2000
"""
LAW_DAYS = "SELECT days, bills FROM session_law_days WHERE session_id = :session ORDER BY days"
OPTIONS = """
SELECT chamber, option, sum(votes) AS votes FROM session_options WHERE session_id = :session
GROUP BY chamber, option ORDER BY chamber, votes DESC
"""
ANSWERS = """
SELECT e.date, e.motion, v.voter_name, v.person_id, v.option, v.option_raw, v.vote_event_id
FROM vote_events e CROSS JOIN votes v ON v.vote_event_id = e.id
WHERE e.session_id = :session AND coalesce(e.chamber, '') = :chamber AND v.option = :option
  AND e.roll_yes + e.roll_no > 0
ORDER BY e.date DESC LIMIT 2000
"""
SPLIT = ("roll_calls", "opposed", "party_line")
COUNTED = "actions introductions passages laws roll_calls hearings".split()


def spans(days: list[str]) -> list[tuple[str, str, str]]:
    """(label, first day, day after the last) of the weeks, months or years between the first day and the last."""
    first, last = date.fromisoformat(days[0]), date.fromisoformat(days[-1])
    if (last - first).days <= 7 * MOST_WEEKS:
        start = first - timedelta(days=first.weekday())
        starts = [start + timedelta(weeks=week) for week in range((last - start).days // 7 + 2)]
        labels = [day.isoformat() for day in starts]
    elif (last.year - first.year) * 12 + last.month - first.month < MOST_MONTHS:
        months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month + 1)
        starts = [date(month // 12, month % 12 + 1, 1) for month in months]
        labels = [day.isoformat()[:7] for day in starts]
    else:
        starts = [date(year, 1, 1) for year in range(first.year, last.year + 2)]
        labels = [str(day.year) for day in starts]
    pairs = zip(labels, starts, starts[1:], strict=False)
    return [(label, start.isoformat(), after.isoformat()) for label, start, after in pairs]


def window(today: str) -> tuple[str, str]:
    """The first and the last day that can be drawn on one line: not a lifetime back, and not far ahead."""
    latest = date.fromisoformat(today) + AHEAD
    return (latest - BACK).isoformat(), latest.isoformat()


def likely(days: list[dict[str, Any]], today: str) -> list[dict[str, Any]]:
    """The days inside the window."""
    first, last = window(today)
    return [row for row in days if first <= row["date"] <= last]


def likely_months(splits: list[dict[str, Any]], today: str) -> list[dict[str, Any]]:
    """The months inside the window, and roll calls of no known day."""
    first, last = (day[:7] for day in window(today))
    return [row for row in splits if not row["month"] or first <= row["month"] <= last]


def activity(days: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Counts by week, month or year, those without any among them."""
    if not days:
        return []
    found = []
    for label, first, after in spans([row["date"] for row in days]):
        inside = [row for row in days if first <= row["date"] < after]
        counts = {name: sum(row[name] for row in inside) for name in COUNTED}
        found.append({"label": label, "first": first, "after": after, **counts})
    return found


def by_month(splits: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Roll calls in which both of the largest parties voted, by month, those without any among them.

    Roll calls of no known day come last.
    """
    known = [row["month"] for row in splits if row["month"]]
    every = months_between(min(known), max(known)) if known else []
    every += [None] if len(known) < len(splits) else []
    found: dict[str | None, dict[str, Any]] = {month: {"month": month, **dict.fromkeys(SPLIT, 0)} for month in every}
    for row in splits:
        for name in SPLIT:
            found[row["month"] or None][name] += row[name]
    return list(found.values())


def months_between(first: str, last: str) -> list[str | None]:
    """All months from YYYY-MM to YYYY-MM."""
    one, other = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (first, last))
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(one, other + 1)]


def binned(law_days: list[dict[str, Any]]) -> dict[str, Any]:
    """Bills by days to law in bins of BIN days, with the median; a law dated before its introduction is told apart.

    The last of more than MOST_BINS bins has no last day: a misprinted year would else make thousands.
    """
    known = [row for row in law_days if row["days"] >= 0]
    total = sum(row["bills"] for row in known)
    bins: dict[int, int] = {}
    for row in known:
        place = min(row["days"] // BIN, MOST_BINS)
        bins[place] = bins.get(place, 0) + row["bills"]
    return {
        "bills": total,
        "median": median(known, total),
        "impossible": sum(row["bills"] for row in law_days) - total,
        "bins": [
            {
                "first": place * BIN,
                "last": place * BIN + BIN - 1 if place < MOST_BINS else None,
                "bills": bins.get(place, 0),
            }
            for place in range(max(bins, default=-1) + 1)
        ],
    }


def days_of(one: dict[str, Any]) -> str:
    """The days of a bin, for reading."""
    return f"{one['first']} days or more" if one["last"] is None else f"{one['first']} to {one['last']} days"


def median(law_days: Iterable[dict[str, Any]], total: int) -> int | None:
    """The day by which half of the bills were law."""
    seen = 0
    for row in law_days:
        seen += row["bills"]
        if 2 * seen >= total:
            return int(row["days"])
    return None


def by_chamber(options: list[dict[str, Any]], session: dict[str, Any]) -> list[dict[str, Any]]:
    """Votes by chamber and answer, each with its share of all the chamber's."""
    names = {"upper": session["upper_name"], "lower": session["lower_name"], "legislature": "Both together"}
    found: list[dict[str, Any]] = []
    for row in options:
        if not found or found[-1]["chamber"] != row["chamber"]:
            name = names.get(row["chamber"]) or "Chamber not stated"
            found.append({"chamber": row["chamber"], "name": name, "votes": 0, "options": []})
        found[-1]["votes"] += row["votes"]
        found[-1]["options"].append({"option": row["option"], "votes": row["votes"]})
    return found


class Links:
    """Addresses of the rows behind a figure: on the SQL page, which gives them as CSV and JSON too."""

    def __init__(self, datasette: Datasette, session: str) -> None:
        self.session = session
        self.below = datasette.urls.path
        self.sql_path: Any = pm.get_plugin("addresses.py").sql_path

    def to(self, sql: str, **params: object) -> str:
        return str(self.below(self.sql_path(sql, {"session": self.session, **params})))

    def steps(self, span: dict[str, Any]) -> str:
        return self.to(STEPS, first=span["first"], after=span["after"])

    def split(self, month: str | None) -> str:
        return self.to(SPLIT_ROLLS, month=month)

    def answers(self, chamber: str | None, option: str) -> str:
        return self.to(ANSWERS, chamber=chamber or "", option=option)


async def charts(datasette: Datasette, request: Request) -> Response:
    a: Any = pm.get_plugin("answers.py")
    draw: Any = pm.get_plugin("drawings.py")
    asked = a.Asked(datasette)
    key = {"session": a.word(request, "session")}
    if not key["session"]:
        newest = await asked.row("newest_session", NEWEST, {"today": a.today()})
        key = {"session": newest["session_id"] if newest else None}
    session = await asked.row("session", SESSION, key)
    if session is None and a.word(request, "session"):
        return await a.not_held(datasette, request, f"No session “{key['session']}” is held", [])
    told: dict[str, Any] = {"session": session}
    context: dict[str, Any] = await a.choices(datasette, None)
    if session:
        links = Links(datasette, session["id"])
        days = await asked.rows("activity", DAYS, key)
        drawable = likely(days, a.today())
        told["activity"] = activity(drawable)
        told["dated_far_off"] = sum(row["actions"] for row in days) - sum(row["actions"] for row in drawable)
        in_order = pm.get_plugin("session_page.py").in_order
        told["statuses"] = in_order(await asked.rows("statuses", STATUSES, key))
        splits = await asked.rows("party_splits", SPLITS, key)
        near = likely_months(splits, a.today())
        told["splits"] = by_month(near)
        told["splits_dated_far_off"] = sum(row["roll_calls"] for row in splits) - sum(row["roll_calls"] for row in near)
        told["days_to_law"] = binned(await asked.rows("days_to_law", LAW_DAYS, key))
        told["answers"] = by_chamber(await asked.rows("answers", OPTIONS, key), session)
        context |= {
            "links": links,
            "archive": a.archive(datasette, "session", session["id"]),
            "bar": draw.bar,
            "most": max((row["bills"] for row in told["statuses"]), default=0),
            "bills": sum(row["bills"] for row in told["statuses"]),
            "split_total": {name: sum(row[name] for row in splits) for name in SPLIT},
            **drawn(draw, told, links),
        }
    return await a.page(
        datasette, request, "charts.html", "/charts", told=told, asked=asked,
        params={"session": a.word(request, "session")}, context=context,
    )  # fmt: skip


def drawn(draw: Any, told: dict[str, Any], links: Links) -> dict[str, Any]:
    months = [row for row in told["splits"] if row["month"]]
    shares = [round(100 * row["opposed"] / row["roll_calls"], 1) if row["roll_calls"] else 0 for row in months]
    return {
        "activity_chart": draw.columns([
            draw.Column(row["label"], row["actions"], f"{row['label']}: {row['actions']:,} steps", links.steps(row))
            for row in told["activity"]
        ]),
        "splits_chart": draw.columns([
            draw.Column(
                row["month"], share, f"{row['month']}: {row['opposed']:,} of {row['roll_calls']:,} roll calls",
                links.split(row["month"]) if row["roll_calls"] else None,
            )
            for row, share in zip(months, shares, strict=True)
        ], " %"),
        "law_chart": draw.columns([
            draw.Column(str(row["first"]), row["bills"], f"{days_of(row)}: {row['bills']:,} bills")
            for row in told["days_to_law"]["bins"]
        ]),
    }  # fmt: skip


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"^/charts(?:\.(?P<format>json))?$", charts)]
