"""The first stations: the first sign-in, and a promise checked from an Excel file."""

import re

from tests.browser.cases import lights_file
from tests.browser.walk import Walk

PASSWORD = "una frase lunga 7"


def first_sign_in(walk: Walk) -> None:
    """From the printed one-time code to the three doors."""
    say, desk = walk.say, walk.desk("Ada")
    page = desk.page
    page.goto(walk.server.address)
    assert page.url.endswith("/setup"), page.url
    walk.look(page, "01-setup")
    page.get_by_label(say("One-time code")).fill(walk.server.code)
    page.get_by_label(say("Your company")).fill("Tostalba")
    page.get_by_label(say("Your name")).fill("Ada Riva")
    page.get_by_label(say("E-mail")).fill("ada@example.it")
    page.get_by_label(say("Password")).fill(PASSWORD)
    page.get_by_role("button", name=say("Begin")).click()
    desk.done()
    desk.titled(say("Where do we start?"))
    for door in (say("Check a promise"), say("Prepare a workshop"), say("Look at the example company")):
        desk.shows(door)
    assert page.locator("html").get_attribute("lang") == walk.language
    walk.look(page, "02-three-doors")
    # F5, and a second tab of the same browser: still the same person.
    page.reload()
    desk.done()
    desk.titled(re.compile(re.escape(say("Where do we start?"))))


def check_a_promise(walk: Walk) -> None:
    """Drop the Excel, confirm the columns, fill the sentence, read the verdict, keep it."""
    say, desk = walk.say, walk.desk("Ada")
    desk.go("/")
    with walk.timed("first verdict"):
        desk.follow(say("Check a promise"))
    walk.look(desk.page, "03-check-empty")
    file = lights_file(walk.folder)
    with walk.timed("first verdict"):
        desk.page.locator("input[type=file]").set_input_files(file)
        desk.shows(say("Number of the case"))
        desk.done()
    walk.look(desk.page, "04-check-columns")
    with walk.timed("first verdict"):
        desk.write(say("What we promise"), walk.words("Lampione riparato", "Street light repaired"))
        desk.write(say("within"), "14")
        desk.choose(say("unit"), say("days"))
        desk.write(say("at least"), "8")
        desk.write(say("times of"), "10")
        desk.shows(say("Does not hold"))
    assert desk.title().startswith("✕"), desk.title()
    assert re.search(r"\b6[0-9] ", desk.title()), desk.title()
    walk.look(desk.page, "05-check-verdict")
    desk.write(say("What is the process called?"), walk.words("Lampioni", "Street lights"))
    desk.write(say("One case is called"), walk.words("lampione", "light"))
    desk.write(say("Several are called"), walk.words("lampioni", "lights"))
    desk.press(say("Save"))
    desk.page.wait_for_url("**/promise?**")
    desk.done()
    desk.shows(walk.words("Lampione riparato", "Street light repaired"))
    walk.look(desk.page, "06-promise-saved")
