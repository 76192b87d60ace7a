"""Files to take away: the same question as the page, with the person behind the cookie; no page is held up by them."""

import time
from datetime import timedelta

import anyio
import httpx
import pytest

from exchange.ideas_sheet import scan_ideas
from exchange.unreadable import OTHERS
from exchange.workbook import open_workbook
from models import groups, ideas
from models.access import Viewer
from models.imports import import_ideas
from store import clock
from store.doors import writing
from tests.company import Company, found_this_hour
from tests.conftest import Database
from tests.models.bringing import several
from tests.web.conftest import Site
from web.downloads import XLSX, disposition

TEMPLATE = "/download/ideas-template.xlsx"


def address(group_id: str) -> str:
    return f"/download/group/{group_id}.xlsx"


def enters(site: Site, who: Viewer) -> None:
    site.cookies.clear()
    if who.person_id:
        site.sign_in(who.person_id)


@pytest.mark.parametrize("conducts", ["facilitator", "manager"])
def test_who_conducts_takes_the_group_away_as_a_workbook_that_no_browser_guesses_about(
    site: Site, company: Company, conducts: str
) -> None:
    writing(
        lambda s: ideas.add_idea(
            s, company.customer, now=clock.now(), group_id=company.group_id, text="Anche la domenica"
        )
    )
    enters(site, getattr(company, conducts))
    answer = site.get(address(company.group_id))
    day = f"{clock.now():%Y-%m-%d}"
    assert (answer.status_code, answer.headers["content-type"]) == (200, XLSX)
    assert answer.headers["content-disposition"] == (
        f'attachment; filename="Il Tavolo del Caffe {day}.xlsx"; '
        f"filename*=UTF-8''Il%20Tavolo%20del%20Caff%C3%A8%20{day}.xlsx"
    )
    assert (answer.headers["cache-control"], answer.headers["x-content-type-options"]) == ("no-store", "nosniff")
    assert [row.text for row in scan_ideas(answer.content, filename="a.xlsx").rows] == ["Anche la domenica"]


@pytest.mark.parametrize(
    "who", ["administrator", "marketing", "customer", "guest", "guest_of_another", "outsider", "removed", "disabled"]
)
def test_r03_r17_hidden_missing_and_not_allowed_are_one_answer(site: Site, company: Company, who: str) -> None:
    enters(site, getattr(company, who))
    hidden, missing = site.get(address(company.group_id)), site.get(address("f" * 32))
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert hidden.text.replace(company.group_id, "") == missing.text.replace("f" * 32, "")
    assert b"PK" not in hidden.content[:2]


def test_r17_without_a_cookie_there_is_no_file_but_the_way_to_sign_in_and_come_back(
    site: Site, company: Company
) -> None:
    for path in (address(company.group_id), address("f" * 32), TEMPLATE):
        answer = site.get(path)
        assert answer.status_code == 404
        assert "/signin?next=" in answer.text


def test_a_role_taken_away_is_gone_at_the_next_download(site: Site, company: Company) -> None:
    enters(site, company.facilitator)
    assert site.get(address(company.group_id)).status_code == 200
    elena = company.facilitator.person_id or ""
    writing(
        lambda s: groups.set_role(
            s, company.manager, now=clock.now(), group_id=company.group_id, person_id=elena, role="member"
        )
    )
    assert site.get(address(company.group_id)).status_code == 404


def test_the_template_speaks_the_persons_language_and_is_for_who_may_bring_ideas_in(
    site: Site, company: Company
) -> None:
    enters(site, company.facilitator)
    answer = site.get(TEMPLATE)
    assert (answer.status_code, answer.headers["content-type"]) == (200, XLSX)
    book = open_workbook(answer.content, OTHERS)
    assert book.sheets == ["Idee", "Che cosa puoi scrivere"]
    assert next(book.rows("Idee")) == (1, ["Idea", "Punto di contatto", "Lato di chi scrive", "Chiave"])
    for who in (company.marketing, company.customer, company.guest):
        enters(site, who)
        assert site.get(TEMPLATE).status_code == 404


@pytest.mark.parametrize("path", ["/download/group/", "/download/group/../x.xlsx", "/download/group/%00.xlsx"])
def test_strange_addresses_are_not_found(site: Site, company: Company, path: str) -> None:
    enters(site, company.manager)
    assert site.get(path).status_code == 404


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("../../etc/passwd.xlsx", "etc passwd.xlsx"),
        ('a"; filename="b.exe.xlsx', "a filename= b.exe.xlsx"),
        ("a\r\nSet-Cookie: x=1.xlsx", "aSet-Cookie x=1.xlsx"),
        ("\u202egnp.xlsx", "gnp.xlsx"),
        ("...xlsx", "Due Remi.xlsx"),
        ("👩‍👩‍👧.xlsx", "Due Remi.xlsx"),
        ("x" * 300 + ".xlsx", "x" * 80 + ".xlsx"),
    ],
)
def test_x21_no_name_breaks_out_of_its_header(name: str, plain: str) -> None:
    header = disposition(name)
    assert header.startswith(f'attachment; filename="{plain}"; ')
    assert header.isascii()
    assert header.count('"') == 2
    assert not set(header) & set("\r\n\\")


def test_f14_while_a_large_group_is_written_other_pages_answer(real_database: Database) -> None:
    """Two exports of three thousand ideas at once, and the front page asked all the while."""
    site, company = Site(), writing(found_this_hour)
    writing(
        lambda s: import_ideas(
            s, company.facilitator, now=clock.now() - timedelta(days=1), group_id=company.group_id,
            rows=several(3_000), sha256="a" * 64,
        )
    )  # fmt: skip
    enters(site, company.facilitator)
    headers = {"Host": "localhost:8501", "Cookie": "; ".join(f"{name}={value}" for name, value in site.cookies.items())}
    answered = 0
    sizes: list[int] = []

    async def work() -> None:
        nonlocal answered
        transport = httpx.ASGITransport(app=site.app, client=(site.address, 4711))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8501", headers=headers) as client:

            async def export() -> None:
                answer = await client.get(address(company.group_id), timeout=60)
                sizes.append(len(answer.content))

            async with anyio.create_task_group() as tasks:
                tasks.start_soon(export)
                tasks.start_soon(export)
                while len(sizes) < 2:
                    assert (await client.get("/signin")).status_code in (200, 303)
                    answered += 1
                    await anyio.sleep(0.02)

    anyio.run(work)
    assert min(sizes) > 100_000
    assert answered > 5, "while they were being written; how soon stands in the bench"


def test_f14_workbooks_are_written_one_after_the_other(
    real_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, company = Site(), writing(found_this_hour)
    steps: list[str] = []

    def slow(*_: object, **__: object) -> bytes:
        steps.append("begun")
        time.sleep(0.05)
        steps.append("done")
        return b"PK"

    monkeypatch.setattr("web.downloads.template_book", slow)
    enters(site, company.facilitator)
    headers = {"Host": "localhost:8501", "Cookie": "; ".join(f"{name}={value}" for name, value in site.cookies.items())}

    async def work() -> None:
        transport = httpx.ASGITransport(app=site.app, client=(site.address, 4711))
        async with (
            httpx.AsyncClient(transport=transport, base_url="http://localhost:8501", headers=headers) as client,
            anyio.create_task_group() as tasks,
        ):
            for _ in range(3):
                tasks.start_soon(client.get, TEMPLATE)

    anyio.run(work)
    assert steps == ["begun", "done"] * 3
