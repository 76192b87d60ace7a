"""Which words one group of voices says and the others do not, and which voices say alike. Texts in, facts out.

A word counts once a voice, however often it stands there. Whether it marks a group is Fisher's exact test (as many or
more of its voices in this group by luck alone), all words looked at together (Benjamini and Hochberg), so that common
words do not win by being common nor rare ones by chance. Likeness is the cosine of tf-idf vectors (Salton and Buckley,
Information Processing and Management 24 (1988) 513-523), the words of one text being few: each counts once.
Forms of a word count together (ritardo, ritardi; order, orders) and are shown as most people wrote them.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, lgamma, log, sqrt
from unicodedata import combining, normalize

from analysis.multiple import benjamini_hochberg
from analysis.stop_words import STOP_WORDS

FEWEST_VOICES = 3
MOST_TERMS = 8
_WORD = re.compile(r"[^\W\d_]{3,}")
# What was masked, and the words of the mask around it, were never said.
_MASK = re.compile(r"\S*[•*…]+\S*(\s+(nascost\w+|hidden))?", re.IGNORECASE)


_Bag = dict[str, str]


@dataclass(frozen=True, slots=True)
class Term:
    """A word that marks a group: in how many of its voices, in how many of the others, p of luck."""

    word: str
    here: int
    elsewhere: int
    p: float


def words_of(text: str) -> _Bag:
    """The words of a text that say something: by their stem, each as it was written (lower case)."""
    found: dict[str, str] = {}
    for word in _WORD.findall(_MASK.sub(" ", text).lower()):
        bare = word if word.isascii() else "".join(sign for sign in normalize("NFKD", word) if not combining(sign))
        if word not in STOP_WORDS and bare not in STOP_WORDS:
            found.setdefault(_stem(bare), word)
    return found


def both_ways(
    ours: Iterable[str], theirs: Iterable[str], *, most: int = MOST_TERMS
) -> tuple[tuple[Term, ...], tuple[Term, ...]]:  # fmt: skip
    """The words of each of two groups against the other, the surest first; a word of fewer than three voices is never
    shown. Every text is read once."""
    here, there = (list(map(words_of, texts)) for texts in (ours, theirs))
    return _against(here, there, most), _against(there, here, most)


def _against(here: Sequence[_Bag], elsewhere: Sequence[_Bag], most: int) -> tuple[Term, ...]:
    forms: dict[str, Counter[str]] = {}
    ours, n = _counted(here, forms)
    theirs, m = _counted(elsewhere, forms)
    if not n or not m:
        return ()
    said = sorted(stem for stem, count in ours.items() if count >= FEWEST_VOICES)
    found = [
        Term(forms[stem].most_common(1)[0][0], ours[stem], theirs.get(stem, 0),
             _by_luck(ours[stem], n, ours[stem] + theirs.get(stem, 0), n + m))
        for stem in said
    ]  # fmt: skip
    beyond = benjamini_hochberg([term.p for term in found])
    sure = [term for term, is_so in zip(found, beyond, strict=True) if is_so]
    return tuple(sorted(sure, key=lambda term: (term.p, term.word))[:most])


def alike(text: str, others: Sequence[str]) -> list[float]:
    """How alike each of these texts is to one: 0 nothing in common, 1 the same words."""
    mine = words_of(text)
    bags = [words_of(other) for other in others]
    seen = Counter(stem for bag in [mine, *bags] for stem in bag)
    weight = {stem: log((1 + len(bags) + 1) / (1 + count)) + 1 for stem, count in seen.items()}

    def length(bag: Iterable[str]) -> float:
        return sqrt(sum(weight[stem] ** 2 for stem in bag))

    whole = length(mine)
    found = []
    for bag in bags:
        shared = sum(weight[stem] ** 2 for stem in bag if stem in mine)
        found.append(shared / (whole * length(bag)) if shared else 0.0)
    return found


def _counted(bags: Sequence[_Bag], forms: dict[str, Counter[str]]) -> tuple[Counter[str], int]:
    counts: Counter[str] = Counter()
    for bag in bags:
        for stem, word in bag.items():
            counts[stem] += 1
            forms.setdefault(stem, Counter())[word] += 1
    return counts, len(bags)


def _by_luck(here: int, n: int, said: int, of: int) -> float:
    """How likely `here` or more of the `said` voices with a word fall among n of all `of` (hypergeometric tail)."""

    def ways(k: int) -> float:
        inside = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
        outside = lgamma(of - n + 1) - lgamma(said - k + 1) - lgamma(of - n - said + k + 1)
        return exp(inside + outside - lgamma(of + 1) + lgamma(said + 1) + lgamma(of - said + 1))

    # Below the least that must fall here by counting alone, the tail is everything.
    if here <= max(0, said - (of - n)):
        return 1.0
    total = 0.0
    for k in range(here, min(n, said) + 1):
        more = ways(k)
        total += more
        if more < total * 1e-9:
            break
    return min(1.0, total)


def _stem(word: str) -> str:
    """Two forms of a word, one stem: final vowels go, the h that only keeps a sound goes, and the English s."""
    if len(word) > 4 and word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    short = word.rstrip("aeiou") if len(word) > 3 else word
    if len(short) < 3:
        return word
    return short.removesuffix("h")
