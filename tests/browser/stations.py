"""The way of the walk, from the printed one-time code to signing out everywhere."""

import json
import os
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser import deciding, first_day, group_and_room, ideas_and_dots, listening_and_leaving, on_the_wall
from tests.browser.guard import Guard
from tests.browser.walk import NARROW, WIDE, Walk
from tests.web.conftest import Server

STATIONS: tuple[Callable[[Walk], None], ...] = (
    first_day.first_sign_in,
    first_day.check_a_promise,
    group_and_room.found_a_group,
    group_and_room.add_a_touchpoint,
    group_and_room.prepare_a_workshop,
    on_the_wall.project_it,
    group_and_room.join_by_qr,
    ideas_and_dots.write_ideas,
    ideas_and_dots.close_the_collecting,
    ideas_and_dots.vote,
    on_the_wall.come_in_late,
    on_the_wall.three_beats,
    ideas_and_dots.see_the_result,
    on_the_wall.take_the_protocol,
    deciding.decide,
    deciding.give_the_process_to_its_owner,
    deciding.bring_the_cases,
    deciding.promise_from_the_idea,
    deciding.sign,
    deciding.follow_the_thread,
    listening_and_leaving.leave_a_word,
    listening_and_leaving.make_an_idea_of_it,
    listening_and_leaving.what_became_of_it,
    listening_and_leaving.take_the_workbook,
    listening_and_leaving.home_after_the_first_day,
    listening_and_leaving.sign_out_everywhere,
)


def walk_through(browser: Browser, server: Server, guard: Guard, language: str) -> None:
    """Station after station; at the end whatever was found at any of them.

    Every other station is worked at 390 pixels wide; the walk in the other language has them the other way round.
    """
    walk = Walk(browser, server, guard, WIDE, language)
    turns = (WIDE, NARROW) if language == "it" else (NARROW, WIDE)
    for station, width in zip(STATIONS, cycle(turns), strict=False):
        walk.turn(width)
        station(walk)
    walk.close()
    # How quick it was is noted beside the pictures, never judged here: docs/timings.md says what was measured.
    if folder := os.environ.get("DUEREMI_SHOTS"):
        Path(folder, f"seconds-{language}.json").write_text(json.dumps(walk.seconds))
    assert not walk.findings, "\n".join(walk.findings)
