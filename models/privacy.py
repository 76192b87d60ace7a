"""Anyone can get and erase their data; what was counted stays counted (law 7).

Erasing blanks the name and every way in, ends the sign-ins, leaves the groups, deletes notices and the recorded texts,
withdraws the ballots of rounds that are open and keeps those of closed ones. The words a person wrote (ideas, comments,
feedback, replies) go too when asked for; a vote already counted keeps its idea's place, without the words.

The list of erased ids lies outside the database: whoever runs `erase_person` notes the id it returns
(`store.backup.note_erased`) after it is saved, and a restore replays the list through `erase_ids`.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, delete, or_, update
from sqlmodel import Session, col, select

from models import activity, sign_ins
from models.access import Kind, May, Viewer
from models.actions import Action
from models.ballot_rows import Ballot, BallotReason, BallotState
from models.ballot_writing import drop_secret_ballot
from models.base import fold
from models.bulk import BulkAct
from models.capacities import Capacity
from models.comments import Comment
from models.diaries import drop_diaries_of
from models.digests import Digest
from models.drafts import KeptDraft
from models.eligibility import Eligible
from models.errors import Refusal
from models.expectations import Expectation
from models.feedback import Feedback
from models.felt import FeltAnswer
from models.groups import Membership, manages_alone
from models.handing_over import owned_things
from models.ideas import Idea, IdeaState
from models.mail_choices import MailChoice
from models.more_time import MoreTime
from models.notices import Notice
from models.options import RoundOption
from models.outcome_checks import OutcomeCheck
from models.people import Person, administrators, person_for
from models.readings import SheetReading
from models.replies import Reply
from models.reply_all import SentAnswer
from models.retold import GONE, forget_name, forget_organisations_of, forget_words_of
from models.rounds import VOTES, Round, RoundKind, RoundState, is_due
from models.saved_views import SavedView
from models.search import forget_words
from models.wording_terms import Wording


def erase_person(
    session: Session, viewer: Viewer, *, now: datetime, person_id: str | None = None, words: bool = False
) -> str:
    """Erase a person: oneself, or somebody else for an administrator. `words`: also what they wrote. Returns the id.

    Raises:
        Refusal: `last_administrator`, `last_manager`: name another one first. `owns_things` (facts `processes`,
            `promises`, `actions`): hand them over first (`models.handing_over`). `not_allowed`.
    """
    wanted = person_id or viewer.person_id or ""
    viewer.must(May.ACCOUNT_OWN if wanted == viewer.person_id else May.PEOPLE_DISABLE)
    person = person_for(session, wanted)
    if person.is_administrator and administrators(session) == 1:
        raise Refusal("last_administrator")
    if person.kind == Kind.STAFF and manages_alone(session, wanted):
        raise Refusal("last_manager")
    owned = owned_things(session, wanted)
    if owned:
        raise Refusal("owns_things", processes=owned.processes, promises=owned.promises, actions=owned.actions)
    _erase(session, person, now, words=words, by=None if wanted == viewer.person_id else viewer)
    return wanted


def erase_ids(session: Session, ids: Iterable[str], now: datetime) -> None:
    """Erase again whoever was erased after a backup that has just been restored; words go too, nobody can be asked."""
    for person in session.exec(select(Person).where(col(Person.id).in_(list(ids)))).all():
        if person.erased_at is None:
            _erase(session, person, now, words=True)


def blank_again(session: Session, ids: Iterable[str], now: datetime) -> None:
    """What an archive has brought back of people erased here goes at once: nobody can be asked."""
    gone = set(ids).intersection(erased_ids(session))
    for person_id in sorted(gone):
        forget_words_of(session, person_id, now=now)
        forget_organisations_of(session, person_id)
        _blank_words(session, person_id)
    if gone:
        forget_words(session)


def erased_ids(session: Session) -> list[str]:
    """Everybody erased, for setting the list outside the database right again."""
    return list(session.exec(select(Person.id).where(col(Person.erased_at).is_not(None))).all())


def _erase(session: Session, person: Person, now: datetime, *, words: bool, by: Viewer | None = None) -> None:
    _withdraw_open_ballots(session, person.id, now)
    forget_name(session, person.id, person.name)
    if words:
        forget_words_of(session, person.id, now=now)
        forget_organisations_of(session, person.id)
        _blank_words(session, person.id)
        forget_words(session)
    # Where they stand as who changes a place. The place stays, and names nobody.
    named = or_(col(Wording.changer_id) == person.id,
                and_(col(Wording.changer_id).is_(None), col(Wording.changer) == person.name))  # fmt: skip
    session.connection().execute(update(Wording).where(named).values(changer="", changer_id=None))
    person.name, person.email, person.password_hash, person.return_code_hash = "", None, None, None
    person.is_administrator, person.erased_at, person.organisation_id = False, now, None
    session.add(person)
    for seat in session.exec(select(Membership).where(Membership.person_id == person.id)).all():
        seat.left_at = seat.left_at or now
        session.add(seat)
    sign_ins.end_sign_ins(session, Viewer(person_id=person.id), now=now, person_id=person.id)
    session.flush()
    run = session.connection().execute
    # Notices first: they name the mail that told them. What still waits to be sent goes with them.
    run(delete(Notice).where(col(Notice.person_id) == person.id))
    run(delete(Digest).where(col(Digest.person_id) == person.id))
    run(delete(MailChoice).where(col(MailChoice.person_id) == person.id))
    # The answer stands; whose name stood below it goes.
    run(update(SentAnswer).where(col(SentAnswer.sent_by) == person.id).values(signed=""))
    # Views are words of their own; what was done to several ideas stays in the record.
    run(delete(SavedView).where(col(SavedView.person_id) == person.id))
    run(delete(BulkAct).where(col(BulkAct.person_id) == person.id))
    run(delete(SheetReading).where(col(SheetReading.person_id) == person.id))
    drop_diaries_of(session, person.id)
    # What was never sent was nobody else's; who needed more time is nobody's business any more.
    run(delete(KeptDraft).where(col(KeptDraft.person_id) == person.id))
    run(delete(MoreTime).where(col(MoreTime.person_id) == person.id))
    # The number was counted and stays; whose it was goes.
    run(update(Expectation).where(col(Expectation.person_id) == person.id).values(person_id=None))
    run(update(FeltAnswer).where(col(FeltAnswer.person_id) == person.id).values(person_id=None))
    session.expire_all()
    activity.erase_texts(session, person.id)
    activity.record(session, by, "erase", "person", person.id, now=now, after={"words": words})


def _withdraw_open_ballots(session: Session, person_id: str, now: datetime) -> None:
    asked = (
        select(Round)
        .join(Eligible, col(Eligible.round_id) == col(Round.id))
        .where(Eligible.person_id == person_id, col(Round.kind).in_(VOTES), Round.state == RoundState.OPEN)
    )
    for row in session.exec(asked).all():
        if is_due(row, now):
            continue
        if row.secret:
            if not drop_secret_ballot(session, row.id, person_id):
                continue
        else:
            counted = (
                update(Ballot)
                .where(
                    col(Ballot.round_id) == row.id, col(Ballot.person_id) == person_id,
                    col(Ballot.state) == BallotState.COUNTED,
                )
                .values(state=BallotState.WITHDRAWN, ended_at=now)
            )  # fmt: skip
            if session.connection().execute(counted).rowcount == 0:
                continue
        session.flush()
        # Without the person, as every record about a ballot.
        activity.record(session, None, "withdraw", "round", row.id, now=now, group_id=row.group_id)


def _blank_words(session: Session, person_id: str) -> None:
    mine = list(session.exec(select(Idea.id).where(Idea.author_id == person_id)).all())
    session.flush()
    run = session.connection().execute
    run(update(Idea).where(col(Idea.id).in_(mine)).values(text=GONE, folded=fold(GONE), hidden_reason=""))
    # What others supported, voted on or decided keeps its place, without the words.
    alone = col(Idea.id).in_(mine) & col(Idea.acted_on).is_(False)
    run(update(Idea).where(alone).values(state=IdeaState.WITHDRAWN))
    run(update(RoundOption).where(col(RoundOption.idea_id).in_(mine)).values(text=GONE))
    run(update(Comment).where(col(Comment.author_id) == person_id).values(text=GONE))
    # Why one objected; where an expectation comes from is a choice of five, not words.
    objected = select(Ballot.id).join(Round, col(Round.id) == col(Ballot.round_id)).where(
        Ballot.person_id == person_id, Round.kind == RoundKind.CONSENT
    )  # fmt: skip
    run(update(BallotReason).where(col(BallotReason.ballot_id).in_(objected)).values(text=GONE))
    # Remarks of one's own. What was written for the company (decisions, answers, promises, titles of actions, what will
    # tell whether it worked) is what others go by: it stays, and names nobody.
    run(update(Action).where(col(Action.owner_id) == person_id).values(note=""))
    run(update(OutcomeCheck).where(col(OutcomeCheck.answered_by) == person_id).values(note=""))
    run(update(Capacity).where(col(Capacity.said_by) == person_id).values(note=""))
    run(update(Reply).where(col(Reply.person_id) == person_id).values(words=GONE))
    run(
        update(Feedback)
        .where(col(Feedback.person_id) == person_id)
        .values(words="", rest=None, folded="", reference="", code_hash=None, followed_at=None, answer=None,
                closing=None, fingerprint=None, organisation_id=None)
    )
    # What the session has read of these rows is out of date now.
    session.expire_all()


def plain_row(row: Any, *names: str) -> dict[str, Any]:
    """The named columns of a row as plain values: what JSON knows. An instant is a date too."""
    values = {name: getattr(row, name) for name in names}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
