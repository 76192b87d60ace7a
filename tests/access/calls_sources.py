"""The calls about data that come by themselves: large files, keys, databases, links. Each makes its own."""

from typing import Any

from sqlmodel import col, select

from models import arrivals, observations, promises, sources, tokens
from models.access import Viewer
from models.base import new_token
from models.evidence import Load
from tests.access.calls import What
from tests.access.material import STAFF_MARK, TERMS, some_cases
from tests.access.scene import Scene

YES_NO: dict[str, Any] = {**TERMS, "metric": "value", "direction": "at least", "unit": "value", "amount": 1,
                          "yes_when": ("ok",)}  # fmt: skip
CLOCK: dict[str, Any] = {**TERMS, "amount": 5, "unit": "min"}
DATABASE = {
    "name": STAFF_MARK,
    "url": "postgresql://u:p@h/d",
    "query": "SELECT 1",
    "place": f"postgresql: {STAFF_MARK}",
}


def _file(scene: Scene, **more: object) -> What:
    return {"process_id": scene["process"], "as_of": scene.now, "file_name": "casi.csv", "file_hash": "c" * 64, **more}


def _arriving(scene: Scene, **what: Any) -> What:
    owner = scene.people["process_owner"]
    before = scene.session.exec(select(Load.id).where(col(Load.arriving_since).is_not(None))).all()
    for load_id in before:
        arrivals.abandon_arrival(scene.session, owner, now=scene.now, load_id=load_id)
    begun = arrivals.begin_arrival(scene.session, owner, now=scene.now, **_file(scene, rows=1))
    return {"load_id": begun["load_id"], **what}


def _key(scene: Scene) -> str:
    what = {"process_id": scene["process"], "name": STAFF_MARK, "token": new_token()}
    return tokens.make_token(scene.session, scene.people["process_owner"], now=scene.now, **what)


def _database(scene: Scene) -> str:
    what: dict[str, Any] = {"process_id": scene["process"], **DATABASE}
    return sources.connect_source(scene.session, scene.people["administrator"], now=scene.now, **what)


def _watch(scene: Scene, terms: dict[str, Any]) -> dict[str, str]:
    """A link for a promise that can be watched: its id and its token."""
    owner, token = scene.people["process_owner"], new_token()
    promise = promises.create_promise(scene.session, owner, now=scene.now, process_id=scene["process"], **terms)
    what = {"promise_id": promise, "touchpoint_id": scene["touchpoint"], "token": token}
    return {"id": observations.open_watch(scene.session, owner, now=scene.now, **what), "token": token}


def _watchable(scene: Scene, viewer: Viewer) -> What:
    owner = scene.people["process_owner"]
    promise = promises.create_promise(scene.session, owner, now=scene.now, process_id=scene["process"], **YES_NO)
    return {"promise_id": promise, "touchpoint_id": scene["touchpoint"], "token": new_token()}


def _running(scene: Scene) -> str:
    token = _watch(scene, CLOCK)["token"]
    observations.start_stopwatch(scene.session, scene.people["nobody"], now=scene.now, token=token)
    return token


def _after(made: Any, **what: Any) -> What:
    """The arguments, once something has been made for them."""
    return what


CALLS: list[tuple[str, Any, Any]] = [
    ("arrivals.deliver_cases", arrivals.deliver_cases, lambda s, v: _file(s, cases=some_cases(70))),
    ("arrivals.begin_arrival", arrivals.begin_arrival, lambda s, v: _file(s, rows=1)),
    ("arrivals.add_piece", arrivals.add_piece,
     lambda s, v: _arriving(s, rows=[(2, "", ("x", 0.0, 1.0, None, None, None, None))])),
    ("arrivals.finish_arrival", arrivals.finish_arrival,
     lambda s, v: _arriving(s, new=1, changed=0, same=0, notes=[])),
    ("arrivals.abandon_arrival", arrivals.abandon_arrival, lambda s, v: _arriving(s)),
    ("arrivals.known_contents", arrivals.known_contents, lambda s, v: {"process_id": s["process"], "numbers": [1]}),
    ("tokens.make_token", tokens.make_token,
     lambda s, v: {"process_id": s["process"], "name": "Cassa", "token": new_token()}),
    ("tokens.revoke_token", tokens.revoke_token, lambda s, v: {"token_id": _key(s)}),
    ("tokens.tokens_of", tokens.tokens_of, lambda s, v: _after(_key(s), process_id=s["process"])),
    ("sources.connect_source", sources.connect_source, lambda s, v: {"process_id": s["process"], **DATABASE}),
    ("sources.end_source", sources.end_source, lambda s, v: {"source_id": _database(s)}),
    ("sources.sources_of", sources.sources_of, lambda s, v: _after(_database(s), process_id=s["process"])),
    ("observations.open_watch", observations.open_watch, _watchable),
    ("observations.close_watch", observations.close_watch, lambda s, v: {"watch_id": _watch(s, YES_NO)["id"]}),
    ("observations.watches_of", observations.watches_of,
     lambda s, v: _after(_watch(s, YES_NO), process_id=s["process"])),
    ("observations.tap_answer", observations.tap_answer,
     lambda s, v: {"token": _watch(s, YES_NO)["token"], "yes": True}),
    ("observations.start_stopwatch", observations.start_stopwatch, lambda s, v: {"token": _watch(s, CLOCK)["token"]}),
    ("observations.stop_stopwatch", observations.stop_stopwatch, lambda s, v: {"token": _running(s)}),
    ("observations.take_back_tap", observations.take_back_tap, lambda s, v: {"token": _running(s)}),
]  # fmt: skip
