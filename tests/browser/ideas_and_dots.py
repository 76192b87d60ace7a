"""The room: ideas from three phones without script, one support, dots, and what came out."""

import re

from playwright.sync_api import expect

from tests.browser.desk import WAIT
from tests.browser.phone import Phone
from tests.browser.walk import Walk


def thoughts(walk: Walk) -> dict[str, str]:
    """What each phone writes; Teo's is nearly Anna's."""
    refund = walk.words("Se ho pagato in bottega ridatemi i soldi in bottega", "Paid in the shop, refunded in the shop")
    certain = walk.words("Meglio tre giorni certi che due forse", "Rather three certain days than two maybe")
    return {"Anna": refund, "Lucia": certain, "Teo": f"{refund}!"}


def write_ideas(walk: Walk) -> None:
    """One thought each; the similar one is supported instead of doubled."""
    say, said = walk.say, thoughts(walk)
    anna, lucia, teo = walk.phone("Anna"), walk.phone("Lucia"), walk.phone("Teo")
    anna.go(f"/w/{walk.kept['workshop']}")
    # Who will read it stands beside the field before anything is written.
    assert say("Everyone reads it, without your name.") in anna.text
    anna.examine("19-phone-idea-empty")
    with walk.timed("first idea"):
        anna.page.get_by_label(say("One idea at a time")).fill(said["Anna"])
        anna.tick(walk.words("Bottega di Faenza", "Shop in Faenza"))
        anna.press(say("Send the idea"))
    assert say("Sent.") in anna.text
    anna.examine("20-phone-idea-sent")
    lucia.go(f"/w/{walk.kept['workshop']}")
    lucia.page.get_by_label(say("One idea at a time")).fill(said["Lucia"])
    lucia.press(say("Send the idea"))
    teo.go(f"/w/{walk.kept['workshop']}")
    teo.page.get_by_label(say("One idea at a time")).fill(said["Teo"])
    teo.press(say("Send the idea"))
    assert teo.title == say("Is it the same?")
    assert said["Anna"] in teo.text
    teo.examine("21-phone-is-it-the-same")
    teo.press(say("Yes, I support it"))
    assert say("You support it.") in teo.text
    _comment(walk, teo)


def close_the_collecting(walk: Walk) -> None:
    """Who conducts sees the ideas come in, and closes."""
    say, desk = walk.say, walk.desk("Ada")
    desk.go(f"/workshop?workshop={walk.kept['workshop']}")
    desk.titled(say.many("%(n)s idea so far, and they keep coming.", "%(n)s ideas so far, and they keep coming.", 2))
    walk.look(desk.page, "23-ideas-at-the-desk")
    desk.press(say("Close now"))
    # The ready format groups next; two ideas need none.
    desk.titled(say("Next: %(activity)s.", activity=say("Group them")))
    desk.press(say("Skip it"))
    desk.titled(say("The ideas are in. Choose what to vote on."))
    phone = walk.phone("Lucia")
    phone.go(f"/w/{walk.kept['workshop']}")
    phone.examine("24-phone-time-is-up")
    desk.press(say("Put them to the vote"))
    desk.shows(say.many("%(n)s idea is on the list.", "%(n)s ideas are on the list.", 2))
    # It says before opening what will be visible: the vote is open, so every side.
    desk.shows(say.many("With %(n)s person you will see the totals and every side.",
                        "With %(n)s people you will see the totals and every side.", 4))  # fmt: skip
    walk.look(desk.page, "25-before-the-vote")
    desk.press(say("Open the vote"))
    desk.shows(say("Close now"))


def vote(walk: Walk) -> None:
    """Everybody votes by one form; too many dots come back with everything still chosen."""
    say, said = walk.say, thoughts(walk)
    dots = {"Anna": (3, 0), "Teo": (2, 1), "Lucia": (1, 2)}
    for name, (refund, certain) in dots.items():
        phone = walk.phone(name)
        phone.go(f"/w/{walk.kept['workshop']}")
        if name == "Anna":
            assert say("Open vote: it is seen how each side votes.") in phone.text
            phone.examine("26-phone-vote")
            walk.guard.expect_refusal(f"{phone.page.url}/vote")
            phone.page.get_by_label(said["Anna"]).select_option("3")
            phone.page.get_by_label(said["Lucia"]).select_option("3")
            phone.press(say("Vote now"))
            assert phone.page.get_by_label(said["Lucia"]).input_value() == "3", phone.text
            phone.examine("27-phone-too-many-dots")
        phone.page.get_by_label(said["Anna"]).select_option(str(refund))
        phone.page.get_by_label(said["Lucia"]).select_option(str(certain))
        phone.press(say("Vote now"))
        saved = say("Vote saved at %(time)s. You can change it until the close.", time="@")
        assert re.search(re.escape(saved).replace("@", r"\d\d?:\d\d( [AP]M)?"), phone.text), phone.text
        # Hidden until the close: nobody sees a total.
        assert say("The result arrives here as soon as it opens.") in phone.text
    walk.phone("Lucia").examine("28-phone-voted")
    desk = walk.desk("Ada")
    desk.go(f"/workshop?workshop={walk.kept['workshop']}")
    walk.look(desk.page, "29-voting-at-the-desk")


def see_the_result(walk: Walk) -> None:
    """The three sentences, the totals, a column a side, on the desk and on the phone alike."""
    say, said, desk = walk.say, thoughts(walk), walk.desk("Ada")
    desk.go(f"/workshop?workshop={walk.kept['workshop']}")
    expect(desk.page.locator("h1").first).to_contain_text(said["Anna"], timeout=WAIT)
    walk.look(desk.page, "30-result-at-the-desk")
    # Four votes: who wins, and that nobody can tell how clear it is.
    desk.shows(say.many("With %(n)s vote nobody can tell whether it would win again.",
                        "With %(n)s votes nobody can tell whether it would win again.", 4))  # fmt: skip
    phone = walk.phone("Teo")
    phone.go(f"/w/{walk.kept['workshop']}")
    assert phone.title == desk.title()
    # A column a side by law 6: the vote was open, so all three, however few they are.
    sides = f"{say('promises')} 1 · {say('keeps')} 2 · {say('customers')} 3"
    assert sides in phone.text, phone.text
    phone.examine("31-phone-result")


def _comment(walk: Walk, phone: Phone) -> None:
    say = walk.say
    phone.page.locator("summary").first.click()
    phone.page.get_by_role("link", name=say("You support it")).first.click()
    phone.page.get_by_label(say("Your comment")).fill(walk.words("Anche con il buono regalo.", "With gift cards too."))
    phone.press(say("Send the comment"))
    assert walk.words("Anche con il buono regalo.", "With gift cards too.") in phone.text
    phone.examine("22-phone-one-idea")
