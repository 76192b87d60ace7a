"""The journey at Tostalba as the story has it: counted from voices, diaries and weekly numbers, none of it written."""

from models.diaries import diary_calls
from models.journey import journey
from models.listening_figures import listening_figures
from tests.demo.conftest import Example
from words.journey import flow_words, journey_title
from words.speech import speech


def test_the_lowest_point_is_where_two_days_are_promised_and_two_and_a_half_are_needed(example: Example) -> None:
    seen = example.ask("Marta Gualdi", journey, now=example.now)
    assert [stage.tally.voices for stage in seen.stages] == [14, 21, 33, 96, 41, 19]
    low = seen.lowest
    assert low is not None
    assert low.broken is not None
    said = journey_title(speech("it"), voices=seen.voices, lowest=low.name, late=low.late, unhappy=0, of=0,
                         broken=low.broken.terms.sentence)  # fmt: skip
    assert said == "Il punto più basso è «Ricevo»: promettiamo 2 giorni, servono 2 giorni e mezzo."
    # Where the worst promise of a stage holds only just, nothing is said to fail or to take longer.
    edge = journey_title(speech("it"), voices=9, lowest="Uso", late=(604_800, 650_000), unhappy=0, of=0, edge=True,
                         broken="Macchina riparata in una settimana")  # fmt: skip
    assert edge == "Il punto più basso è «Uso»: «Macchina riparata in una settimana» è in bilico."
    assert not low.on_the_edge
    assert low.tally.argued == 52
    assert low.expected is not None
    assert (low.expected[1].median, low.expected[1].unit, low.matter) == (2.0, "d", "certezza")


def test_hand_overs_hurt_carts_are_left_and_five_diaries_went_far(example: Example) -> None:
    seen = example.ask("Marta Gualdi", journey, now=example.now)
    names = {point.id: point.name for stage in seen.stages for point in stage.points}
    assert [(names[one.from_id], names[one.to_id]) for one in seen.hand_overs] == [
        ("Sito", "Botteghe"), ("App abbonamento", "Contact center"), ("Officina", "Corriere")
    ]  # fmt: skip
    flows = {stage.name: stage.flow for stage in seen.stages if stage.flow is not None}
    assert [round(flow.arrived) for flow in flows.values()] == [9_800, 2_100, 612]
    cart = flows["Ordino"]
    assert flow_words(speech("it"), cart.arrived, cart.left) == ("612 → 323 a settimana", "se ne vanno 47 su 100")
    assert len(seen.stories) == 5
    assert [one.motivation != "" for one in seen.profiles] == [True] * 4
    call = example.ask("Elena Mazzotti", diary_calls, now=example.now, zone="Europe/Rome")[0]
    assert (call.diaries, call.entries) == (38, 61)


def test_the_workshop_with_its_spare_parts_is_spoken_of_less_than_luck_explains(example: Example) -> None:
    found = example.ask("Marta Gualdi", listening_figures, now=example.now)
    assert ("Officina", False) in [(one.place, one.rose) for one in found.changed]
    assert found.recommends.recommends is not None
    assert "ritardo" in [term.word for term in found.unhappy_words]
