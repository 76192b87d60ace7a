"""The middle stations: a focus group, its people and touchpoint, and a workshop that people join by QR."""

import re
import sqlite3
from contextlib import closing, suppress

from playwright.sync_api import Locator, expect

from tests.browser.desk import Desk
from tests.browser.first_day import PASSWORD
from tests.browser.walk import Walk
from web.posters import qr_svg

PHONES = (("Lucia", "I promise"), ("Teo", "I keep"), ("Anna", "I am a customer"))


def table(walk: Walk) -> str:
    """What the group is called; its signs mean something in Markdown and nothing to whoever reads them."""
    return walk.words("Il Tavolo del Caffè (n. 1)", "The Coffee Table (no. 1)")


def found_a_group(walk: Walk) -> None:
    """A focus group, and a colleague invited by a link that works once."""
    say, desk = walk.say, walk.desk("Ada")
    desk.go("/group")
    desk.write(say("Name"), table(walk))
    desk.write(say("What is it for?"), walk.words("Capire che cosa serve a chi compra.", "What people who buy need."))
    desk.press(say("Create"))
    desk.shows(say("Invite one person"))
    assert desk.value(say("Focus group")) == table(walk)
    desk.choose(say("Whom will they speak for?"), say("who keeps"))
    desk.press(say("Make the link"))
    desk.shows(say("Send this link to one person. It works once, for 14 days, and is not shown again."))
    link = desk.page.locator("code", has_text="/invite/").first.inner_text().strip()
    walk.look(desk.page, "07-group")
    nino = walk.desk("Nino")
    nino.page.goto(link)
    walk.look(nino.page, "08-invitation")
    nino.page.get_by_label(say("Your name")).fill("Nino Bassi")
    nino.page.get_by_label(say("E-mail")).fill("nino@example.it")
    nino.page.get_by_label(say("Password")).fill(PASSWORD)
    nino.page.get_by_role("button", name=say("Come in")).click()
    nino.done()
    walk.look(nino.page, "09-home-of-a-colleague")
    # The link worked once.
    stranger = walk.phone("Stranger")
    walk.guard.expect_refusal(link)
    stranger.go(link)
    assert stranger.page.get_by_role("button", name=say("Come in")).count() == 0
    stranger.examine("10-used-link")
    walk.phones.pop("Stranger").close()
    desk.go("/people")
    desk.shows(say.many("%(n)s person takes part.", "%(n)s people take part.", 2))
    walk.look(desk.page, "11-people")


def add_a_touchpoint(walk: Walk) -> None:
    """Where customers meet the company; its door is open at once."""
    say, desk = walk.say, walk.desk("Ada")
    desk.go("/listening")
    walk.look(desk.page, "12-listening-empty")
    desk.write(say("Where do customers meet you?"), walk.words("Bottega di Faenza", "Shop in Faenza"))
    desk.press(say("Add"))
    desk.unfold(say("The doors that are always open"))
    walk.kept["door"] = desk.page.locator("code", has_text="/door/").first.inner_text().strip()
    card = desk.page.get_by_role("link", name=say("Print this card")).first.get_attribute("href")
    poster = desk.page.context.new_page()
    poster.goto(f"{walk.server.address}{card}")
    # As people type it: without what stands before the two slashes.
    assert walk.kept["door"].partition("://")[2] in poster.locator("main").inner_text()
    walk.look(poster, "13-card")
    poster.close()


def prepare_a_workshop(walk: Walk) -> None:
    """Title, format, date; then the QR, and what will be visible."""
    say, desk = walk.say, walk.desk("Ada")
    desk.go("/workshops")
    walk.look(desk.page, "14-workshops-empty")
    desk.write(say("Title"), walk.words("Natale senza sorprese", "Christmas without surprises"))
    desk.press(say("Create"))
    desk.page.wait_for_url("**/workshop?**")
    desk.done()
    desk.shows(say("The way in"))
    walk.look(desk.page, "15-workshop-new")
    walk.kept["workshop"] = re.search(r"workshop=([0-9a-f]+)", desk.page.url)[1]  # type: ignore[index]
    with closing(sqlite3.connect(walk.folder / "site.db")) as file:
        (token,) = file.execute("SELECT join_token FROM workshops").fetchone()
    walk.kept["join"] = f"{walk.server.address}/join/{token}"
    poster = desk.page.context.new_page()
    poster.goto(f"{walk.server.address}/print/workshop/{walk.kept['workshop']}")
    # What hangs on the wall is the QR of this very address.
    drawn = re.findall(r'd="([^"]+)"', str(qr_svg(walk.kept["join"])))
    assert [path.get_attribute("d") for path in poster.locator(".poster-qr path").all()] == drawn
    walk.look(poster, "16-poster")
    poster.close()
    _offer_the_touchpoint(desk, walk)
    _let_them_vote_openly(desk, walk)
    _let_them_read_at_once(desk, walk)
    desk.press(say("Open the collecting"))
    desk.titled(say("Open: the first idea can come."))
    walk.look(desk.page, "17-collecting")


def join_by_qr(walk: Walk) -> None:
    """Three phones, three sides, no account and no script."""
    say = walk.say
    for name, side in PHONES:
        phone = walk.phone(name)
        with walk.timed("first idea" if name == "Anna" else f"{name} comes in"):
            phone.go(walk.kept["join"])
            phone.page.get_by_label(say("What is your name?")).fill(name)
            phone.tick({"I promise": say("I promise"), "I keep": say("I keep")}.get(side, say("I am a customer")))
            if name == "Lucia":
                phone.examine("18-join")
            phone.press(say("Come in"))
        assert "/w/" in phone.page.url, phone.text


def _offer_the_touchpoint(desk: Desk, walk: Walk) -> None:
    say = walk.say
    desk.unfold(say("Touchpoints to tap under the idea"))
    fold = desk.page.locator("[data-testid=stExpander]", has_text=say("Touchpoints to tap under the idea")).first
    fold.locator("input").first.click()
    desk.page.get_by_role("option", name=walk.words("Bottega di Faenza", "Shop in Faenza")).click()
    desk.page.keyboard.press("Escape")
    desk.done()
    desk.press(say("Save"), fold)


def _tap_and_save(desk: Desk, fold: Locator, answer: str, save: str, becomes: str) -> None:
    """Tap one of several answers in a form, see it chosen, save it, and read it in the sentence of the activity."""
    chosen = fold.get_by_role("radio", name=answer, exact=True)
    # A tap is lost when the form moves under the finger; who sees nothing chosen taps again, so does this.
    for _ in range(4):
        fold.get_by_text(answer, exact=True).first.click()
        with suppress(AssertionError):
            expect(chosen).to_be_checked(timeout=5_000)
            break
    expect(chosen).to_be_checked(timeout=5_000)
    desk.press(save, fold)
    desk.shows(becomes)


def _let_them_read_at_once(desk: Desk, walk: Walk) -> None:
    """The ready format hides ideas until all are in; here people support each other's while they write."""
    say = walk.say
    _look_at(desk, say("Collect ideas"))
    fold = desk.page.locator("[data-testid=stExpander]", has_text=say("Customize")).first
    fold.locator("summary").click()
    desk.done()
    _tap_and_save(desk, fold, say("Everyone reads it, without your name."), say("Save"),
                  say("Everybody writes and reads what the others write"))  # fmt: skip


def _look_at(desk: Desk, activity: str) -> None:
    """Choose one of the activities in the row above."""
    with desk.run(within=5):
        desk.page.get_by_role("radiogroup").get_by_role("radio", name=activity).first.click()


def _let_them_vote_openly(desk: Desk, walk: Walk) -> None:
    """With three people a secret vote would show nothing (law 6), and the page says so."""
    say = walk.say
    _look_at(desk, say("Dots"))
    fold = desk.page.locator("[data-testid=stExpander]", has_text=say("Customize")).last
    fold.locator("summary").click()
    desk.done()
    _tap_and_save(desk, fold, say("Open vote"), say("Save"), say("an open vote, seen by side"))
