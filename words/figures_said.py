"""What time and what share a sentence says, in Italian or English: "in 24 ore", "domani", "19 volte su 20".

Plain text in, figures out: no language model, nothing of ours. What reads two ways is never guessed: `choices` holds
the readings and `doubt` says why one must be asked. Of a range the later time counts; a word for a day ("domani",
"in giornata") counts as the whole of it, in favour of whoever promises, and says so (`wide`).
"""

from dataclasses import dataclass

from words.numbers_said import Number, is_one, number_at
from words.said_text import Time
from words.times_said import TODAY, TimesSaid

_WEEKDAYS = {"lunedi", "martedi", "mercoledi", "giovedi", "venerdi", "sabato", "domenica", "monday", "tuesday",
             "wednesday", "thursday", "friday", "saturday", "sunday", "natale", "christmas"}  # fmt: skip
_NOT_A_SHARE = {"sconto", "sconti", "discount", "off", "saldi", "cotone", "arabica"}
_EVERY = {"ogni", "every", "each"}
_ALWAYS = {"sempre", "always"}


@dataclass(frozen=True)
class Said:
    """What a sentence says. `time` None with a `doubt`: which, unit, few, part, thousands, working, clock or soon.

    share: (kept, of). always: "100 %", "sempre". value: a number that is neither time nor share. words: what is left.
    """

    time: Time | None
    choices: tuple[Time, ...]
    doubt: str
    share: tuple[int, int] | None
    always: bool
    value: float | None
    words: tuple[str, ...]


def figures_said(text: str) -> Said:
    """What a sentence of at most a few hundred signs says."""
    return _FiguresSaid(text).said()


class _FiguresSaid(TimesSaid):
    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.share: tuple[int, int] | None = None
        self.always, self.clock = False, False

    def said(self) -> Said:
        self._leave_out()
        self._shares()
        self.read_times()
        value = self._value()
        time, choices, doubt = self._decided()
        left = tuple(token.text for place, token in enumerate(self.tokens) if place not in self.used and token.is_word)
        return Said(time, choices, doubt, self.share, self.always, value, left)

    # What looks like a time and is none

    def _leave_out(self) -> None:
        for at, word in enumerate(self.words):
            number = number_at(self.tokens, at) if self.free(at, at + 1) else None
            if word == "h" and self.word(at + 1) == "24":
                self.use(at, at + 2)
            elif number is not None and self._all_day(at, number):
                continue
            elif word in _EVERY and (every := number_at(self.tokens, at + 1)) and self.unit(every.end):
                self.use(at, every.end + 1)
            elif number is not None and self.word(number.end) in ("volte", "volta", "times", "time"):
                self._rate(at, number)
            elif word in ("once", "twice") and self.word(at + 1) in ("a", "per") and self.unit(at + 2):
                self.use(at, at + 3)
            elif word in ("le", "alle", "dalle", "ore", "at") and (hour := number_at(self.tokens, at + 1)):
                self._hour(at, hour)
            elif number is not None and number.digits and self.word(number.end) in ("am", "pm", "o"):
                if self.word(number.end) != "o" or self.word(number.end + 1) == "clock":
                    self.use(at, number.end + 1)
                    self.clock = True
            elif word in _WEEKDAYS:
                self.clock = True

    def _all_day(self, at: int, number: Number) -> bool:
        """24 ore su 24, 7 giorni su 7, 24/7: open always, not a time."""
        unit = self.unit(number.end)
        last = number.end + 2 if unit else number.end + 1
        again = number_at(self.tokens, last)
        joined = self.word(last - 1) in (("su", "out") if unit else ("/",))
        twice = again is not None and (again.value == number.value or (number.value, again.value) == (24, 7))
        if again is not None and joined and twice and number.value in (7, 24):
            self.use(at, again.end)
            return True
        if unit and self.has(number.end + 1, "a", "day" if number.value == 24 else "week") and number.value in (7, 24):
            self.use(at, number.end + 3)
            return True
        return False

    def _rate(self, at: int, number: Number) -> None:
        """Twice a day: how often, not how long."""
        end = number.end + 1
        if self.word(end) in ("al", "alla", "a", "per", "ogni", "every", "all") and self.unit(end + 1):
            self.use(at, end + 2)

    def _hour(self, at: int, hour: Number) -> None:
        """Entro le 18, alle 18.30, ore 9: an hour of the day. Of "48 ore 8 volte su 10" the hours are counted."""
        counted = self.word(at) == "ore" and at > 0 and number_at(self.tokens, at - 1) is not None
        if self.unit(hour.end) is None and hour.digits and hour.value <= 24 and not counted:
            self.use(at, hour.end)
            self.clock = True

    # Shares

    def _shares(self) -> None:
        for at in range(len(self.words)):
            number = number_at(self.tokens, at) if self.free(at, at + 1) else None
            if self.words[at] in _ALWAYS and self.share is None:
                self.use(at, at + 1)
                self.always = True
            if number is None or self.share is not None:
                continue
            end = number.end
            if self.word(end) in ("%", "percento", "percent", "pct"):
                self._percent(at, end + 1, number.value)
            elif self.has(end, "per", "cento") or self.has(end, "per", "cent"):
                self._percent(at, end + 2, number.value)
            else:
                self._out_of(at, number)

    def _percent(self, at: int, end: int, value: float) -> None:
        near = set(self.words[max(0, at - 3) : end + 3])
        if near & _NOT_A_SHARE or not 50 <= value <= 100:
            self.use(at, end)
            return
        self.use(at, end)
        of = 100 if float(value).is_integer() else 1000
        self._kept(round(value * of / 100), of)

    def _out_of(self, at: int, number: Number) -> None:
        """19 su 20, nine out of ten, 98 orders of 100; never a unit between them."""
        end = number.end
        if self.word(end) not in ("su", "of", "out", "in") and self.unit(end) is None and self.word(end).isalpha():
            end += 1
        for joint in (("su",), ("out", "of"), ("of",), ("in",)):
            if self.has(end, *joint):
                of = number_at(self.tokens, end + len(joint))
                if of is None or self.unit(of.end) or (joint == ("in",) and of.value not in (4, 5, 10, 20, 100)):
                    return
                whole = number.value.is_integer() and of.value.is_integer()
                if whole and 1 <= number.value <= of.value and of.value >= 2:
                    self.use(at, of.end)
                    self._kept(int(number.value), int(of.value))
                elif 0 < number.value <= of.value:
                    self.use(of.end - 1, of.end)
                return

    def _kept(self, kept: int, of: int) -> None:
        if kept == of:
            self.always = True
        else:
            self.share = (kept, of)

    def _value(self) -> float | None:
        for at in range(len(self.words)):
            if self.free(at, at + 1) and not is_one(self.tokens[at]) and (number := number_at(self.tokens, at)):
                return number.value
        return None

    def _decided(self) -> tuple[Time | None, tuple[Time, ...], str]:
        times = self.times
        if len(times) > 1:
            # "Ordini oggi, lo bevi dopodomani": today is where it begins.
            times = [time for time in times if time.heard.lower() not in TODAY] or times
        different = list({time.seconds: time for time in times}.values())
        if self.choices and self.doubt != "soon":
            more = tuple(different) if different else ()
            return None, (*more, *self.choices)[:3], self.doubt
        if len(different) > 1:
            return None, tuple(different[:3]), "which"
        if different:
            return different[0], (), ""
        return None, (), self.doubt or ("clock" if self.clock else "")
