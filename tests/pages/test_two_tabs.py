"""Two tabs of one page: what was chosen in one holds, or is asked for again, when the other changed what it shows."""

from models.budget_lines import add_line, budget_view, move_money
from store import clock
from store.doors import reading, writing
from tests.company import NOW, Company, found
from tests.conftest import Database
from tests.pages.desk import open_page, sign_in_of


def test_money_goes_from_the_line_that_was_chosen_however_much_another_tab_moved(database: Database) -> None:
    company: Company = writing(found)
    elena = company.facilitator
    phones, shop, site = (
        writing(lambda s, name=name: add_line(s, elena, now=NOW, name=name, year=NOW.year, amount=100))  # type: ignore[misc]
        for name in ("Assistenza", "Officina", "Sito")
    )

    def lines() -> dict[str, int]:
        with reading() as session:
            return {line.name: line.now for line in budget_view(session, elena, year=NOW.year).lines}

    with clock.moving(NOW):
        tab = open_page("money", sign_in_of(elena)).app
        pressed = next(one for one in tab.button if one.label == "Sposta")
        pressed.click().run()
        assert "Scegli da quale riga e verso quale riga." in [one.value for one in tab.error]
        chosen = {one.label: one for one in tab.selectbox}
        assert (chosen["Da quale riga?"].value, chosen["A quale riga?"].value) == (None, None)
        chosen["Da quale riga?"].select(site)
        chosen["A quale riga?"].select(shop)
        tab.number_input[-1].set_value(70)
        # Another tab moves money of the same line before this one is pressed.
        writing(lambda s: move_money(s, elena, now=NOW, from_id=site, to_id=phones, amount=60))
        next(one for one in tab.button if one.label == "Sposta").click().run()
    assert not tab.exception
    assert "Nella riga ci sono 40 euro: nessuna riga va sotto zero." in [one.value for one in tab.error]
    # The page above is longer now: a fold known by its place alone closed itself over that sentence.
    assert next(one for one in tab.expander if one.label == "Sposta denaro").proto.id
    assert lines() == {"Assistenza": 160, "Officina": 100, "Sito": 40}
