"""The later stations: a decision, a promise from it, two signatures, and the cases that it stands on."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import expect

from exchange.workbook import Sheet, write_workbook
from tests.browser.desk import WAIT
from tests.browser.ideas_and_dots import thoughts
from tests.browser.walk import Walk


def decide(walk: Walk) -> None:
    """The idea in front with its votes by side; *Do it*, with a reason people can read."""
    say, desk = walk.say, walk.desk("Ada")
    desk.go("/decisions")
    refund = thoughts(walk)["Anna"]
    expect(desk.page.locator("h4").first).to_be_visible(timeout=WAIT)
    # The oldest comes first; the winning idea may be the second.
    if desk.page.locator("h4", has_text=refund).count() == 0:
        desk.press(say("Look at the next one first"))
    expect(desk.page.locator("h4").first).to_contain_text(refund, timeout=WAIT)
    walk.look(desk.page, "32-decision-desk")
    desk.write(say("Why? Whoever asked for it reads this."), walk.words("L'avete voluta tutti.", "You all wanted it."))
    with desk.run(within=5):
        desk.page.get_by_role("button", name=re.compile(f"^{re.escape(say('Do it'))}\\b")).first.click()
    desk.shows(say("Undo"))
    desk.shows(say("Make a promise of it"))
    # The button that was pressed is gone: whoever has no mouse goes on from what was done.
    expect(desk.page.locator("[data-seen^='done-']")).to_be_focused()
    desk.page.keyboard.press("Tab")
    expect(desk.page.get_by_role("link", name=say("Make a promise of it")).first).to_be_focused()
    way = desk.page.get_by_role("link", name=say("Make a promise of it")).first.get_attribute("href") or ""
    walk.kept["idea"] = re.search(r"idea=([0-9a-f]+)", way)[1]  # type: ignore[index]
    walk.look(desk.page, "33-decided")


def give_the_process_to_its_owner(walk: Walk) -> None:
    """The process gets its owner; its cases come from a file whose bad cells are named first, all or nothing."""
    say, desk = walk.say, walk.desk("Ada")
    desk.go("/processes")
    walk.look(desk.page, "34-processes")
    desk.unfold(say("New process"))
    fold = desk.page.locator("[data-testid=stExpander]", has_text=say("New process")).last
    desk.write(say("Name"), walk.words("Rimborsi", "Refunds"), fold)
    desk.choose(say("Who answers for it?"), "Nino Bassi", fold)
    desk.write(say("One case is called"), walk.words("rimborso", "refund"), fold)
    desk.write(say("Several are called"), walk.words("rimborsi", "refunds"), fold)
    desk.press(say("Create"), fold)
    desk.page.wait_for_url("**/process?**")
    walk.kept["process"] = desk.page.url.rpartition("=")[2]


def bring_the_cases(walk: Walk) -> None:
    """Whoever keeps the promise brings the cases: first a file with a bad cell, then the good one."""
    say, nino = walk.say, walk.desk("Nino")
    nino.go(f"/process?process={walk.kept['process']}")
    walk.look(nino.page, "35-process-empty")
    chosen = nino.page.locator("input[type=file]")
    chosen.set_input_files(refunds_file(walk.folder, bad=True))
    nino.shows(
        say.many(
            "%(n)s cell cannot be read. Nothing was taken in: mend the file and drop it again.",
            "%(n)s cells cannot be read. Nothing was taken in: mend the file and drop it again.", 1,
        )
    )  # fmt: skip
    nino.shows("7")
    walk.look(nino.page, "36-unreadable-cell")
    nino.go(f"/process?process={walk.kept['process']}")
    nino.page.locator("input[type=file]").set_input_files(refunds_file(walk.folder))
    nino.shows(say("Number of the case"))
    nino.done()
    walk.look(nino.page, "37-process-file")
    nino.press(say.many("Take in %(n)s row", "Take in %(n)s rows", 400))
    nino.shows(say("Undo this load"))
    walk.look(nino.page, "38-process-with-cases")


def promise_from_the_idea(walk: Walk) -> None:
    """The winning idea becomes a promise by the same sentence form; it is noted where it is told, and asked."""
    say, desk = walk.say, walk.desk("Ada")
    desk.go(f"/decisions?idea={walk.kept['idea']}")
    desk.follow(say("Make a promise of it"))
    desk.shows(thoughts(walk)["Anna"])
    desk.choose(say("Which process keeps it?"), walk.words("Rimborsi", "Refunds"))
    desk.write(say("What we promise"), walk.words("Rimborso in bottega", "Refunded in the shop"))
    desk.write(say("within"), "3")
    desk.choose(say("unit"), say("days"))
    desk.write(say("at least"), "9")
    desk.write(say("times of"), "10")
    walk.look(desk.page, "39-promise-form")
    desk.press(say("Save as a draft"))
    desk.page.wait_for_url("**/promise?**")
    desk.shows(say("Where we say it"))
    walk.kept["promise"] = desk.page.url.rpartition("=")[2]
    desk.unfold(say("Add or change a place"))
    fold = desk.page.locator("[data-testid=stExpander]", has_text=say("Add or change a place")).last
    desk.write(say("The words used there"), walk.words("soldi indietro in 3 giorni", "money back in 3 days"), fold)
    desk.write(say("Who changes it"), "Ada Riva", fold)
    desk.press(say("Save"), fold)
    desk.shows(walk.words("soldi indietro in 3 giorni", "money back in 3 days"))
    desk.press(say("Ask who keeps it"))
    walk.look(desk.page, "40-promise-asked")


def sign(walk: Walk) -> None:
    """Who keeps it is told, and says yes; then it is in use, with both oars."""
    say, desk, nino = walk.say, walk.desk("Ada"), walk.desk("Nino")
    nino.go("/")
    nino.shows(walk.words("Rimborso in bottega", "Refunded in the shop"))
    walk.look(nino.page, "41-home-asks-for-a-signature")
    nino.go(f"/promise?promise={walk.kept['promise']}")
    nino.shows(say("Can you keep it?"))
    walk.look(nino.page, "42-signature")
    nino.press(say("Yes, I can keep it"))
    expect(nino.page.get_by_text(say("Can you keep it?"))).to_have_count(0, timeout=WAIT)
    desk.go(f"/promise?promise={walk.kept['promise']}")
    desk.press(say("Put it in use"))
    expect(desk.page.get_by_role("button", name=say("Put it in use"), exact=True)).to_have_count(0, timeout=WAIT)
    assert desk.title().startswith("✔"), desk.title()
    walk.look(desk.page, "43-claim-card")


def follow_the_thread(walk: Walk) -> None:
    """From the promise back to the words it came from, and forward to what was measured."""
    say, desk = walk.say, walk.desk("Ada")
    desk.go(f"/promise?promise={walk.kept['promise']}")
    thread = say("The thread: who asked, what was decided, promised, measured")
    desk.unfold(thread)
    desk.shows(say("Measured"))
    fold = desk.page.locator("[data-testid=stExpander]", has_text=thread).last
    expect(fold).to_contain_text(thoughts(walk)["Anna"][:20], timeout=WAIT)
    expect(fold).to_contain_text(walk.words("Rimborso in bottega", "Refunded in the shop"))
    walk.look(desk.page, "44-thread")
    desk.go("/promises")
    walk.look(desk.page, "45-promises")


def refunds_file(folder: Path, *, bad: bool = False) -> Path:
    """Refunds of the last months, nearly all within three days; `bad` has one end that is no date."""
    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    rows: list[tuple[str, object, object]] = []
    for number in range(400):
        start = now - timedelta(days=80 * (400 - number) / 400 + 0.2, minutes=number % 60)
        days = 5.0 if number % 50 == 7 else 0.5 + number % 5 / 2
        end = start + timedelta(days=days)
        rows.append((f"R{number:04}", start, end if end < now else None))
    if bad:
        rows[5] = (rows[5][0], rows[5][1], "presto")
    path = folder / ("refunds-bad.xlsx" if bad else "refunds.xlsx")
    path.write_bytes(write_workbook([Sheet("Refunds", ("case_id", "start", "end"), rows)]))  # type: ignore[arg-type]
    return path
