"""Ideas like one that is there: proposed on the desk, merged by whoever conducts. One question, whatever their number.

Not a noun with a table. Candidates share two words that say something (the search finds them); the likest come up.
"""

from itertools import combinations

from rapidfuzz import fuzz, process
from sqlmodel import Session, col, select

from analysis.stop_words import STOP_WORDS
from models.access import May, Viewer
from models.base import fold
from models.ideas import Idea, IdeaState, idea_for
from models.search import forms_of, matching_any, words_of

LIKE_FROM = 55
LIKE_MOST = 3
COMPARED_MOST = 300
# Nearly all that an idea says: with fewer, one shows another that does not show it back.
_WORDS = 8
# Shorter ones are articles and prepositions as a rule.
_LONG = 5


def alike_ideas(session: Session, viewer: Viewer, *, idea_id: str) -> list[tuple[str, str]]:
    """Ideas of the same group like this one, the likest first, as (id, words). None of them is part of another."""
    idea = idea_for(session, viewer, idea_id)
    viewer.must(May.DECISION_SEE, group_id=idea.group_id)
    pairs = [list(pair) for pair in combinations(_telling(idea.text), 2)]
    if not pairs:
        return []
    asked = (
        select(Idea.id, Idea.text, Idea.folded)
        .where(
            Idea.group_id == idea.group_id, Idea.state == IdeaState.SHOWN, col(Idea.merged_into_id).is_(None),
            Idea.id != idea.id, col(Idea.id).in_(matching_any(session, pairs)),
        )
        .order_by(col(Idea.created_at).desc())
        .limit(COMPARED_MOST)
    )  # fmt: skip
    found = {str(one): (str(text), str(folded)) for one, text, folded in session.exec(asked).all()}
    near = process.extract(
        fold(idea.text), {one: folded for one, (_, folded) in found.items()}, scorer=fuzz.token_set_ratio,
        score_cutoff=LIKE_FROM, limit=LIKE_MOST,
    )  # fmt: skip
    return [(str(one), found[str(one)][0]) for _, _, one in near]


def _telling(text: str) -> list[str]:
    """The longest words that say something, each once: one and many of a thing are one word, as for the search."""
    found: dict[str, set[str]] = {}
    for word in sorted(set(words_of(text)), key=lambda one: (-len(one), one)):
        forms = set(forms_of(word))
        if len(word) >= _LONG and word not in STOP_WORDS and not any(forms & other for other in found.values()):
            found[word] = forms
    return list(found)[:_WORDS]
