"""A face proposed for a text that came without one: a short list of words, Italian and English. Only a proposal.

Pure and deterministic: words that praise count up, words that complain count down, a word after "not" counts the other
way round; strong words weigh two. A text with none of them gets no proposal, because a guess would be worse.
"""

import re
import unicodedata

_UP = (
    "ottim* perfett* gentil* veloc* puntual* buon* bene benissim* bell* brav* grazie content* felic* comod* facil*"
    " fresc* precis* rapid* simpatic* disponibil* cortes* soddisf* consiglio meglio"
    " excellent perfect great good nice kind fast quick happy easy fresh thank* lovely friendly recommend* better"
    " punctual"
)  # fmt: skip
_DOWN = (
    "mal* male malissim* pessim* lent* ritard* rott* sbagliat* errat* sgarbat* cafon* ladr* vergogn* truff* delus*"
    " scortes* sporc* fredd* ferm* attesa aspett* pers* mancan* mancav* manca* reclam* problem* difficil* caro"
    " cara cari care peccato inutil* scadut* danneggiat* incomplet*"
    " bad terrible awful slow late delay* broken wrong rude thief thieves shame* scam dirty cold lost missing complain*"
    " nobody problem* difficult expensive useless damaged wait* disappoint* worst never"
)  # fmt: skip
_STRONG = (
    "ottim* perfett* benissim* pessim* malissim* ladr* vergogn* truff* excellent perfect terrible awful thief thieves"
    " shame* scam worst lovely"
)  # fmt: skip
_NOT = {"non", "no", "not", "mai", "senza", "nessun", "nessuna", "without", "never", "nemmeno", "neanche"}
# How many words back a "not" still turns a word round.
_REACH = 3


def _pattern(words: str) -> re.Pattern[str]:
    parts = (word[:-1] + r"\w*" if word.endswith("*") else word for word in words.split())
    return re.compile(rf"^(?:{'|'.join(parts)})$")


_IS_UP, _IS_DOWN, _IS_STRONG = _pattern(_UP), _pattern(_DOWN), _pattern(_STRONG)


def face_guess(text: str) -> int | None:
    """The face (1 to 5) that the words suggest, None when they suggest none."""
    words = re.findall(r"[^\W\d_]+", _plain(text))
    score, hits = 0, 0
    for at, word in enumerate(words):
        sign = 1 if _IS_UP.match(word) else -1 if _IS_DOWN.match(word) else 0
        if not sign or word in _NOT:
            continue
        if _NOT & set(words[max(0, at - _REACH) : at]):
            sign = -sign
        score += sign * (2 if _IS_STRONG.match(word) else 1)
        hits += 1
    if not hits:
        return None
    return max(1, min(5, 3 + score))


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
