"""The map of the journey on the screen: one table over the stages with the line of how it felt drawn across it; on a
phone six stages below each other, the lowest one open. A cell opens what stands behind its stage.

The table is HTML of our own, with every text a person typed escaped; pictures are images, in which nothing runs.
"""

from collections.abc import Sequence
from html import escape

import streamlit as st

from charts.journey import TALL, emotion, face, hand_over, height_of, swatch
from models.journey import Journey, StageOnMap
from models.journey_stories import Story
from models.portfolio import PortfolioRow
from ui.cards import verdict_icon, verdict_words
from ui.theme import VERDICT_COLOURS
from words.journey import (
    control_words,
    face_of_five,
    flow_words,
    hand_over_words,
    picture_words,
    spread_words,
    story_words,
)
from words.promises import time_words
from words.speech import Speech

MOST_CHIPS, MOST_POINTS = 3, 4
CSS = """
<style>
.dr-way { width: 100%%; border-collapse: collapse; table-layout: fixed; font-size: 0.92rem; }
.dr-way th[scope=row] { width: 7rem; text-align: left; font-weight: 400; opacity: .75; font-size: .85rem;
  padding: .55rem .5rem .55rem 0; vertical-align: top; }
.dr-way thead th { font-family: "Source Serif Pro", "Source Serif 4", "Source Serif", Georgia, serif; font-weight: 600;
  font-size: 1.02rem; padding: .35rem .35rem .5rem; vertical-align: bottom; line-height: 1.2; text-align: center;
  overflow-wrap: anywhere; }
.dr-way thead td { width: 7rem; }
.dr-way thead small { display: block; font-family: "Source Sans Pro", "Source Sans", sans-serif; font-size: .75rem;
  font-weight: 600; }
.dr-way tbody td { border-top: 1px solid rgba(128,128,128,.2); padding: .55rem .35rem; text-align: center;
  vertical-align: top; overflow-wrap: anywhere; line-height: 1.3; }
.dr-way tbody th { border-top: 1px solid rgba(128,128,128,.2); }
.dr-way td.low { background: rgba(212,85,47,.09); }
.dr-way thead th.low { background: rgba(212,85,47,.09); border-radius: .6rem .6rem 0 0; }
.dr-way [data-behind], .dr-stages [data-behind] { cursor: pointer; }
.dr-way tbody td[data-behind]:hover { background: rgba(128,128,128,.12); }
.dr-stages p[data-behind] { margin: 0; padding: .7rem .75rem; text-decoration: underline; }
.dr-way small { opacity: .78; } .dr-way .low small { opacity: 1; }
.dr-way td.felt, .dr-way td.arcs { padding: 0; border-top: 0; }
.dr-felt { position: relative; height: %(tall)dpx; }
.dr-felt > img.line { position: absolute; inset: 0; width: 100%%; height: 100%%; }
.dr-felt span { position: absolute; width: 40px; margin-left: -20px; margin-top: -20px; text-align: center; }
.dr-felt span img { width: 40px; height: 40px; display: block; }
.dr-felt i.band { position: absolute; top: 0; bottom: 0; background: rgba(212,85,47,.09); }
.dr-way td.arcs img { width: 100%%; height: 28px; display: block; }
.dr-way .chip, .dr-stages .chip { display: block; font-size: .82rem; font-weight: 600; margin-bottom: .2rem; }
.dr-big { font-size: 1.15rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.dr-over { margin: .35rem 0 0 !important; padding: 0 !important; list-style: none; font-size: .92rem; }
.dr-over li { margin: 0 0 .25rem; }
.dr-over img { width: 40px; height: 10px; margin-right: .4rem; vertical-align: middle; }
.dr-stages { display: none; }
.dr-stages details { border: 1px solid rgba(128,128,128,.35); border-radius: .6rem; margin-bottom: .5rem; }
.dr-stages details.low { border-color: %(bad)s; }
.dr-stages summary { display: flex; align-items: center; gap: .6rem; padding: .6rem .75rem; min-height: 2.75rem;
  cursor: pointer; list-style: none; }
.dr-stages summary img { width: 34px; height: 34px; flex: none; }
.dr-stages summary b { flex: 1; font-size: 1.05rem; line-height: 1.2; }
.dr-stages summary b small { display: block; font-weight: 400; }
.dr-stages dl { margin: 0; padding: 0 .75rem .6rem; display: grid; grid-template-columns: 6.5rem 1fr; gap: .35rem .5rem;
  font-size: .95rem; }
.dr-stages dt.own::first-letter { text-transform: uppercase; }
.dr-stages .told { display: flex; align-items: center; gap: .5rem; margin-bottom: .25rem; }
.dr-stages .told img { width: 40px; height: 10px; } .dr-stages .told img.felt { width: 24px; height: 24px; }
.dr-stages dt { opacity: .75; font-size: .85rem; } .dr-stages dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 640px) { .dr-way { display: none; } .dr-stages { display: block; } }
</style>
"""


def show_map(say: Speech, seen: Journey, *, singles: bool) -> None:
    """The whole picture; `singles`: single stories over an average that steps back."""
    stages, low = seen.stages, seen.lowest
    place_of = {point.id: (place, point.name) for place, stage in enumerate(stages) for point in stage.points}
    rows = [
        (say("Expected"), [_expected(say, stage) for stage in stages]),
        (say("Voices"), [_voices(say, stage) for stage in stages]),
        (say("Touchpoints"), [_points(say, stage) for stage in stages]),
        (say("Promises"), [_promises(say, stage.promises) for stage in stages]),
        (say("Passing"), [_flow(say, stage) for stage in stages]),
        (say("Open ideas"), [f'<span class="dr-big">{say.number(stage.ideas)}</span>' for stage in stages]),
    ]
    bad = _tone("not supportable")
    lows = [low is not None and stage.id == low.id for stage in stages]
    heads = "".join(
        f'<th scope="col" data-behind="{at}"{_low(is_low)}>{escape(stage.name)}'
        + (f'<small style="color:{bad}">▼ {escape(say("the lowest point"))}</small>' if is_low else "")
        + "</th>"
        for at, (stage, is_low) in enumerate(zip(stages, lows, strict=True))
    )
    arcs = [(place_of[one.from_id], place_of[one.to_id], one) for one in seen.hand_overs
            if one.from_id in place_of and one.to_id in place_of]  # fmt: skip
    body = f'<tr><th scope="row">{escape(say("How it felt"))}</th>{_felt(say, seen, lows, singles)}</tr>'
    for name, cells in rows:
        drawn = "".join(f'<td data-behind="{at}"{_low(is_low)}>{cell}</td>'
                        for at, (cell, is_low) in enumerate(zip(cells, lows, strict=True)))  # fmt: skip
        body += f'<tr><th scope="row">{escape(name)}</th>{drawn}</tr>'
        if name == say("Touchpoints") and arcs:
            arrows = [hand_over(here[0], there[0], len(stages)) for here, there, _ in arcs]
            pictures = "".join(f'<img src="{arrow}" alt="">' for arrow in arrows)
            body += (f'<tr><th scope="row">{escape(say("Hand-overs"))}</th>'
                     f'<td class="arcs" colspan="{len(stages)}">{pictures}</td></tr>')  # fmt: skip
    head = f"<thead><tr><td></td>{heads}</tr></thead>"
    look = CSS % {"tall": TALL, "bad": bad}
    folded = _stages(say, stages, rows, lows, seen.stories if singles else ())
    st.html(f'{look}<table class="dr-way">{head}<tbody>{body}</tbody></table>{folded}')
    lines = [
        f"<li>↷ <b>{escape(hand_over_words(say, here[1], there[1], one.voices))}</b>"
        + (f" <small>{say.quoted(escape(one.words))}</small>" if one.words else "")
        + "</li>"
        for here, there, one in arcs
    ]
    if singles:
        lines = [
            f'<li><img src="{swatch(number)}" alt="">{escape(story_words(say, number + 1, one.profile, one.at))}'
            "</li>"
            for number, one in enumerate(seen.stories)
        ] + lines  # fmt: skip
    if lines:
        st.html(f'<ul class="dr-over">{"".join(lines)}</ul>')


def _felt(say: Speech, seen: Journey, lows: Sequence[bool], singles: bool) -> str:
    stages = seen.stages
    order = {stage.id: place for place, stage in enumerate(stages)}
    stories = [{order[stage]: one.faces[stage] for stage in one.faces if stage in order} for one in seen.stories]
    line = emotion([stage.mean for stage in stages], [stage.spread for stage in stages], stories if singles else (),
                   quiet=singles)  # fmt: skip
    told = picture_words(say, [(stage.name, stage.mean, stage.spread) for stage in stages])
    wide = 100 / len(stages)
    drawn = "".join(
        f'<i class="band" style="left:{place * wide:.2f}%;width:{wide:.2f}%"></i>' for place, is_low in enumerate(lows)
        if is_low
    ) + f'<img class="line" src="{line}" alt="{escape(told, quote=True)}">'  # fmt: skip
    for place, stage in enumerate(stages):
        if stage.mean is not None and stage.spread is not None:
            said = f"{stage.name}: {face_of_five(say, stage.mean)}, {spread_words(say, stage.spread)}"
            drawn += (f'<span style="left:{(place + 0.5) * wide:.2f}%;top:{height_of(stage.mean):.0f}px" '
                      f'title="{escape(said, quote=True)}"><img src="{face(stage.mean)}" alt=""></span>')  # fmt: skip
    return f'<td class="felt" colspan="{len(stages)}"><div class="dr-felt">{drawn}</div></td>'


def _stages(
    say: Speech, stages: Sequence[StageOnMap], rows: Sequence[tuple[str, list[str]]], lows: Sequence[bool],
    stories: Sequence[Story],
) -> str:  # fmt: skip
    """The phone's list: each stage unfolds, the lowest is open. stories: no line is drawn here, so each is at each."""
    drawn = ""
    for place, (stage, is_low) in enumerate(zip(stages, lows, strict=True)):
        felt = f"{face_of_five(say, stage.mean)}, {spread_words(say, stage.spread or 0.0)}" if stage.mean else say(
            "too few faces")  # fmt: skip
        picture = f'<img src="{face(stage.mean)}" alt="">' if stage.mean else ""
        mark = f" ▼ {say('the lowest point')}" if is_low else ""
        facts = "".join(f"<dt>{escape(name)}</dt><dd>{cells[place]}</dd>" for name, cells in rows)
        there = "".join(_told(say, number, one, one.faces[stage.id]) for number, one in enumerate(stories)
                        if stage.id in one.faces)  # fmt: skip
        if there:
            facts = f'<dt class="own">{escape(say("single stories"))}</dt><dd>{there}</dd>{facts}'
        name = f"<b>{escape(stage.name)}{escape(mark)}<small>{escape(felt)}</small></b>"
        is_open = " open" if is_low else ""
        drawn += f"<details{_low(is_low)}{is_open}><summary>{picture}{name}</summary><dl>{facts}</dl>"
        drawn += f'<p data-behind="{place}">{escape(say("Read the voices"))} ↓</p></details>'
    return f'<div class="dr-stages">{drawn}</div>'


def _told(say: Speech, number: int, story: Story, felt: float) -> str:
    """How one story was at a stage: the mark of its line, the face, the figure."""
    whose = escape(story_words(say, number + 1, story.profile, story.at), quote=True)
    pictures = f'<img src="{swatch(number)}" alt="{whose}"><img class="felt" src="{face(felt)}" alt="">'
    return f'<span class="told">{pictures}{escape(face_of_five(say, felt))}</span>'


def _expected(say: Speech, stage: StageOnMap) -> str:
    if stage.expected is not None:
        row, expected = stage.expected
        said = time_words(say, expected.median or 0.0, expected.unit, row.terms.value_unit)
        return f"<b>{escape(said)}</b>" + (f"<br><small>{escape(stage.matter)}</small>" if stage.matter else "")
    return escape(stage.matter) or "–"


def _voices(say: Speech, stage: StageOnMap) -> str:
    told = f'<span class="dr-big">{say.number(stage.tally.voices)}</span>'
    if stage.tally.argued:
        told += f"<br><small>{escape(say.many('%(n)s argued', '%(n)s argued', stage.tally.argued))}</small>"
    return told


def _points(say: Speech, stage: StageOnMap) -> str:
    said = sorted(stage.points, key=lambda point: (-point.tally.voices, point.name))
    shown = [
        escape(point.name) + (f' <small>({escape(control_words(say, point.control))})</small>'
                              if control_words(say, point.control) else "")
        for point in said[:MOST_POINTS]
    ]  # fmt: skip
    more = [f"<small>+{len(said) - MOST_POINTS}</small>"] if len(said) > MOST_POINTS else []
    return "<br>".join([*shown, *more]) or "–"


def _promises(say: Speech, rows: Sequence[PortfolioRow]) -> str:
    chips = [
        f'<span class="chip" style="color:{_tone(row.stands)}" title="{escape(verdict_words(say, row.stands))}">'
        f"{verdict_icon(row.stands)} {escape(row.terms.sentence)}</span>"
        for row in rows[:MOST_CHIPS]
    ]
    more = [f"<small>+{len(rows) - MOST_CHIPS}</small>"] if len(rows) > MOST_CHIPS else []
    return "".join([*chips, *more]) or "–"


def _flow(say: Speech, stage: StageOnMap) -> str:
    if stage.flow is None:
        return "–"
    through, gone = flow_words(say, stage.flow.arrived, stage.flow.left)
    return escape(through) + (f'<br><small>✂ {escape(gone)}</small>' if gone else "")


def _low(is_low: bool) -> str:
    return ' class="low"' if is_low else ""


def _tone(verdict: str) -> str:
    light, dark = VERDICT_COLOURS[verdict]
    return dark if st.context.theme.type == "dark" else light
