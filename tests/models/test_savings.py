"""What is spared: hours a year computed from times a week and minutes, with who estimates it, apart from the sum."""

from typing import Any

import pytest
from sqlmodel import Session

from models import budget_lines, savings
from models.errors import NotFound, Refusal
from tests.company import NOW, found


def test_a_saving_says_hours_a_year_and_who_estimates_it_and_moves_no_money(session: Session) -> None:
    company = found(session)
    who = company.logistics.person_id or ""
    what: dict[str, Any] = {"what": "chiamate in meno", "year": 2026, "a_week": 12, "minutes": 5.5, "estimated_by": who}
    with pytest.raises(Refusal, match="not_allowed"):
        savings.enter_saving(session, company.logistics, now=NOW, **what)
    with pytest.raises(Refusal, match="not_staff"):
        savings.enter_saving(session, company.manager, now=NOW, **what | {"estimated_by": company.customer.person_id})
    made = savings.enter_saving(session, company.manager, now=NOW, **what)
    (seen,) = savings.savings_of(session, company.marketing, year=2026)
    assert (round(seen.hours), seen.estimated_by) == (57, "Rosa Placci")
    assert budget_lines.budget_view(session, company.manager, year=2026).total == 0
    savings.take_back_saving(session, company.manager, now=NOW, saving_id=made)
    assert savings.savings_of(session, company.marketing, year=2026) == []
    with pytest.raises(NotFound):
        savings.take_back_saving(session, company.manager, now=NOW, saving_id=made)
