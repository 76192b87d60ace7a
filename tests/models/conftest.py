"""A company, and its website and shop: what several files of tests of nouns stand on."""

import pytest
from sqlmodel import Session

from models import matters, touchpoints
from tests.company import NOW, Company, found


@pytest.fixture
def company(session: Session) -> Company:
    return found(session)


@pytest.fixture
def places(session: Session, company: Company) -> tuple[str, str]:
    """The website and the shop."""
    touchpoints.lay_stages(session, "it")
    matters.lay_matters(session, "it")
    stage = touchpoints.stages_all(session, company.manager)[3]
    site, shop = (
        touchpoints.add_touchpoint(session, company.manager, now=NOW, name=name, stage_id=stage.id)
        for name in ("Sito", "Bottega di Faenza")
    )
    return site, shop
