"""Everything the product holds about one person, as plain values: what they may take away with them (law 7).

Invariants: only one's own; nobody else's words or names; a secret vote is not in it, because a file that proves how
somebody voted could be asked for by somebody else.
"""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from models.access import May, Viewer
from models.actions import Action
from models.activity import Activity
from models.archives_restored import ArchiveRestored
from models.attendance import Attendance
from models.ballot_rows import Ballot, BallotLine, BallotReason, DuelMark
from models.blueprints import Blueprint
from models.boards import Board
from models.budget_lines import BudgetMove
from models.bulk import BulkAct
from models.campaigns import Campaign
from models.capacities import Capacity
from models.care_sentences import CareSentence
from models.care_warnings import CareWarning
from models.comments import Comment
from models.decisions import Decision
from models.diaries import Diary, moments_of
from models.diary_calls import DiaryCall
from models.digests import Digest
from models.drafts import KeptDraft
from models.eligibility import Eligible
from models.entry_links import EntryLink
from models.evidence import Load
from models.expectations import Expectation
from models.feedback import Feedback
from models.feedback_loads import FeedbackLoad
from models.felt import FeltAnswer
from models.functions import Function
from models.groups import Group, Membership
from models.idea_scores import IdeaScore
from models.ideas import Idea
from models.imports import Import
from models.invitations import Invitation
from models.mail_choices import MailChoice
from models.more_time import MoreTime
from models.notices import Notice
from models.observations import Watch
from models.options import RoundOption
from models.outcome_checks import OutcomeCheck
from models.own_answers import OwnAnswers
from models.people import person_for
from models.privacy import plain_row
from models.processes import Process
from models.promise_terms import PromiseVersion
from models.promises import Promise
from models.public_answers import PublicAnswer
from models.publications import Publication
from models.readings import SheetReading
from models.replies import Reply
from models.reply_all import SentAnswer
from models.saved_views import SavedView
from models.savings import Saving
from models.sign_ins import SignIn
from models.signatures import Signature
from models.sources import SqlSource
from models.supports import Support
from models.to_change import ToChange
from models.tokens import ApiToken
from models.traffic import StageTraffic, TrafficLoad
from models.webhooks import Webhook
from models.wording_terms import Wording
from models.workshops import Workshop


def export_my_data(session: Session, viewer: Viewer, *, now: datetime) -> dict[str, Any]:
    """Everything about the person who asks, JSON-able."""
    viewer.must(May.ACCOUNT_OWN)
    me = viewer.person_id or ""
    person = person_for(session, me)
    function = session.get(Function, person.function_id) if person.function_id else None
    seats = session.exec(
        select(Membership, Group.name).join(Group, col(Group.id) == col(Membership.group_id))
        .where(Membership.person_id == me)
    ).all()  # fmt: skip
    workshops = session.exec(
        select(Attendance, Workshop.title).join(Workshop, col(Workshop.id) == col(Attendance.workshop_id))
        .where(Attendance.person_id == me)
    ).all()  # fmt: skip
    supports = session.exec(
        select(Support.created_at, Idea.text).join(Idea, col(Idea.id) == col(Support.idea_id))
        .where(Support.person_id == me)
    ).all()  # fmt: skip
    votes = session.exec(
        select(Ballot, RoundOption.text, BallotLine, BallotReason.text)
        .join(BallotLine, col(BallotLine.ballot_id) == col(Ballot.id))
        .join(RoundOption, col(RoundOption.id) == col(BallotLine.option_id))
        .join(
            BallotReason, isouter=True,
            onclause=(col(BallotReason.ballot_id) == col(Ballot.id))
            & (col(BallotReason.option_id) == col(RoundOption.id)),
        )
        .where(Ballot.person_id == me)
    ).all()  # fmt: skip
    first, second = aliased(RoundOption), aliased(RoundOption)
    duels = session.exec(
        select(Ballot, first.text, second.text, DuelMark.outcome)
        .join(DuelMark, col(DuelMark.ballot_id) == col(Ballot.id))
        .join(first, col(first.id) == col(DuelMark.first_id))
        .join(second, col(second.id) == col(DuelMark.second_id))
        .where(Ballot.person_id == me)
    ).all()

    def rows(table: Any, own: Any, *names: str) -> list[dict[str, Any]]:
        return [plain_row(row, *names) for row in session.exec(select(table).where(own == me)).all()]

    return {
        "taken_at": now.isoformat(),
        "person": plain_row(person, "id", "kind", "name", "email", "language", "side", "is_administrator", "created_at")
        | {"function": function.name if function else None, "has_password": person.password_hash is not None},
        "groups": [plain_row(seat, "role", "side", "joined_at", "left_at") | {"group": name} for seat, name in seats],
        "workshops": [plain_row(row, "side", "joined_at") | {"workshop": title} for row, title in workshops],
        "ideas": rows(
            Idea, Idea.author_id, "id", "text", "state", "hidden_reason", "merged_into_id", "created_at", "changed_at"
        ),
        "ideas_noted_for_others": rows(Idea, Idea.noted_by, "id", "created_at"),
        "drafts_not_sent": rows(KeptDraft, KeptDraft.person_id, "round_id", "text", "kept_at"),
        "more_time_asked": rows(MoreTime, MoreTime.person_id, "round_id", "until"),
        "supported": [{"idea": text, "at": at.isoformat()} for at, text in supports],
        "comments": rows(Comment, Comment.author_id, "idea_id", "text", "created_at", "hidden_at"),
        "open_votes": [
            plain_row(ballot, "round_id", "state", "cast_at")
            | {"idea": text, "value": line.value, "criterion": line.criterion, "reason": reason or ""}
            for ballot, text, line, reason in votes
        ],
        "open_duels": [
            plain_row(ballot, "round_id", "state", "cast_at") | {"one": one, "other": other, "outcome": outcome}
            for ballot, one, other, outcome in duels
        ],
        "secret_votes": "not in this file: a file must not prove how you voted",
        "feedback": rows(
            Feedback, Feedback.person_id, "id", "face", "words", "rest", "reference", "source", "created_at", "idea_id",
            "came_by", "recommends", "effort", "answer", "answered_at", "closing", "closed_at",
        ),
        "feedback_noted_for_others": rows(Feedback, Feedback.recorded_by, "id", "source", "created_at"),
        "feedback_read": rows(Feedback, Feedback.read_by, "id", "read_at"),
        "feedback_taken_in_charge": rows(Feedback, Feedback.taken_by, "id", "taken_at", "answer_by"),
        "feedback_made_ideas": rows(Feedback, Feedback.linked_by, "id", "idea_id", "linked_at"),
        "feedback_answered": rows(Feedback, Feedback.answered_by, "id", "answer", "answered_at"),
        "feedback_closed": rows(Feedback, Feedback.closed_by, "id", "closing", "closed_at"),
        "lists_of_voices": rows(FeedbackLoad, FeedbackLoad.loaded_by, "id", "rows", "loaded_at", "undone_at"),
        "lists_of_voices_taken_back": rows(FeedbackLoad, FeedbackLoad.undone_by, "id", "undone_at"),
        "lists_of_ideas": rows(Import, Import.imported_by, "id", "row_count", "imported_at", "undone_at"),
        "expectations": rows(
            Expectation, Expectation.person_id, "promise_id", "amount", "unit", "origin", "created_at"
        ),
        "how_promises_went": rows(FeltAnswer, FeltAnswer.person_id, "promise_id", "answer", "said_at"),
        "diaries": rows(Diary, Diary.person_id, "id", "consented_at", "ends_on"),
        "diary_entries": [plain_row(row, "diary_id", "touchpoint_id", "face", "words", "at")
                          for row in moments_of(session, me)],
        "diaries_invited_to": rows(DiaryCall, DiaryCall.opened_by, "title", "opened_at", "ends_on"),
        "weekly_numbers_noted": rows(StageTraffic, StageTraffic.noted_by, "stage_id", "arrived", "noted_at"),
        "weekly_numbers_brought": rows(TrafficLoad, TrafficLoad.loaded_by, "row_count", "loaded_at", "undone_at"),
        "boards_opened": rows(Board, Board.created_by, "name", "created_at", "closed_at"),
        "groups_taken_in": rows(ArchiveRestored, ArchiveRestored.restored_by, "group_id", "restored_at"),
        "replies": rows(Reply, Reply.person_id, "decision_id", "words", "at"),
        "told_by_mail": rows(MailChoice, MailChoice.person_id, "how", "address", "confirmed_at", "changed_at"),
        "mails": rows(Digest, Digest.person_id, "what", "state", "made_at", "done_at"),
        "answers_sent": rows(SentAnswer, SentAnswer.sent_by, "decision_id", "words", "signed", "sent_at"),
        "public_answers_written": rows(PublicAnswer, PublicAnswer.written_by, "id", "said", "done", "said_en",
                                       "done_en", "created_at"),
        "savings_estimated": rows(Saving, Saving.estimated_by, "what", "a_week", "minutes", "euro", "entered_at"),
        "savings_entered": rows(Saving, Saving.entered_by, "id", "entered_at"),
        "scores_given": rows(IdeaScore, IdeaScore.person_id, "idea_id", "criterion", "value", "given_at"),
        "saved_views": rows(SavedView, SavedView.person_id, "name", "asked", "group_id", "saved_at"),
        "several_ideas_changed": rows(BulkAct, BulkAct.person_id, "what", "at", "undone_at"),
        "decisions": rows(Decision, Decision.decided_by, "id", "idea_id", "promise_id", "outcome", "reason",
                          "decided_at"),
        "processes_owned": rows(Process, Process.owner_id, "id", "name", "created_at"),
        "cases_brought": rows(Load, Load.loaded_by, "process_id", "file_name", "row_count", "loaded_at", "undone_at"),
        "own_answers_as_cases": rows(OwnAnswers, OwnAnswers.made_by, "process_id", "made_at"),
        "promises_worded": rows(PromiseVersion, PromiseVersion.created_by, "promise_id", "number", "sentence",
                                "reason", "created_at"),
        "workshops_made": rows(Workshop, Workshop.created_by, "id", "title", "created_at"),
        "invitations_made": rows(Invitation, Invitation.created_by, "kind", "role", "created_at", "used_at"),
        "invitation_used": rows(Invitation, Invitation.used_by, "kind", "role", "used_at"),
        "votes_one_may_cast": rows(Eligible, Eligible.person_id, "round_id", "side"),
        "ways_in_by_link": rows(EntryLink, EntryLink.person_id, "used_at"),
        "promises_owned": rows(Promise, Promise.owner_id, "id", "state", "created_at"),
        "places_to_change_asked": rows(ToChange, ToChange.opened_by, "promise_id", "wording_id", "opened_at"),
        "places_one_changes": rows(Wording, Wording.changer_id, "promise_id", "touchpoint_id", "words"),
        "places_changed": rows(ToChange, ToChange.done_by, "promise_id", "wording_id", "done_at"),
        "published": rows(Publication, Publication.published_by, "promise_id", "published_at", "ended_at"),
        "taken_off_the_public_page": rows(Publication, Publication.ended_by, "promise_id", "ended_at", "reason"),
        "told_customers_before_they_called": rows(CareWarning, CareWarning.person_id, "case_id", "promise_id", "at"),
        "care_sentences": rows(CareSentence, CareSentence.changed_by, "promise_id", "language", "words", "changed_at"),
        "webhooks": rows(Webhook, Webhook.created_by, "url", "created_at", "ended_at"),
        "campaigns_planned": rows(Campaign, Campaign.owner_id, "id", "name", "created_at"),
        "capacities_declared": rows(Capacity, Capacity.said_by, "process_id", "a_week", "agents", "handling", "note",
                                    "said_at"),
        "actions_answered_for": rows(Action, Action.owner_id, "id", "title", "state", "note", "created_at"),
        "looks_fixed": rows(OutcomeCheck, OutcomeCheck.fixed_by, "idea_id", "words", "aim", "look_on", "fixed_at"),
        "looks_answered": rows(OutcomeCheck, OutcomeCheck.answered_by, "idea_id", "answer", "note", "answered_at"),
        "money_savings_estimated": rows(BudgetMove, BudgetMove.estimated_by, "amount", "reason", "moved_at"),
        "money_moved": rows(BudgetMove, BudgetMove.moved_by, "amount", "reason", "moved_at"),
        "chains_drawn": rows(Blueprint, Blueprint.owner_id, "id", "name", "created_at"),
        "signatures": rows(Signature, Signature.person_id, "promise_id", "version", "answer", "words", "at"),
        "sheets_read": rows(SheetReading, SheetReading.person_id, "touchpoint_id", "at"),
        "keys_made": rows(ApiToken, ApiToken.made_by, "process_id", "name", "made_at", "used_at", "revoked_at"),
        "databases_connected": rows(SqlSource, SqlSource.made_by, "process_id", "name", "made_at", "ended_at"),
        "links_for_watching": rows(Watch, Watch.made_by, "promise_id", "made_at", "closed_at"),
        "notices": rows(Notice, Notice.person_id, "kind", "facts", "at", "read_at"),
        "sign_ins": rows(SignIn, SignIn.person_id, "created_at", "seen_at", "revoked_at"),
        "changes": rows(Activity, Activity.person_id, "seq", "at", "verb", "noun", "object_id"),
    }  # fmt: skip
