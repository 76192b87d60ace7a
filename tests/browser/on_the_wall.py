"""The big screen: projected from the desk, told of changes by itself, the result in three beats; and the protocol."""

import io
import sqlite3
from contextlib import closing

import openpyxl
from playwright.sync_api import Page, expect

from tests.browser.desk import WAIT
from tests.browser.ideas_and_dots import thoughts
from tests.browser.walk import Walk

LATE = "Nora"


def project_it(walk: Walk) -> None:
    """A window of its own for the projector: nobody signs in there, and the code can be read from a chair."""
    say, desk = walk.say, walk.desk("Ada")
    desk.go(f"/workshop?workshop={walk.kept['workshop']}")
    desk.press(say("Project it"))
    link = desk.page.get_by_role("link", name=say("Open the big screen")).first.get_attribute("href")
    with closing(sqlite3.connect(walk.folder / "site.db")) as file:
        (walk.kept["code"],) = file.execute("SELECT join_code FROM workshops").fetchone()
    context = walk.browser.new_context(
        locale={"it": "it-IT", "en": "en-GB"}[walk.language], viewport={"width": 1280, "height": 720}
    )
    walk.guard.watch(context)
    walk.wall = context.new_page()
    walk.wall.goto(str(link))
    shown = "".join(sign for sign in walk.wall.locator("main").inner_text() if sign.isalnum())
    assert walk.kept["code"] in shown
    walk.look(walk.wall, "17b-wall-collecting")


def come_in_late(walk: Walk) -> None:
    """A fourth phone, by the code that is read aloud, while the vote is on; the wall counts one more by itself."""
    say, said, wall, phone = walk.say, thoughts(walk), _wall(walk), walk.phone(LATE)
    expect(wall.locator("main")).to_contain_text("3", timeout=WAIT)
    phone.go("/join")
    phone.page.get_by_label(say("The code you see on the screen or on the poster")).fill(walk.kept["code"].lower())
    phone.press(say("Go on"))
    phone.page.get_by_label(say("What is your name?")).fill(LATE)
    phone.tick(say("I promise"))
    phone.press(say("Come in"))
    phone.page.get_by_label(said["Lucia"]).select_option("1")
    phone.press(say("Vote now"))


def three_beats(walk: Walk) -> None:
    """Closed, the wall keeps the result back; then sentence, bars, sides and boat, on phones as well."""
    say, said, desk, wall = walk.say, thoughts(walk), walk.desk("Ada"), _wall(walk)
    desk.go(f"/workshop?workshop={walk.kept['workshop']}")
    desk.press(say("Close now"))
    expect(desk.page.locator("h1").first).to_contain_text(said["Anna"], timeout=WAIT)
    expect(wall.get_by_text(say("The vote is closed. The result opens here in a moment."))).to_be_visible(timeout=WAIT)
    phone = walk.phone("Teo")
    phone.go(f"/w/{walk.kept['workshop']}")
    assert phone.title == say("Time. Look at the screen."), phone.text
    desk.press(say("Show the sentence"))
    expect(wall.locator("h1")).to_contain_text(said["Anna"], timeout=WAIT)
    assert wall.locator("tbody tr").count() == 0
    desk.press(say("Show the bars"))
    expect(wall.locator("tbody tr")).to_have_count(2, timeout=WAIT)
    assert wall.locator("td.side").count() == 0
    desk.press(say("Show the sides"))
    expect(wall.locator("td.side").first).to_be_visible(timeout=WAIT)
    expect(wall.locator("figure svg").first).to_be_visible(timeout=WAIT)
    walk.look(wall, "31b-wall-result")


def take_the_protocol(walk: Walk) -> None:
    """What the workshop leaves, as a workbook and as a PDF to send around."""
    said, desk = thoughts(walk), walk.desk("Ada")
    desk.go(f"/workshop?workshop={walk.kept['workshop']}")
    address = f"{walk.server.address}/download/protocol/{walk.kept['workshop']}"
    assert desk.page.locator(f"a[href$='/download/protocol/{walk.kept['workshop']}.pdf']").count() > 0
    book = openpyxl.load_workbook(io.BytesIO(desk.page.context.request.get(f"{address}.xlsx").body()))
    cells = {str(cell.value) for sheet in book for line in sheet.iter_rows() for cell in line}
    assert any(said["Anna"] in cell for cell in cells), sorted(cells)
    printed = desk.page.context.request.get(f"{address}.pdf")
    assert printed.body().startswith(b"%PDF-"), printed.status
    _wall(walk).context.close()


def _wall(walk: Walk) -> Page:
    assert walk.wall is not None, "project it first"
    return walk.wall
