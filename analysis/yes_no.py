"""Yes or no: which outcomes of a case say that it went as promised."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

# What people write into such a column, Italian and English, folded.
YES = frozenset((
    "sì", "si", "s", "yes", "y", "true", "vero", "1", "1.0", "1,0", "ok", "x", "giusto", "giusta", "corretto",
    "corretta", "conforme", "mantenuto", "mantenuta", "riuscito", "right", "correct", "kept", "pass", "passed", "done",
))  # fmt: skip
NO = frozenset((
    "no", "n", "false", "falso", "0", "0.0", "0,0", "ko", "sbagliato", "sbagliata", "errato", "errata", "errore",
    "non conforme", "mancato", "mancata", "fallito", "wrong", "error", "broken", "fail", "failed",
))  # fmt: skip


def folded(outcome: str) -> str:
    """An outcome as it is compared: lower case, single spaces."""
    return " ".join(outcome.casefold().split())


def likely_yes(outcomes: Iterable[str]) -> list[str]:
    """Those of the outcomes found in a column that plainly mean yes, in their order; none where nothing is plain."""
    return [outcome for outcome in outcomes if folded(outcome) in YES]


def is_answered(outcomes: Iterable[str]) -> bool:
    """Whether a column holds plain yes and no and nothing else: "sì"/"no", "1"/"0", "giusto"/"sbagliato"."""
    found = {folded(outcome) for outcome in outcomes if outcome.strip()}
    return bool(found) and found <= YES | NO


def answers(outcomes: npt.NDArray[np.object_], yes: frozenset[str]) -> npt.NDArray[np.float64]:
    """1 where the outcome is one of `yes` (folded), 0 where it is another one, NaN where there is none."""
    names = outcomes.tolist()
    meaning = {name: float(folded(name) in yes) if name and name.strip() else np.nan for name in set(names)}
    return np.fromiter((meaning[name] for name in names), dtype=np.float64, count=len(names))
