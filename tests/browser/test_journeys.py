"""Three people with a question each, who know no address of the site: by what stands on its pages, and the keyboard."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.visit import Visits


def find(page: Page, words: str) -> None:
    """From the home page: type into the search, and press Enter."""
    page.goto("/")
    page.get_by_label("A bill number, a name, or words from a bill").fill(words)
    page.keyboard.press("Enter")


def test_a_lobbyist_learns_what_became_of_a_bill(site: str, visits: Visits) -> None:
    page, seen = visits.page(site)
    find(page, "sb54")
    page.get_by_role("region", name="The bill of that number").get_by_role("link", name="SB 54").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("SB 54 Law enforcement: sharing data.")

    standing = page.get_by_role("region", name="Where it stands")
    expect(standing).to_contain_text("It is law: signed by the Governor on October 5, 2017")
    expect(standing).to_contain_text("Chapter 495, Statutes of 2017")
    expect(standing).to_contain_text("What comes next:")
    expect(standing).to_contain_text("“Chaptered by Secretary of State. Chapter 495, Statutes of 2017.”")

    votes = page.get_by_role("region", name="Roll calls").get_by_role("listitem")
    floor = votes.filter(has_text="Senate 3rd Reading SB54")
    expect(floor).to_contain_text("27–12 passed")
    expect(floor).to_contain_text("adds up")
    expect(votes.filter(has_text="Concurrence")).to_contain_text("27–11 passed")
    timeline = page.get_by_role("region", name="Timeline").get_by_role("listitem")
    expect(timeline.first).to_contain_text("Introduced. Read first time.")
    expect(timeline.last).to_contain_text("Chaptered by Secretary of State.")

    page.get_by_label("As it stood on").fill("2018-12-01")
    page.get_by_role("region", name="What changed").get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("SB 54 as it stood on")
    expect(page.get_by_role("main")).to_contain_text("Filed and numbered among the acts of the year")
    expect(page.get_by_role("main")).to_contain_text("Nothing has changed since.")
    page.go_back()
    page.get_by_label("As it stood on").fill("2017-12-31")
    page.get_by_label("As it stood on").press("Enter")
    expect(page.get_by_role("main")).to_contain_text("not")  # nothing had been read of it by then
    assert seen.errors == []


def test_a_citizen_finds_how_their_senator_voted_and_how_the_party_did(site: str, visits: Visits) -> None:
    page, seen = visits.page(site, width=360, height=740)
    find(page, "law enforcement sharing data")
    page.get_by_role("main").get_by_role("link", name="SB 54", exact=True).first.click()
    rolls = page.get_by_role("region", name="Roll calls").get_by_role("listitem")
    rolls.filter(has_text="Senate 3rd Reading SB54").get_by_role("link", name=re.compile("every member’s vote")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Senate 3rd Reading SB54 De León et al.")

    page.get_by_label("Find a member").press_sequentially("nguy")
    member = page.get_by_role("region", name="Every member").get_by_role("row").filter(has_text="Nguyen")
    expect(member).to_contain_text(re.compile("Republican.*34.*no", re.DOTALL))
    expect(page.get_by_role("rowheader", name="Allen")).to_be_hidden()
    parties = page.get_by_role("region", name="By party")
    expect(parties).to_contain_text(re.compile("Republican.*0 yes, 12 no, 1 neither", re.DOTALL))
    expect(page.get_by_role("main")).to_contain_text("Nobody voted against the larger side of their party.")

    member.get_by_role("link", name="Nguyen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nguyen, Janet")
    row = page.get_by_role("row").filter(has_text="Senate 3rd Reading SB54")
    expect(row).to_contain_text(re.compile("no.*SB 54.*with", re.DOTALL))
    expect(page.get_by_role("main")).to_contain_text("Of 4 roll calls that list this member: 0 yes, 3 no, 1 neither.")
    assert seen.errors == []


def test_an_analyst_takes_a_chart_into_sql_and_out_as_csv(site: str, visits: Visits, tmp_path: Path) -> None:
    page, seen = visits.page(site, accept_downloads=True)
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name="Charts").click()
    page.get_by_label("Session").select_option(label="California, 2017-2018 Regular Session")
    page.get_by_role("button", name="Show").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("California, 2017-2018 Regular Session")

    senate = page.get_by_role("table").filter(has_text="not voting").last
    drawn = {
        row.inner_text().split("\t")[0].strip(): row.inner_text().split("\t")[1]
        for row in senate.get_by_role("row").all()[1:]
    }
    assert drawn == {"yes": "151", "no": "63", "not voting": "10"}
    page.get_by_role("link", name="answers", exact=True).click()
    sql = page.get_by_role("textbox", name="SQL").or_(page.locator("textarea[name=sql]")).first
    expect(page.get_by_role("main")).to_contain_text("session_options")
    assert sql.count() == 1

    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).first.click()
    download.value.save_as(tmp_path / "rows.csv")
    with (tmp_path / "rows.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["chamber"] == "upper"]
    assert {row["option"]: row["votes"] for row in rows} == drawn
    assert seen.errors == []


def test_the_keyboard_alone_reaches_a_members_vote(site: str, visits: Visits) -> None:
    page, _ = visits.page(site)
    page.goto("/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    tab_to(page, "input", "A bill number, a name, or words from a bill")
    page.keyboard.type("SB 54")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?*")
    tab_to(page, "a", "SB 54")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sb54")
    tab_to(page, "a", "27 to 12, 2017-04-03: every member’s vote")
    page.keyboard.press("Enter")
    page.wait_for_url("**/votes/*")
    tab_to(page, "input", "Find a member")
    page.keyboard.type("berryhill")
    expect(page.get_by_text("0 of 39")).to_be_visible()
    expect(page.get_by_role("region", name="Neither yes nor no")).to_contain_text("Berryhill Republican, not voting")
    tab_to(page, "button", "Party")
    page.keyboard.press("Enter")
    expect(page.get_by_role("columnheader", name="Party")).to_have_attribute("aria-sort", "ascending")


def tab_to(page: Page, tag: str, name: str) -> None:
    """Press Tab until the thing of that name has the focus, which must be seen around it."""
    for _ in range(80):
        page.keyboard.press("Tab")
        found = page.evaluate(
            "() => { const e = document.activeElement; return [e.tagName.toLowerCase(),"
            " e.getAttribute('aria-label') ?? e.labels?.[0]?.textContent.trim() ?? e.textContent.trim(),"
            " getComputedStyle(e).outlineStyle] }"
        )
        if found[:2] == [tag, name]:
            assert found[2] != "none", f"nothing shows that {name} has the focus"
            return
    raise AssertionError(f"no {tag} “{name}” within 80 presses of Tab on {page.url}")
