"""What a person reads when a desk page fails in a way nobody foresaw; the trace is in the log under the same
reference.
"""

import logging

from models.base import new_code
from words.speech import LANGUAGES, language_for, speech
from words.troubles import not_shown

log = logging.getLogger("dueremi.ui")


def failure_sentence(error: Exception, language: str, accept_language: str | None) -> str:
    """Log the error under a new reference and say it, in the person's language or else the browser's."""
    reference = new_code(4)
    log.error("page failed, reference %s", reference, exc_info=error)
    return not_shown(speech(language if language in LANGUAGES else language_for(accept_language)), reference)
