"""What a page function returns: typed items, one class per thing.

Conventions, for every field of every item:

- `None` means "this source does not say"; an empty list means "the source says there are none". The store leaves a
  column or a child table alone when it gets `None`, and treats a list as the source's whole present list.
- Dates are ISO 8601 strings in the legislature's local calendar, instants are UTC with an offset.
- `chamber` is `upper`, `lower`, `legislature`, `executive` or `None`.
- Raw text is kept as printed, apart from collapsed white space.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True, frozen=True)
class Capture:
    """One archived response. `sha256` is that of the body, `offset` the record's place in the WARC `file`."""

    url: str
    method: str
    body_hash: str | None
    fetched_at: str
    status: int
    media_type: str | None
    sha256: str
    file: str
    offset: int


@dataclass(slots=True)
class Item:
    """Base of all items; `capture` is filled in by the spider base class, never by a page function."""

    capture: Capture | None = field(default=None, kw_only=True)


@dataclass(slots=True)
class Page(Item):
    """A response was archived; sent before what is read from it.

    `unchanged`: it was read before, and is not read again. Not `whole`: it lists only what changed. `list_line` is the
    digest of the line in a list that led to it.
    """

    unchanged: bool = False
    whole: bool = True
    list_line: str | None = None


@dataclass(slots=True)
class Sighted(Item):
    """Pages that a list still names, on the lines it had when they were last read: few are asked for again."""

    urls: list[str]


@dataclass(slots=True)
class Session(Item):
    identifier: str
    name: str
    classification: str  # primary | special
    start_date: str | None = None
    end_date: str | None = None
    is_active: bool | None = None


@dataclass(slots=True)
class Organization(Item):
    """A committee or other body of one session; `code` is the source's own and makes the id."""

    code: str
    name: str
    classification: str
    chamber: str | None
    parent_code: str | None = None


@dataclass(slots=True)
class PersonName:
    """One spelling of a person's name as this source prints it in votes or sponsor lists."""

    name: str
    chamber: str | None


@dataclass(slots=True)
class Person(Item):
    """A legislator in one session. `name` is as printed by the source; `names` are all spellings in use.

    One who is only `mentioned` (in a roll call, say) is told in passing: what a list of members says stands.
    """

    session: str
    name: str
    family_name: str | None
    given_name: str | None
    party: str | None
    chamber: str | None
    district: str | None
    names: list[PersonName]
    source_id: str | None = None
    role: str = "member"
    source_url: str | None = None
    start_date: str | None = None
    end_date: str | None = None
    mentioned: bool = False


@dataclass(slots=True)
class Membership(Item):
    """A person's seat on a committee in one session.

    `person` is the source's own member id, or with `by_name` the name as printed, to be matched in `chamber`.
    """

    session: str
    organization_code: str
    person: str
    role: str = "member"
    chamber: str | None = None
    by_name: bool = False
    start_date: str | None = None
    end_date: str | None = None


@dataclass(slots=True)
class VoteStatement(Item):
    """What a member had put on record about a vote ("intended to vote nay"): kept beside it, never in its place."""

    session: str
    roll_key: str
    voter_name: str
    text: str
    date: str | None = None


@dataclass(slots=True)
class Sponsorship:
    """`entity_type` is person, organization or unknown; `chamber` the sponsor's own, for matching."""

    name: str
    classification: str
    is_primary: bool
    chamber: str | None = None
    entity_type: str = "person"
    organization_code: str | None = None


@dataclass(slots=True)
class Action:
    """One line of a bill's history; its place in the list is its sequence.

    `tally_yes` / `tally_no` are the numbers inside the text, both or neither, and `vote_date` the day that vote was
    taken; `roll_key` is the source's own pointer to a roll call.
    """

    date: str | None
    chamber: str | None
    text: str
    classifications: tuple[str, ...]
    organization_code: str | None = None
    tally_yes: int | None = None
    tally_no: int | None = None
    vote_date: str | None = None
    roll_key: str | None = None


@dataclass(slots=True)
class VersionText:
    """`text` as it would read; `markup` the same as HTML limited to p, ins, del, table, tr, td (None: no marks known).

    `sha256` is that of the source bytes the text was extracted from.
    """

    text: str
    markup: str | None
    extractor: str
    sha256: str


@dataclass(slots=True)
class Version:
    """One printed text of a bill; `key` is the source's own version id, `title` the short title."""

    key: str
    note: str
    classification: str | None
    date: str | None
    title: str | None = None
    long_title: str | None = None
    url: str | None = None
    media_type: str | None = None
    text: VersionText | None = None


@dataclass(slots=True)
class Document:
    """An analysis, fiscal note, message …; `key` is the source's own id, unique inside the bill."""

    key: str
    classification: str
    note: str
    date: str | None
    url: str | None = None
    media_type: str | None = None
    text: str | None = None
    organization_code: str | None = None


@dataclass(slots=True)
class RelatedBill:
    identifier: str
    session: str | None
    relation: str


@dataclass(slots=True)
class Bill(Item):
    """A bill with everything the source lists under it.

    `committee_code` is the committee that has the bill now, "" where the source says that none has. `versions_named`
    are version keys the source mentions anywhere. `chambers` is how many chambers must agree for it to pass. A bill
    that is not `listed` is named by the source's history alone: its actions are kept, and the bill is a gap. One that
    is not `whole` comes from a source of changes: an action or version it does not list is still there.
    """

    session: str
    identifier: str
    classification: str
    chamber: str | None
    title: str | None = None
    subjects: list[str] | None = None
    chapter: str | None = None
    effective_date: str | None = None
    committee_code: str | None = None
    source_url: str | None = None
    chambers: int = 2
    listed: bool = True
    whole: bool = True
    sponsorships: list[Sponsorship] | None = None
    actions: list[Action] | None = None
    versions: list[Version] | None = None
    documents: list[Document] | None = None
    related: list[RelatedBill] | None = None
    versions_named: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Vote:
    """One member's line in a roll call; `option` from the vocabulary, `option_raw` as the source codes it."""

    voter_name: str
    option: str
    option_raw: str | None


@dataclass(slots=True)
class VoteEvent(Item):
    """One roll call. `key` is the source's own roll-call key; `votes` None means the source gave no names.

    `bills` is empty where the source ties it to none: it is kept, and is a gap.

    One that is not `whole` comes from a source of changes: a name it does not list still voted.
    """

    session: str
    key: str
    bills: list[str]
    chamber: str | None
    organization_code: str | None
    date: str | None
    motion: str | None
    motion_classification: tuple[str, ...]
    yes_means: str
    result_raw: str | None
    result: str | None
    declared_yes: int | None
    declared_no: int | None
    declared_other: int | None
    votes: list[Vote] | None
    roll_number: str | None = None
    threshold: str | None = None
    source_url: str | None = None
    whole: bool = True


@dataclass(slots=True)
class Hearing(Item):
    """A meeting with the bills on its agenda. `start` is a local date or local date and time."""

    session: str
    key: str
    organization_code: str | None
    start: str | None
    place: str | None
    status: str
    bills: list[str]


@dataclass(slots=True)
class Gap(Item):
    """Something the source itself says exists and that was not found. `key` tells it from others of its kind."""

    session: str | None
    kind: str
    key: str
    expected: str
    found: str
    evidence: str
    bill: str | None = None
