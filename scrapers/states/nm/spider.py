"""New Mexico: a list of each session's measures with their coded histories, and a page for each measure.

Forms give the sessions, the list the measures, directory listings their texts. A measure's page is asked for when its
line in the list or one of its files has moved; vote sheets and texts hang on the page. Where a page cannot be had, the
line of the list is read in its place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, ClassVar, Self
from urllib.parse import quote

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from scrapers import items
from scrapers.base import BillSpider
from scrapers.errors import BadArgument, LayoutChanged
from scrapers.items import Item
from scrapers.normalise import iso_date
from scrapers.states.nm import bills, pages, papers, rolls, texts
from scrapers.states.nm.shapes import BILL_LINK, KINDS, SITE, File, Line, Measure, Sitting, measure_of

NUMBER_FORM = f"{SITE}/Legislation/BillFinder/Number"
LIST_FORM = f"{SITE}/Legislation/Legislation_List"
LIST = LIST_FORM + "?Session={}"
AFTER_BILLS = -1

Asked = Iterator[Item | Request]


@dataclass(slots=True)
class Load:
    """One session on its way: its number in the form, the lines of its list by address, the files of each measure."""

    sitting: Sitting
    number: str
    lines: dict[str, Line] = field(default_factory=dict)
    files: dict[str, list[File]] = field(default_factory=lambda: defaultdict(list))
    folders: list[str] = field(default_factory=list)
    page: Response | None = None  # the list's last

    def urls(self, measure: str) -> list[str]:
        return sorted(file.url for file in self.files.get(measure, []))

    def saved(self, measure: str) -> dict[str, str]:
        """The day on which each file of a measure was saved, by its address as versions have it."""
        found = self.files.get(measure, [])
        return {papers.with_ending(file.url): iso_date(file.saved.split()[0], "%m/%d/%Y") for file in found}


class NewMexicoSpider(BillSpider):
    name = jurisdiction = "nm"
    verified = "captured"
    verified_on = "2022-12-29"
    allowed_domains: ClassVar = ["www.nmlegis.gov"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.only = measure_asked(self.bill) if self.bill else None
        self.sittings: list[Sitting] = []
        self.named: dict[str, str] = {}  # committees by code
        self.committees: list[Request] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.ask_committees, signals.spider_idle)
        return spider

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        # without cookies the site writes a visitor's number into every address
        settings.set("COOKIES_ENABLED", True, priority="spider")

    async def start(self) -> AsyncIterator[Request]:
        yield self.request(NUMBER_FORM, self.parse_forms)

    def parse_forms(self, response: Response) -> Asked:
        told, forms = self.lead(response, pages.number_form)
        yield from told
        if forms is None:
            return
        self.sittings = forms.sittings
        self.named = {body.code: body.name for body in forms.bodies}
        yield from self.stamped(forms.bodies, response)
        if self.only:
            yield from self.ask_only(self.only, response)
            return
        held = None if self.archive_urls is None else set(self.archive_urls)
        present = not self.session or self.asked() == forms.sittings[:1]
        asked = [address for address in forms.committees if (address in held if held is not None else present)]
        self.committees = [self.request(address, self.parse_committee) for address in asked]
        yield self.request(LIST_FORM, self.parse_list_form)

    def asked(self) -> list[Sitting]:
        """The session asked for, in any of its spellings: 2020s2, 20s2, 2020 2nd Special."""
        wanted = (self.session or "").strip().casefold()
        return [one for one in self.sittings if wanted in (one.identifier, one.code, one.label.casefold())]

    def chosen(self, numbers: dict[str, str]) -> list[Sitting]:
        """The session asked for; of an archive those it holds; else the newest."""
        if self.session:
            if asked := self.asked():
                return asked
            known = ", ".join(one.identifier for one in self.sittings[:8])
            raise BadArgument(f"session {self.session!r}: wanted one of {known}, …")
        if self.archive_urls is None:
            return self.sittings[:1]
        lists = {LIST.format(number) for number in numbers.values()} & set(self.archive_urls)
        codes = {code for url in self.archive_urls if (code := code_of(url))}
        return [
            one for one in self.sittings if one.code in codes or LIST.format(numbers.get(one.label)) in lists
        ] or self.sittings[:1]

    def ask_only(self, measure: Measure, response: Response) -> Asked:
        """The page of one measure; of an archive, in the newest session it holds it of."""

        def sitting() -> list[Sitting]:
            held = [one for one in self.sittings if measure.address(one.code) in (self.archive_urls or ())]
            return self.chosen({}) if self.session or not held else held[:1]

        told, found = self.lead(response, lambda _: sitting())
        yield from told[1:]
        for one in found or []:
            yield from self.stamped([one.item], response)
            yield self.request(
                measure.address(one.code), self.parse_bill, cb_kwargs={"load": Load(one, "")}, dont_filter=True
            )

    def ask_committees(self) -> None:
        """Once all measures are read: a meeting is joined to those on its agenda."""
        asked, self.committees = self.committees, []
        for request in asked:
            assert self.crawler.engine  # it is running
            self.crawler.engine.crawl(request)

    def parse_committee(self, response: Response) -> Asked:
        """Seats are of the newest session; a meeting brings the session its measures are of."""

        def read() -> list[Item]:
            found = list(pages.committee(response, self.sittings[0].identifier))
            named = {one.session for one in found if isinstance(one, items.Membership | items.Hearing)}
            return [*(one.item for one in self.sittings if one.identifier in named), *found]

        yield from self.guarded(response, read)

    def parse_list_form(self, response: Response) -> Asked:
        told, numbers = self.lead(response, pages.list_form)
        yield from told
        if numbers is None:
            return
        told, found = self.lead(response, lambda _: [self.load(one, numbers) for one in self.chosen(numbers)])
        yield from told[1:]
        for load in found or []:
            yield from self.stamped([load.sitting.item], response)
            if self.archive_urls is None or LIST.format(load.number) in self.archive_urls:
                yield self.list_request(load)
                continue
            for url in self.archive_urls:  # of an archive without the list, the pages it has
                if code_of(url) == load.sitting.code:
                    yield self.request(url, self.parse_bill, cb_kwargs={"load": load})

    @staticmethod
    def load(sitting: Sitting, numbers: dict[str, str]) -> Load:
        if sitting.label not in numbers:
            raise LayoutChanged(LIST_FORM, wanted=f"{sitting.label} in ddlSessionStart", got=", ".join(numbers))
        return Load(sitting, numbers[sitting.label])

    # the list, page by page, and the folders its measures have files in

    def list_request(self, load: Load, form: pages.Post | None = None) -> Request:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        more = {"method": "POST", "headers": headers, "body": form.body} if form else {}
        url = form.url if form else LIST.format(load.number)
        context = {"load": load, "sent": form is not None}
        return self.and_then(url, self.parse_list, self.ask_folders, load, cb_kwargs=context, **more)

    def parse_list(self, response: Response, load: Load, sent: bool) -> Asked:
        told, found = self.lead(
            response, pages.bill_list, load.number, load.sitting.code, load.sitting.label, len(load.lines), sent
        )
        yield from told
        if found:
            load.page = response
            load.lines |= {measure_of(line.measure, "").address(load.sitting.code): line for line in found.lines}
        if found and found.more:
            yield self.list_request(load, found.more)
        else:
            yield from self.ask_folders(load)

    def ask_folders(self, load: Load) -> Asked:
        """Folders of the kinds of measures there are; of amended and of final texts where histories tell of any."""
        measures = [measure_of(line.measure, "") for line in load.lines.values()]
        folders = {measure.folder for measure in measures}
        codes = " ".join(line.codes for line in load.lines.values())
        folders |= {"Amendments_In_Context"} if "/a" in codes or "-CS" in codes else set()
        folders |= {"final"} if "SGND" in codes else set()
        load.folders = sorted(folders)
        yield from self.next_folder(load)

    def next_folder(self, load: Load) -> Asked:
        if not load.folders:
            yield from self.ask_bills(load)
            return
        folder = quote(f"/Sessions/{load.sitting.folder}/{load.folders.pop(0)}/")
        yield self.and_then(SITE + folder, self.parse_folder, self.next_folder, load, cb_kwargs={"load": load})

    def parse_folder(self, response: Response, load: Load) -> Asked:
        told, found = self.lead(response, pages.directory)
        yield from told
        for file in found or []:
            if measure := papers.file_measure(file.url):
                load.files[measure].append(file)
        yield from self.next_folder(load)

    # measures and their votes

    def ask_bills(self, load: Load) -> Asked:
        if load.page is None:
            return
        listed = {
            url: " | ".join([line.words, *sorted(file.saved + file.url for file in load.files.get(line.measure, []))])
            for url, line in load.lines.items()
        }
        for asked in self.ask_listed(load.page, listed, self.parse_bill, cb_kwargs={"load": load}):
            yield asked.replace(errback=self.bill_failed) if isinstance(asked, Request) else asked

    def parse_bill(self, response: Response, load: Load) -> Asked:
        url = response.meta.get("redirect_urls", [response.url])[0]
        sitting, line = load.sitting, load.lines.get(url)
        files = load.urls(line.measure) if line else []
        told = list(self.read(response, bills.bill, sitting.identifier, sitting.item.name, self.named, files))
        yield from told
        bill = next((one for one in told if isinstance(one, items.Bill)), None)
        if bill is None:
            if not any(isinstance(one, items.Page) and one.unchanged for one in told):
                yield from self.from_list(url, load)
            elif line:  # a text is printed anew under the same address
                yield from self.ask_texts(line.measure, papers.texts(files).values(), load)
            return
        told, links = self.lead(response, bills.votes)
        yield from told[1:]
        for link in links or []:
            yield self.request(
                link.url,
                self.parse_vote,
                bill=(bill.session, bill.identifier),
                cb_kwargs={"bill": bill, "name": link.name},
            )
        yield from self.ask_texts(bill.identifier, bill.versions or (), load)

    def bill_failed(self, failure: Failure) -> Iterator[Item]:
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it
        yield from self.failed(failure)
        yield from self.from_list(request.url, request.cb_kwargs["load"])

    def from_list(self, url: str, load: Load) -> Iterator[Item]:
        """What the list says of a measure whose page was never read: less than the page does."""
        line = load.lines.get(url)
        if line and load.page and not self.newest_read(url):
            found = bills.listed_bill(
                line, load.sitting.identifier, load.sitting.code, self.named, load.urls(line.measure)
            )
            yield from self.stamped(found, load.page)

    def parse_vote(self, response: Response, bill: items.Bill, name: str) -> Iterator[Item]:
        yield from self.read(response, rolls.roll_call, bill.session, bill.identifier, name)

    def ask_texts(self, measure: str, versions: Iterable[items.Version], load: Load) -> Iterator[Request]:
        """The texts that were not read since they were saved."""
        session, saved = load.sitting.identifier, load.saved(measure)
        for version in versions:
            if version.url and not self.read_since(version.url, saved.get(version.url)):
                about = {"session": session, "measure": measure, "note": version.note}
                yield self.request(
                    version.url, self.parse_text, bill=(session, measure), cb_kwargs=about, priority=AFTER_BILLS
                )

    def read_since(self, url: str, saved: str | None) -> bool:
        """Whether a file was read after the day it was saved; listings have the local day, readings that of UTC."""
        read = self.read_at(url)
        return read is not None and (
            saved is None or date.fromisoformat(read[:10]) - date.fromisoformat(saved) > timedelta(days=1)
        )

    def parse_text(self, response: Response, session: str, measure: str, note: str) -> Iterator[Item]:
        yield from self.read(response, lambda page: [texts.version_text(page, session, measure, note)])

    # shared

    def stamped(self, found: list[Any], response: Response) -> Iterator[Item]:
        for item in found:
            item.capture = response.meta["capture"]
            yield item

    def and_then(
        self, url: str, callback: Callable[..., Asked], after: Callable[[Load], Asked], load: Load, **kwargs: Any
    ) -> Request:
        """A request after whose failure the session goes on."""

        def failed(failure: Failure) -> Asked:
            yield from self.failed(failure)
            yield from after(load)

        return self.request(url, callback, **kwargs).replace(errback=failed)


def measure_asked(text: str) -> Measure:
    """`HB 73`, `hb73`; raises BadArgument on what is none."""
    try:
        return measure_of(text.upper(), "bill")
    except LayoutChanged as error:
        raise BadArgument(f"bill {text!r}: wanted a measure such as HB 73 or SJM 6") from error


def code_of(url: str) -> str | None:
    found = BILL_LINK.fullmatch(url)
    return found[4].lower() if found and found[2].upper() in KINDS else None
