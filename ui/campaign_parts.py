"""A campaign on the screen: what it is, whether it can be launched (a slider moves everything), what came of it."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import streamlit as st

from analysis.prediction import Answer, Ground, Prediction
from analysis.verdict import Verdict
from charts.campaign import uplift_curve
from models.access import Viewer
from models.campaigns import (
    LEAST_UPLIFT,
    MOST_COST,
    MOST_UPLIFT,
    NAME_LIMIT,
    OTHER_LIMIT,
    CampaignView,
)
from models.capacities import MOST_AGENTS, CapacityView
from models.days import day_here
from models.launching import WORST, After, Ready, answer_of, worst_answer
from models.portfolio import PortfolioRow
from models.touchpoints import TouchpointView
from ui.cards import link_to, plain, verdict_chip
from ui.entry import now
from ui.folds import fold
from words.campaigns import (
    Told,
    answer_title,
    came_words,
    guess_words,
    method_sentences,
    more_words,
    peak_sentence,
    people_words,
    reason_sentences,
)
from words.counts import capital
from words.during import fall_title, way_out_words
from words.promises import of_hundred, time_words
from words.speech import Speech

SLIDER_TOP, SLIDER_STEP = 100, 5


@st.fragment
def show_launch(say: Speech, viewer: Viewer, campaign: CampaignView, found: Sequence[Ready]) -> None:
    """The answer as a title, the slider, a row a promise: today, during, why. Moves from figures already computed."""
    key = f"uplift-{campaign.id}"
    title, line = st.container(), st.container()
    top = max(SLIDER_TOP, -(-campaign.high // SLIDER_STEP) * SLIDER_STEP)
    percent = st.slider(
        say("How much more comes, for every hundred"), min(0, campaign.low), top, campaign.likely, format="+%d",
        key=key,
    )  # fmt: skip
    agents = _agents(say, found)
    told = [(ready, ready.predict(percent / 100, agents.get(ready.row.process_id))) for ready in found]
    told.sort(key=lambda pair: WORST.index(answer_of(pair[1])))
    answer = worst_answer(one for _, one in told)
    title.title(_icon(answer) + " " + _title(say, told, answer, percent))
    line.markdown(_facts(say, campaign))
    for ready, one in told:
        _show_promise(say, viewer, ready, one, percent, agents.get(ready.row.process_id), top)
    _show_guesses(say, campaign, found, agents)
    with fold(say("How we computed it"), "computed"):
        for ready, one in told:
            st.markdown(f"**{say.quoted(plain(ready.row.terms.sentence))}**")
            seen = ready.prepared.flow if ready.prepared else None
            little = (seen.little.in_progress, seen.little.expected) if seen else (0.0, 0.0)
            for sentence in method_sentences(say, one, seen, little) if one else [say("No data yet.")]:
                st.markdown("- " + sentence)
            peak = ready.prepared.peak if ready.prepared and ready.staff() else None
            if peak is not None:
                hours = (peak.first_hour, peak.last_hour)
                st.markdown("- " + peak_sentence(say, peak.an_hour, percent / 100, *hours))


def show_afterwards(say: Speech, found: Sequence[After], campaign: CampaignView) -> None:
    """What came in against the guess, and how often the promise was kept meanwhile."""
    if not found:
        return
    st.subheader(say("What came in"))
    for one in found:
        words = came_words(say, one.came.uplift, one.came.days, whole=one.came.whole, low=campaign.low,
                           likely=campaign.likely, high=campaign.high)  # fmt: skip
        st.markdown(f"{say.quoted(plain(one.row.terms.sentence))}: {words}")
        if one.during is not None and one.during.share is not None:
            kept = of_hundred(say, one.during.share, one.row.terms.kept / one.row.terms.of)
            st.caption(say("Kept meanwhile: %(share)s.", share=kept))


def show_campaign_row(say: Speech, viewer: Viewer, campaign: CampaignView) -> None:
    """One campaign of the list."""
    with st.container(border=True):
        link_to(viewer, "campaign", plain(campaign.name), campaign=campaign.id)
        st.markdown(_facts(say, campaign))


def campaign_fields(
    say: Speech, promises: Sequence[PortfolioRow], places: Sequence[TouchpointView],
    phones: Mapping[str, CapacityView], one: CampaignView | None,
) -> dict[str, Any]:  # fmt: skip
    """The fields of a campaign, for planning and for changing. phones: what processes on the phone can take."""
    name = st.text_input(say("Name"), value=one.name if one else "", max_chars=NAME_LIMIT)
    today = day_here(now())
    left, right = st.columns(2)
    first = left.date_input(say("From"), value=one.starts_on if one else today, format="DD/MM/YYYY")
    last = right.date_input(say("To"), value=one.ends_on if one else today + timedelta(days=30), format="DD/MM/YYYY")
    st.markdown(say("How many more will come, for every hundred of now?"))
    columns = st.columns(3)
    guesses = [
        column.number_input(label, LEAST_UPLIFT, MOST_UPLIFT, value, step=5)
        for column, label, value in zip(
            columns, (say("Low guess"), say("Likely"), say("High guess")),
            (one.low, one.likely, one.high) if one else (15, 30, 50), strict=True,
        )
    ]  # fmt: skip
    names = {row.id: f"{row.terms.sentence} ({row.process})" for row in promises}
    chosen = [row for row in one.promise_ids if row in names] if one else []
    leans = st.multiselect(say("The promises it leans on"), list(names), default=chosen,
                           format_func=lambda row: names[row], placeholder=say("Choose"))  # fmt: skip
    spots = {place.id: place.name for place in places}
    through = st.multiselect(
        say("Where it is told"), list(spots), format_func=lambda place: spots[place], placeholder=say("Choose"),
        default=[place for place in one.channel_ids if place in spots] if one else [],
    )  # fmt: skip
    other = st.text_input(say("Other channels"), value=one.other_channels if one else "", max_chars=OTHER_LIMIT,
                          placeholder=say("radio"))  # fmt: skip
    agents = _planned(say, promises, phones, one)
    cost = st.number_input(say("Cost in euro (optional)"), 0, MOST_COST, one.cost if one else None, step=500)
    return {
        "name": name, "starts_on": first, "ends_on": last, "low": int(guesses[0]), "likely": int(guesses[1]),
        "high": int(guesses[2]), "promise_ids": leans, "channel_ids": through, "other_channels": other,
        "cost": None if cost is None else int(cost), "agents": agents,
    }  # fmt: skip


def _planned(
    say: Speech, promises: Sequence[PortfolioRow], phones: Mapping[str, CapacityView], one: CampaignView | None
) -> dict[str, int]:
    """How many will answer, for each process on the phone; left empty, as many as now."""
    planned: dict[str, int] = {}
    for process, name in {row.process_id: row.process for row in promises if row.process_id in phones}.items():
        now_there = say.number(phones[process].agents or 0)
        said = st.number_input(
            say("How many will answer the phone: %(process)s", process=plain(name)), 1, MOST_AGENTS,
            one.agents.get(process) if one else None, help=say("Empty: as many as now (%(n)s).", n=now_there),
        )  # fmt: skip
        if said is not None:
            planned[process] = int(said)
    return planned


def _agents(say: Speech, found: Sequence[Ready]) -> dict[str, int]:
    """How many answer the phone in the campaign: a slider for each process on the phone."""
    asked: dict[str, int] = {}
    for ready in found:
        staff, process = ready.staff(), ready.row.process_id
        if staff is None or process in asked or ready.prepared is None:
            continue
        label = say("How many answer the phone: %(process)s", process=plain(ready.row.process))
        key = f"agents-{process}-{staff.agents}"
        asked[process] = st.slider(label, 1, max(6, staff.agents * 3), staff.agents, key=key)
    return asked


def _title(say: Speech, told: Sequence[tuple[Ready, Prediction | None]], answer: Answer, percent: int) -> str:
    worst = [(ready, one) for ready, one in told if answer_of(one) is answer]
    ready, one = worst[0]
    # "Does not hold" is said of what does not hold; what falls below its target, by how much and what would help.
    falls = one is not None and one.verdict is not Verdict.NOT_SUPPORTABLE and one.predicted_share is not None
    title = answer_title(say, answer, percent, len(told), [plain(one.row.terms.sentence) for one, _ in worst])
    if answer is not Answer.NO or len(worst) > 1 or one is None:
        return title
    target = ready.row.terms.kept / ready.row.terms.of
    if falls:
        sentence = plain(ready.row.terms.sentence)
        title = fall_title(say, more_words(say, percent), sentence, one.predicted_share or 0.0, target)
    enough = ready.enough_agents(percent / 100)
    then = ready.predict(percent / 100, enough) if enough is not None else None
    way_out = way_out_words(say, enough, then, target)
    return f"{title} {capital(way_out)}." if way_out else title


def _show_promise(
    say: Speech, viewer: Viewer, ready: Ready, one: Prediction | None, percent: int, agents: int | None, top: int
) -> None:
    row, terms = ready.row, ready.row.terms
    with st.container(border=True):
        left, right = st.columns([2, 3])
        with left:
            link_to(viewer, "promise", plain(terms.sentence), promise=row.id)
            during = verdict_chip(say, one.verdict if one else Verdict.NOT_ENOUGH_EVIDENCE)
            st.markdown(f"{say('today')} **{verdict_chip(say, ready.stands)}** → {say('during')} **{during}**")
        with right:
            if one is None:
                st.markdown(say("No data yet."))
                return
            enough = ready.enough_agents(percent / 100) if one.answer is not Answer.YES else None
            then = ready.predict(percent / 100, enough) if enough is not None else None
            told = Told(
                plain(terms.sentence), time_words(say, terms.amount, terms.unit, plain(terms.value_unit)), terms.kept,
                terms.of, plain(row.process_owner), plain(row.noun.many),
            )  # fmt: skip
            for sentence in reason_sentences(say, one, told, agents=agents, enough=enough, then=then):
                st.markdown(sentence)
            if one.answer is Answer.ASK:
                link_to(viewer, "process", say("Say what it can take"), process=row.process_id)
            _show_curve(say, ready, one, percent, agents, top)


def _show_curve(say: Speech, ready: Ready, one: Prediction, percent: int, agents: int | None, top: int) -> None:
    """Where a formula says how often it would be kept: for every guess, not only for this one."""
    if one.ground not in (Ground.PHONES, Ground.DECLARED):
        return
    points = []
    for more in range(0, top + 1, SLIDER_STEP):
        there = ready.predict(more / 100, agents)
        if there is None:
            return
        # Beyond what can be done at all nothing is kept in the long run.
        points.append((more, there.predicted_share or 0.0, there.low or 0.0, there.high or 0.0))
    target = ready.row.terms.kept / ready.row.terms.of
    spec = uplift_curve(say, points, target=target, percent=percent, share=one.predicted_share or 0.0,
                        verdict=one.verdict)  # fmt: skip
    words = say("With %(more)s: %(share)s. The line falls from %(first)s to %(last)s.", more=more_words(say, percent),
                share=of_hundred(say, one.predicted_share or 0.0, target), first=of_hundred(say, points[0][1]),
                last=of_hundred(say, points[-1][1]))  # fmt: skip
    st.vega_lite_chart(spec, alt=words)


def _show_guesses(say: Speech, campaign: CampaignView, found: Sequence[Ready], agents: dict[str, int]) -> None:
    """The three guesses side by side: which promises would hold by each."""
    st.markdown(f"**{say('And if the guess is off?')}**")
    names = (say("Low guess"), say("Likely"), say("High guess"))
    for column, name, percent in zip(
        st.columns(3, border=True), names, (campaign.low, campaign.likely, campaign.high), strict=True
    ):
        with column:
            st.caption(f"{name}: {more_words(say, percent)}")
            for ready in found:
                one = ready.predict(percent / 100, agents.get(ready.row.process_id))
                during = one.verdict if one else Verdict.NOT_ENOUGH_EVIDENCE
                st.markdown(f"{verdict_chip(say, during)} · {plain(ready.row.terms.sentence)}")


def _facts(say: Speech, campaign: CampaignView) -> str:
    """From, to, guess, where it is told, cost, who; all on one line."""
    where = [plain(name) for name in (*campaign.channels, campaign.other_channels) if name]
    parts = [
        say("from %(first)s to %(last)s", first=say.date(campaign.starts_on), last=say.date(campaign.ends_on)),
        guess_words(say, campaign.low, campaign.likely, campaign.high),
        ", ".join(where),
        *(say("%(people)s planned", people=people_words(say, agents)) for agents in campaign.agents.values()),
        say("%(cost)s euro", cost=say.number(campaign.cost)) if campaign.cost is not None else "",
        plain(campaign.owner),
        f"**{say('called off')}**" if campaign.called_off else "",
    ]
    return " · ".join(part for part in parts if part)


def _icon(answer: Answer) -> str:
    return {"yes": "✔", "edge": "≈", "ask": "?", "unknown": "?", "no": "✕"}[answer]
