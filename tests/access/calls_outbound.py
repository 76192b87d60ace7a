"""The calls about what goes out (publishing, webhooks), the cases about to miss, and handing over."""

from typing import Any

from models import care, care_sentences, care_warnings, handing_over, news, publishing, webhooks
from models.access import Viewer
from models.base import new_token
from tests.access.calls import What, ids, nothing
from tests.access.scene import Scene

HOOK = "https://cms.example/due-remi"


def _hook(scene: Scene, viewer: Viewer) -> What:
    steward = scene.people["administrator"]
    there = webhooks.webhooks_all(scene.session, steward)
    if there:
        return {"webhook_id": there[0].id}
    made = webhooks.add_webhook(scene.session, steward, now=scene.now, url=HOOK, secret=new_token())
    webhooks.try_webhook(scene.session, steward, now=scene.now, webhook_id=made)
    return {"webhook_id": made}


def _new_key(scene: Scene, viewer: Viewer) -> What:
    return {**_hook(scene, viewer), "secret": new_token()}


def _published(scene: Scene, viewer: Viewer) -> What:
    marta = scene.people["member"]
    if not publishing.publication_view(scene.session, marta, promise_id=scene["promise"])[0]:
        publishing.publish_promise(scene.session, marta, now=scene.now, promise_id=scene["promise"])
    return {"promise_id": scene["promise"]}


def _case(scene: Scene, viewer: Viewer) -> What:
    return {"process_id": scene["process"], "case_id": "c0", "promise_id": scene["promise"]}


def _warned(scene: Scene, viewer: Viewer) -> What:
    what = _case(scene, viewer)
    care_warnings.warn_case(scene.session, scene.people["member"], now=scene.now, **what)
    return what


def _with(make: Any, *names: str, **more: Any) -> Any:
    """Only these of what was made, beside others."""
    return lambda s, v: {name: value for name, value in make(s, v).items() if name in names} | more


CALLS: list[tuple[str, Any, Any]] = [
    ("care.care_counts", care.care_counts, nothing),
    ("care.care_page", care.care_page, nothing),
    ("care_sentences.care_sentences", care_sentences.care_sentences, ids(promise_id="promise")),
    ("care_sentences.write_care_sentence", care_sentences.write_care_sentence,
     lambda s, v: {"promise_id": s["promise"], "language": "it", "words": "Ciao, {caso}."}),
    ("care_warnings.warn_case", care_warnings.warn_case, _case),
    ("care_warnings.unwarn_case", care_warnings.unwarn_case, _warned),
    ("handing_over.hand_over", handing_over.hand_over, lambda s, v: {"to_person_id": s["rosa"]}),
    ("handing_over.hand_over (somebody else's)", handing_over.hand_over,
     lambda s, v: {"to_person_id": s["rosa"], "person_id": s.people["process_owner"].person_id}),
    ("handing_over.owned_by", handing_over.owned_by, nothing),
    ("handing_over.owned_by (somebody else)", handing_over.owned_by,
     lambda s, v: {"person_id": s.people["process_owner"].person_id}),
    ("news.last_here", news.last_here, nothing),
    ("news.changed_verdicts", news.changed_verdicts, lambda s, v: {"rows": [], "since": s.now}),
    ("publishing.publish_promise", publishing.publish_promise, ids(promise_id="promise")),
    ("publishing.unpublish_promise", publishing.unpublish_promise,
     _with(_published, "promise_id", reason="Il corriere ha cambiato orari")),
    ("publishing.publication_view", publishing.publication_view, ids(promise_id="promise")),
    ("publishing.published_count", publishing.published_count, nothing),
    ("publishing.public_promise", publishing.public_promise, _published),
    ("publishing.public_promise (not published)", publishing.public_promise, ids(promise_id="promise")),
    ("publishing.public_promises", publishing.public_promises, _with(_published)),
    ("webhooks.add_webhook", webhooks.add_webhook, lambda s, v: {"url": HOOK, "secret": new_token()}),
    ("webhooks.deliveries_of", webhooks.deliveries_of, _with(_hook)),
    ("webhooks.end_webhook", webhooks.end_webhook, _hook),
    ("webhooks.renew_secret", webhooks.renew_secret, _new_key),
    ("webhooks.try_webhook", webhooks.try_webhook, _hook),
    ("webhooks.webhooks_all", webhooks.webhooks_all, _with(_hook)),
]  # fmt: skip
