"""What stands behind the answer to "did it work?" never says more than it knows."""

from words.actions import measured_line
from words.speech import speech


def test_what_may_be_chance_says_so_and_a_promise_nobody_aimed_at_is_no_proof() -> None:
    say = speech("it")
    assert measured_line(say, 0.86, 0.95, apart=True, aimed=True) == ": da 86 a 95 su 100"
    assert measured_line(say, 0.86, 0.87, apart=False, aimed=True) == ": da 86 a 87 su 100, può essere un caso"
    assert measured_line(say, 0.86, 0.87, apart=False, aimed=False) == (
        " · la promessa che tocca: da 86 a 87 su 100, può essere un caso"
    )
