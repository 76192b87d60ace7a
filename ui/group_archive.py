"""A group taken out whole, and one from another installation looked at and taken in: the parts of both pages."""

from typing import Any

import streamlit as st

from models.access import May, Viewer
from models.archive_shape import Archive
from models.group_restore import RestorePlan
from models.groups import GroupView
from store.backup import read_erased
from store.settings import settings
from ui.cards import plain
from ui.entry import zone
from words.speech import Speech

_TAKEN_IN = "group-taken-in"


def take_out_part(say: Speech, viewer: Viewer, group: GroupView) -> None:
    """The way to the archive of a group, for who manages it."""
    if not viewer.may(May.GROUP_ARCHIVE, group_id=group.id):
        return
    with st.container(border=True):
        st.subheader(say("The whole group, for another installation"))
        st.markdown(say("One file with workshops, ideas, votes, decisions and the feedback behind them. Another Due"
                        " Remi takes it in as a new group."))  # fmt: skip
        emails = st.checkbox(say("With the people's e-mail addresses"), key=f"archive-emails-{group.id}")
        st.link_button(say("Download the archive"), f"/download/group/{group.id}/archive.zip{'?emails=1' * emails}")
        st.caption(say("Never in it: how a named person voted, passwords, links. Of a secret vote with few voters only"
                       " the totals."))  # fmt: skip


def what_comes(archive: Archive, sha256: str) -> dict[str, Any]:
    """What the command that takes an archive in is given: also who was erased, from the list outside the database."""
    return {"archive": archive, "sha256": sha256, "erased": tuple(read_erased(settings().var / "erased.txt"))}


def note_taken_in(archive: Archive) -> None:
    """Keep the name of a group that has just been taken in, for `say_taken_in`."""
    st.session_state[_TAKEN_IN] = archive.group


def say_taken_in(say: Speech) -> None:
    """Once, after a group was taken in: that it is here, and what comes next."""
    group = st.session_state.pop(_TAKEN_IN, None)
    if group is not None:
        st.success(say("“%(group)s” is here and you manage it. Its people came by name only: invite whoever should take"
                       " part here.", group=plain(str(group))))  # fmt: skip


def show_restore_plan(say: Speech, plan: RestorePlan) -> None:
    """What taking an archive in would do, before it does."""
    facts: dict[str, Any] = {
        "group": plain(plan.group), "company": plain(plan.company), "day": say.date(plan.made_at, zone()),
    }  # fmt: skip
    st.markdown(say("**%(group)s**, taken out of %(company)s on %(day)s.", **facts))
    counts = plan.counts
    st.dataframe(
        {
            say("What"): [say("Workshops"), say("Ideas"), say("Comments"), say("Votes counted"), say("Decisions"),
                          say("Feedback"), say("Actions"), say("People")],
            say("How many"): [counts["workshops"], counts["ideas"], counts["comments"], counts["results"],
                              counts["decisions"], counts["feedback"], counts["actions"], plan.people],
        },
        hide_index=True, alt=say("What the archive holds"),
    )  # fmt: skip
    if plan.found:
        st.caption(say.many("%(n)s name of touchpoints, functions and promises is here already and is used.",
                            "%(n)s names of touchpoints, functions and promises are here already and are used.",
                            plan.found))  # fmt: skip
    if plan.made:
        st.markdown(say("Not here yet, will be made (promises as drafts):"))
        # By what they are: a touchpoint and a function may bear the same name.
        for table, label in _kinds(say).items():
            called = [one.name for one in plan.made if one.table == table]
            if called:
                st.caption(f"**{label}** · {plain(', '.join(called))}")
    if plan.known:
        names = plain(", ".join(plan.known))
        st.caption(say("Here already, and sit at the table as themselves: %(names)s.", names=names))
    if plan.totals_only:
        st.caption(say.many("Of %(n)s secret vote only the totals come along.",
                            "Of %(n)s secret votes only the totals come along.", plan.totals_only))  # fmt: skip


def _kinds(say: Speech) -> dict[str, str]:
    """What is found by its name or made: what each kind is called."""
    return {
        "functions": say("Functions"), "stages": say("Stages of the journey"), "touchpoints": say("Touchpoints"),
        "matters": say("What matters"), "organisations": say("Organisations"), "profiles": say("Profiles"),
        "processes": say("Processes"), "promises": say("Promises"),
    }  # fmt: skip
