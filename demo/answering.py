"""What Tostalba answered: to everybody each decision is about, on the public page, on a board; what Anna says of it."""

from datetime import timedelta
from functools import partial

from demo import company, said
from demo.telling import Teller, later
from models.boards import open_board
from models.felt import say_how_it_was
from models.mail_choices import choose_mail
from models.notices import mark_read
from models.public_answers import publish_answer, write_answer
from models.reply_all import send_reply
from models.savings import enter_saving

# How long after deciding Lucia looks at what everybody will read, and sends it.
LOOKED = timedelta(minutes=25)
# In order: idea, the promise that measures it and how, what was said and done, in Italian and in English.
ENTRIES: tuple[tuple[int, str, str, tuple[str, str], tuple[str, str]], ...] = (
    (1, "P1b", "kept",
     ("Non mi serve presto. Mi serve sapere quando.", "Dal 30 novembre promettiamo tre giorni."),
     ("I do not need it soon. I need to know when.", "From 30 November we promise three days.")),
    (9, "P2", "since",
     ("La macchina torna dopo una vita.", "Ricambi in officina: promettiamo una settimana."),
     ("My machine is away forever.", "Spare parts in the workshop: we promise a week.")),
    (6, "", "none",
     ("A che ora parte il mio ordine?", "L'orario limite è accanto al carrello."),
     ("When does my order leave?", "The last hour to order stands beside the cart.")),
    (10, "", "none",
     ("La data di tostatura non si trova.", "Davanti, grande, dai pacchetti di gennaio."),
     ("The roasting date is nowhere to be found.", "In front, large, from January's packets on.")),
    (2, "P1c", "kept",
     ("Spedite in giornata.", "No, e perché: arriverebbe il giorno dopo solo a pochi, e non promettiamo quello che non "
      "reggiamo."),
     ("Ship the same day.", "No, and why: it would be there the next day for a few only, and we do not promise what "
      "we cannot keep.")),
    (30, "P9b", "kept",
     ("Dite che fine fanno le idee.", "Eccola. La prima risposta arriva entro tre settimane, con il perché, anche "
      "quando è no."),
     ("Tell us what becomes of ideas.", "Here it is. The first answer comes within three weeks, with the reason, also "
      "when it is a no.")),
)  # fmt: skip


def answering(story: Teller) -> None:
    """Every decision told to all, six entries on the public page, a saving, and Anna's yes."""
    for told in said.IDEAS:
        if told.decided:
            story.at(later(told.decided[1], minutes=LOOKED.seconds / 60), partial(_send, story, told))
    for name in ("Anna R.", "Giorgio B.", company.MARTA, "Davide Conti", "Rosa Placci", "Teresa Ricci"):
        story.at("2026-11-19 20:30", partial(_read, story, name))
    story.at("2026-06-18 19:00", partial(_choose, story, "Anna R."))
    story.at("2026-09-15 08:30", partial(_board, story))
    story.at("2026-11-16 09:00", partial(_saving, story))
    for place, entry in enumerate(ENTRIES):
        story.at(later("2026-11-20 16:00", minutes=3 * place), partial(_entry, story, *entry))
    story.at("2026-11-22 18:40", partial(_felt, story))


def _send(story: Teller, told: said.IdeaTold) -> None:
    assert told.decided is not None
    story.do(company.DIRECTION, send_reply, decision_id=story.the("decision", told.number), words=told.decided[2])


def _read(story: Teller, name: str) -> None:
    story.do(name, mark_read)


def _choose(story: Teller, name: str) -> None:
    story.do(name, choose_mail, how="weekly")


def _saving(story: Teller) -> None:
    story.do(
        company.CONDUCTS, enter_saving, what="chiamate «dov'è il mio pacco» in meno", year=2026, a_week=12, minutes=5.5,
        estimated_by=story.the("person", "Teresa Ricci"), promise_id=story.the("promise", "P1"),
        action_id=story.the("action", "Orario limite sul sito"),
    )  # fmt: skip


def _board(story: Teller) -> None:
    """What hangs in the warehouse, and what Home projects while no workshop is on."""
    story.do(company.CONDUCTS, open_board, name="Magazzino di Faenza", language="it")


def _entry(
    story: Teller, idea: int, promise: str, figure: str, italian: tuple[str, str], english: tuple[str, str]
) -> None:
    entry_id = story.do(
        company.CONDUCTS, write_answer, idea_id=story.the("idea", idea), figure=figure, said=italian[0],
        done=italian[1], said_en=english[0], done_en=english[1],
        promise_id=story.the("promise", promise) if promise else None,
    )  # fmt: skip
    story.do(company.CONDUCTS, publish_answer, entry_id=entry_id)


def _felt(story: Teller) -> None:
    """E11: Anna reads what became of it, and says: yes, it was so."""
    story.do("Anna R.", say_how_it_was, promise_id=story.the("promise", "P1b"), answer="yes")
