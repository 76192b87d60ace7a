"""How each command and question is called in the scene, with arguments that are good for whoever may."""

import dis
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from models.access import Viewer
from tests.access.scene import Scene

What = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """One way to call a function of `models/`. `timed`: it takes `now`."""

    name: str
    function: Callable[..., Any]
    what: Callable[[Scene, Viewer], What]
    timed: bool

    def run(self, scene: Scene, viewer: Viewer, changes: What | None = None) -> Any:
        """Call it as this person, at the scene's moment."""
        moment = {"now": scene.now} if self.timed else {}
        return self.function(scene.session, viewer, **{**moment, **self.what(scene, viewer), **(changes or {})})

    @contextmanager
    def prepared(self, scene: Scene) -> Iterator["Call"]:
        """The same call, with what it needs made once for everybody where it does not depend on who calls: making it
        for each was a third of the matrix.
        """
        savepoint = scene.session.begin_nested()
        try:
            if self._looks_at_who_calls():
                yield self
                return
            made = self.what(scene, scene.people["nobody"])
            scene.session.flush()
            yield replace(self, what=lambda _scene, _viewer: made)
        finally:
            savepoint.rollback()

    def _looks_at_who_calls(self) -> bool:
        viewer = self.what.__code__.co_varnames[1]
        return any(one.argval == viewer and one.opname.startswith("LOAD") for one in dis.get_instructions(self.what))


def ids(**names: str) -> Callable[[Scene, Viewer], What]:
    """Arguments that are ids of things in the scene: `idea_id="anna_idea"`."""
    return lambda scene, viewer: {name: scene[thing] for name, thing in names.items()}


def oneself(**names: Any) -> Callable[[Scene, Viewer], What]:
    """Arguments about the person who calls, beside these."""
    return lambda scene, viewer: {**names, "person_id": viewer.person_id or ""}


def nothing(scene: Scene, viewer: Viewer) -> What:
    """No arguments."""
    return {}
