"""The last stations: the open door, what became of it, the group as a workbook, and signing out everywhere."""

import io

import openpyxl
from playwright.sync_api import expect

from tests.browser.desk import WAIT, Desk
from tests.browser.first_day import PASSWORD
from tests.browser.ideas_and_dots import thoughts
from tests.browser.walk import Walk


def leave_a_word(walk: Walk) -> None:
    """A customer at the counter: the printed QR, a face, a sentence, and a link to see what becomes of it."""
    say, phone = walk.say, walk.phone("Samira")
    with walk.timed("feedback"):
        phone.go(walk.kept["door"])
        phone.tick(say("Bad"))
        phone.page.get_by_label(say("What happened?")).fill(words_at_the_door(walk))
    phone.examine("46-door")
    with walk.timed("feedback"):
        phone.press(say("Send it"))
    assert phone.title == say("Thank you.")
    phone.examine("47-door-thanks")
    phone.press(say("Yes, give me a link"))
    assert "/follow/" in phone.page.url
    phone.examine("48-follow")


def words_at_the_door(walk: Walk) -> str:
    """What the customer writes."""
    return walk.words("Nessuno mi ha detto che il pacco era arrivato.", "Nobody told me that the parcel was here.")


def make_an_idea_of_it(walk: Walk) -> None:
    """It lands as feedback and becomes an idea in one click; the customer's link says so."""
    say, desk, phone = walk.say, walk.desk("Ada"), walk.phone("Samira")
    desk.go("/listening")
    desk.shows(words_at_the_door(walk))
    walk.look(desk.page, "49-listening")
    desk.press(say("Make it an idea"))
    expect(desk.page.get_by_text(say("It is part of the idea")).first).to_be_visible(timeout=WAIT)
    walk.look(desk.page, "50-became-an-idea")
    phone.page.reload()
    assert words_at_the_door(walk) in phone.text
    desk.go("/ideas")
    desk.shows(words_at_the_door(walk))
    walk.look(desk.page, "51-ideas")


def what_became_of_it(walk: Walk) -> None:
    """The guest who had the idea sees: said, decided, promised, measured; no vote, no cost, no process name."""
    say, anna = walk.say, walk.phone("Anna")
    anna.go("/mine")
    for knot in (say("Said"), say("Decided"), say("Promised"), say("Measured")):
        assert knot in anna.text, anna.text
    assert thoughts(walk)["Anna"] in anna.text
    assert walk.words("L'avete voluta tutti.", "You all wanted it.") in anna.text
    assert walk.words("Rimborso in bottega", "Refunded in the shop") in anna.text
    assert walk.words("Rimborsi", "Refunds") + " " not in anna.text
    anna.examine("52-what-became-of-it")


def take_the_workbook(walk: Walk) -> None:
    """The group as one Excel workbook, read back; and ideas that come in from the sheet the app hands out."""
    say, desk = walk.say, walk.desk("Ada")
    desk.go("/excel")
    walk.look(desk.page, "53-excel")
    book = _workbook(desk, say("Download as Excel"))
    cells = _cells(book)
    reason = walk.words("L'avete voluta tutti.", "You all wanted it.")
    for words in (thoughts(walk)["Anna"], words_at_the_door(walk), reason):
        assert words in cells, sorted(cells)
    assert any(walk.words("Rimborso in bottega", "Refunded in the shop") in cell for cell in cells)
    sheet = _workbook(desk, say("Download the empty sheet"))
    page = sheet[say("Ideas")]
    brought = walk.words("Un sacchetto da mezzo chilo.", "A half-kilo bag.")
    page.cell(row=2, column=1, value=brought)
    path = walk.folder / "ideas.xlsx"
    sheet.save(path)
    desk.page.locator("input[type=file]").set_input_files(path)
    desk.press(say.many("Bring in %(n)s idea", "Bring in %(n)s ideas", 1))
    expect(desk.page.get_by_role("button", name=say("Undo the last import"))).to_be_visible(timeout=WAIT)
    walk.look(desk.page, "53b-brought-in")
    assert brought in _cells(_workbook(desk, say("Download as Excel")))


def _workbook(desk: Desk, name: str) -> openpyxl.Workbook:
    href = desk.page.get_by_role("link", name=name).first.get_attribute("href") or ""
    answer = desk.page.context.request.get(f"{desk.address}{href}" if href.startswith("/") else href)
    assert answer.ok, answer.status
    return openpyxl.load_workbook(io.BytesIO(answer.body()))


def _cells(book: openpyxl.Workbook) -> set[str]:
    return {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}


def home_after_the_first_day(walk: Walk) -> None:
    """Home says how the promises stand and what needs one today."""
    desk = walk.desk("Ada")
    desk.go("/")
    desk.shows(walk.say("Can we say it?"))
    walk.look(desk.page, "54-home")


def sign_out_everywhere(walk: Walk) -> None:
    """Signing out on one device ends it on the other at its next click."""
    say, desk = walk.say, walk.desk("Ada")
    other = Desk.open(walk.context(), walk.server.address, say, walk.look)
    other.page.goto(f"{walk.server.address}/signin")
    walk.look(other.page, "55-sign-in")
    other.page.get_by_label(say("E-mail")).fill("ada@example.it")
    other.page.get_by_label(say("Password")).fill(PASSWORD)
    other.page.get_by_role("button", name=say("Sign in"), exact=True).click()
    other.done()
    other.shows(say("Can we say it?"))
    other.page.goto(f"{walk.server.address}/signout")
    other.page.get_by_role("button", name=say("Sign out everywhere")).click()
    assert "/signin" in other.page.url
    # The first browser still shows its page; the next click finds nobody.
    desk.page.get_by_role("button", name=say("Check"), exact=True).click()
    desk.shows(say("Sign in to go on."))
    desk.page.goto(f"{walk.server.address}/promises")
    assert "/signin" in desk.page.url
    walk.look(desk.page, "56-signed-out")
