"""Whatever people do in whatever order: one ballot each, never over the budget, closed is closed, the count right."""

from collections import Counter
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import Session, select

from models import ballots, conduct, privacy, recounts, round_clock
from models.access import Viewer
from models.activity import first_break
from models.ballot_rows import Ballot
from models.eligibility import Eligible
from models.errors import Refusal
from models.rounds import Round, RoundState
from tests.models.room import Room, a_room, at

IDEAS = ("Tre giorni certi", "Spedizione in giornata", "Terzo operatore")
DOTS = st.tuples(*[st.integers(-1, 4)] * 3)


def machine(session: Session) -> type[RuleBasedStateMachine]:
    class Voting(RuleBasedStateMachine):
        """A room of people, one vote, and what everybody believes about it in `model`."""

        @initialize(secret=st.booleans(), latecomers=st.booleans())
        def prepared(self, secret: bool, latecomers: bool) -> None:
            self.savepoint = session.begin_nested()
            self.minute, self.ends = 30.0, 60.0
            self.room: Room = a_room(session, secret=secret)
            self.room.collect(*IDEAS)
            self.secret, self.latecomers, self.erased = secret, latecomers, set[str]()
            self.people: list[Viewer] = self.room.guests(receives=2)
            self.may_vote = {person.person_id or "" for person in self.people}
            row = self.row()
            row.latecomers = latecomers
            session.add(row)
            conduct.open_round(session, self.room.elena, now=at(30), round_id=self.room.vote_id, ends_at=at(60))
            self.model: dict[str, dict[str, int]] = {}
            self.counted: Counter[str] | None = None

        def row(self) -> Round:
            found = session.get(Round, self.room.vote_id)
            assert found is not None
            return found

        def tries(self, *expected: str, command: Any, who: Viewer, **what: Any) -> bool:
            """Do it; whether it was done. A refusal must be one of those expected at this point."""
            self.minute += 1
            code = ""
            try:
                with session.begin_nested():
                    command(session, self.room.again(who), now=at(self.minute), **what)
            except Refusal as refusal:
                code = refusal.code
            assert code in (expected or ("",)) or (not code and "may be" in expected), f"{code or 'done'}: {expected}"
            return not code

        def closed(self) -> bool:
            return self.row().state == RoundState.CLOSED

        @rule(who=st.integers(0, 5), dots=DOTS)
        def cast_or_change(self, who: int, dots: tuple[int, ...]) -> None:
            person = self.people[who % len(self.people)]
            me = person.person_id or ""
            good = min(dots) >= 0 and max(dots) <= 3 and 0 < sum(dots) <= 3
            points = dict(zip(self.room.option_ids(), dots, strict=True))
            if me in self.erased:
                expected = ["not_found", "not_signed_in"]
            elif self.closed() or self.minute + 1 >= self.ends:
                expected = ["round_closed"]
            elif me not in self.may_vote:
                expected = ["not_eligible"]
            else:
                expected = [] if good else ["too_small", "over_cap", "over_budget", "no_dots"]
            cast: dict[str, Any] = {"who": person, "round_id": self.room.vote_id, "points": points}
            if self.tries(*expected, command=ballots.cast_ballot, **cast):
                self.model[me] = {option: n for option, n in points.items() if n}

        @rule(who=st.integers(0, 5))
        def take_back(self, who: int) -> None:
            person = self.people[who % len(self.people)]
            me = person.person_id or ""
            refusals = ["round_closed", "no_ballot", "not_eligible", "not_found", "not_signed_in", "may be"]
            if self.tries(*refusals, command=ballots.withdraw_ballot, who=person, round_id=self.room.vote_id):
                assert self.model.pop(me)
                assert not self.closed()

        @rule(side=st.sampled_from(["promises", "keeps", "receives"]))
        def come_late(self, side: str) -> None:
            person = self.room.guest(f"Tardi {len(self.people)}", side, at(self.minute))
            self.people.append(person)
            if self.latecomers and not self.closed() and self.minute < self.ends:
                self.may_vote.add(person.person_id or "")

        @rule(more=st.integers(-3, 20))
        def extend(self, more: int) -> None:
            refusals = ["round_closed", "end_in_the_past", "may be"]
            ends = self.minute + more
            if self.tries(*refusals, command=round_clock.extend_round, who=self.room.elena, round_id=self.room.vote_id,
                          ends_at=at(ends)):  # fmt: skip
                assert not self.closed()
                self.ends = ends

        @rule(who=st.integers(0, 5))
        def erase(self, who: int) -> None:
            person = self.people[who % len(self.people)]
            me = person.person_id or ""
            open_ = not self.closed() and self.minute + 1 < self.ends
            if self.tries(*(["not_found", "not_signed_in"] if me in self.erased else []),
                          command=privacy.erase_person, who=person):  # fmt: skip
                self.erased.add(me)
                if open_:
                    self.model.pop(me, None)

        @precondition(lambda self: not self.closed())
        @rule(by_hand=st.booleans())
        def close(self, by_hand: bool) -> None:
            if not by_hand:
                self.minute = max(self.minute, self.ends)
                assert conduct.close_due_rounds(session, now=at(self.minute)) == 1
            else:
                self.tries(command=conduct.close_round, who=self.room.elena, round_id=self.room.vote_id)
            assert self.closed()
            self.counted = self.total()

        @rule()
        def never_opens_again(self) -> None:
            for command, code in ((conduct.reopen_round, "vote_stays_closed"), (conduct.open_round, "round_frozen")):
                assert not self.tries(code, command=command, who=self.room.elena, round_id=self.room.vote_id)

        def total(self) -> Counter[str]:
            found = recounts.recount(session, self.room.vote_id)
            return Counter({option: sum(sides.values()) for option, sides in found.items()})

        @invariant()
        def what_counts_is_what_people_believe(self) -> None:
            expected: Counter[str] = Counter()
            for given in self.model.values():
                expected.update(given)
            assert self.total() == expected
            here = select(Ballot).where(Ballot.round_id == self.room.vote_id, Ballot.state == "counted")
            assert len(session.exec(here).all()) == len(self.model) <= len(self.may_vote)
            able = select(Eligible.person_id).where(Eligible.round_id == self.room.vote_id)
            assert set(session.exec(able).all()) == self.may_vote
            assert recounts.overspent_rounds(session) == []
            if self.counted is not None:
                assert self.total() == self.counted, "after the close nothing moves"
                assert recounts.first_wrong_result(session) is None

        def teardown(self) -> None:
            if hasattr(self, "room"):
                assert first_break(session) is None
                self.savepoint.rollback()

    return Voting


def test_whatever_is_done_in_whatever_order(session: Session) -> None:
    run_state_machine_as_test(
        machine(session),
        settings=settings(max_examples=8, stateful_step_count=14, deadline=None, derandomize=True, database=None,
                          suppress_health_check=list(HealthCheck)),
    )  # fmt: skip
