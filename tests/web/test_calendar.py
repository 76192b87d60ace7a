"""The next meetings of a group as a file for one's own calendar: for its members, and for nobody else."""

from datetime import date, time

from models import meetings
from store import clock
from store.doors import writing
from tests.company import Company
from tests.web.conftest import Site


def test_a_member_takes_the_dates_away_and_nobody_outside_learns_of_them(site: Site, company: Company) -> None:
    address = f"/download/group/{company.group_id}/meetings.ics"
    site.sign_in(company.customer.person_id or "")
    assert site.get(address).status_code == 404
    writing(
        lambda s: meetings.plan_meetings(
            s, company.facilitator, now=clock.now(), group_id=company.group_id, every="month",
            first_on=date(2030, 1, 15), at=time(16), place="Faenza, sala 2",
        )
    )  # fmt: skip
    answer = site.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    lines = answer.text.split("\r\n")
    assert lines.count("BEGIN:VEVENT") == meetings.DATES_SHOWN
    assert "DTSTART:20300115T150000Z" in lines
    assert r"LOCATION:Faenza\, sala 2" in lines
    for who in (company.guest, company.outsider, company.guest_of_another):
        site.cookies.clear()
        site.sign_in(who.person_id or "")
        assert site.get(address).status_code in (403, 404)
