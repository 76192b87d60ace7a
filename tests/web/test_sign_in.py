"""The way in: the first sign-in, passwords, invitations, codes, and the way out. HARDENING J and R."""

import httpx
import pytest
from pwdlib import PasswordHash

from models.access import NOBODY
from models.base import new_token
from models.functions import FunctionView, functions_all
from models.installation import first_code
from models.invitations import invite_person
from models.people import disable_person
from models.sign_ins import start_sign_in
from store import clock
from store.doors import counting, reading, writing
from tests.company import Company
from tests.web.conftest import PASSWORD, Site
from web.entry import COOKIE
from web.sign_in import same_site
from web.throttle import LONGEST_SECONDS, delay_after
from words.speech import speech

UNKNOWN_OR_WRONG = speech("it")("E-mail or password are not right.")


def set_up(site: Site, **other: str) -> httpx.Response:
    code = writing(lambda session: first_code(session, now=clock.now()))
    form = {
        "code": code or "", "company": "Tostalba", "name": "Elena Mazzotti", "email": "elena@example.it",
        "password": PASSWORD, "language": "it", "form_key": new_token(), **other,
    }  # fmt: skip
    return site.post("/setup", form)


def sign_in(site: Site, email: str = "elena@example.it", password: str = PASSWORD, **other: str) -> httpx.Response:
    return site.post("/signin", {"email": email, "password": password, **other})


def test_the_first_person_opens_the_installation_and_is_in(site: Site) -> None:
    assert site.get("/signin").headers["location"] == "/setup"
    page = site.get("/setup")
    assert "Cominciamo" in page.text
    answer = set_up(site)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/"
    assert COOKIE in site.cookies
    assert site.get("/signin").headers["location"] == "/", "somebody who is in goes on"


def test_nobody_opens_it_a_second_time(site: Site) -> None:
    set_up(site)
    assert Site().get("/setup").headers["location"] == "/signin"
    again = Site().post("/setup", {"code": "AAAA-AAAA", "company": "X", "name": "Eva", "email": "eva@example.it",
                                   "password": PASSWORD, "language": "it", "form_key": new_token()})  # fmt: skip
    assert again.status_code == 422
    assert "già" in again.text


def test_a_wrong_code_says_so_beside_the_field_and_keeps_what_was_typed(site: Site) -> None:
    answer = set_up(site, code="2222-2222")
    assert answer.status_code == 422
    assert 'aria-describedby="code-refusal"' in answer.text
    assert 'value="elena@example.it"' in answer.text
    assert PASSWORD not in answer.text


@pytest.mark.parametrize("typed", ["{code}", " {lower} ", "{dashed}"])
def test_the_code_may_be_typed_as_people_type(site: Site, typed: str) -> None:
    code = writing(lambda session: first_code(session, now=clock.now())) or ""
    said = typed.format(code=code, lower=code.lower(), dashed=f"{code[:2]}-{code[2:5]} {code[5:]}")
    form = {"code": said, "company": "T", "name": "Elena", "email": "e@example.it", "password": PASSWORD,
            "language": "it", "form_key": new_token()}  # fmt: skip
    assert site.post("/setup", form).status_code == 303


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("x", "troppo corta"),
        ("password1234", "tra le prime"),
        ("Tostalba1234", "tra le prime"),
        ("x" * 1001, "troppo lunga"),
    ],
)
def test_a_password_that_anybody_would_try_is_refused(site: Site, password: str, why: str) -> None:
    answer = set_up(site, password=password)
    assert answer.status_code == 422
    assert why in answer.text


@pytest.mark.parametrize(
    "password", ["🦊🦊 volpe nel bosco", "  spazi in fondo  ", "x1y2z3" * 11, "à" * 3 + "bcdefgh" * 140]
)
def test_a_password_is_taken_as_it_was_typed(site: Site, password: str) -> None:
    assert set_up(site, password=password).status_code == 303
    other = Site()
    assert sign_in(other, password=password.strip() + "x").status_code == 422
    assert sign_in(other, password=password).status_code == 303


def test_sending_the_first_form_twice_makes_one_company(site: Site) -> None:
    code = writing(lambda session: first_code(session, now=clock.now())) or ""
    form = {"code": code, "company": "T", "name": "Elena", "email": "e@example.it", "password": PASSWORD,
            "language": "it", "form_key": new_token()}  # fmt: skip
    assert site.post("/setup", form).status_code == 303
    # Both clicks leave the browser before either answer is there: no cookie yet.
    impatient = Site()
    assert impatient.post("/setup", form).status_code == 303
    assert impatient.get("/signin").headers["location"] == "/"


def test_an_unknown_address_gets_the_same_page_as_a_wrong_password(site: Site) -> None:
    set_up(site)
    wrong, unknown = sign_in(Site(), password="sbagliata"), sign_in(Site(), email="nessuno@example.it")
    assert wrong.status_code == unknown.status_code == 422
    assert UNKNOWN_OR_WRONG in wrong.text
    assert wrong.text.replace("elena@example.it", "") == unknown.text.replace("nessuno@example.it", "")


@pytest.mark.usefixtures("dear_passwords")
def test_an_unknown_address_costs_the_same_check_and_questions_as_a_wrong_password(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(site)
    sign_in(Site(), email="prima@example.it")
    checked: list[str] = []
    verify = PasswordHash.verify

    def noted(self: PasswordHash, password: str, stored: str) -> bool:
        # Kind, version and the three costs: all that the time of a check depends on.
        checked.append(stored.rpartition("$")[0].rpartition("$")[0])
        return verify(self, password, stored)

    monkeypatch.setattr(PasswordHash, "verify", noted)
    asked = []
    for email in ("elena@example.it", "nessuno@example.it"):
        with counting() as counted:
            sign_in(Site(), email=email, password="sbagliata")
        asked.append(counted.statements)
    assert checked[0].startswith("$argon2id$v=19$m=65536,t=3")
    assert len(checked) == 2
    assert checked[0] == checked[1]
    assert asked[0] == asked[1]


def test_ten_wrong_ones_and_then_the_right_one_gets_in() -> None:
    assert [delay_after(wrong) for wrong in (0, 4, 5, 7)] == [0.0, 0.0, 0.25, 1.0]
    assert delay_after(10_000) == LONGEST_SECONDS, "slower, never locked out"


def test_somebody_slowed_down_still_gets_in(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []

    async def wait(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr("web.throttle.sleep", wait)
    set_up(site)
    browser = Site()
    for _ in range(6):
        assert sign_in(browser, password="sbagliata").status_code == 422
    assert waits == [0.25, 0.25], "only the sixth waited, for its address and for the name"
    assert sign_in(browser).status_code == 303
    assert waits == [0.25, 0.25, 0.5, 0.5]
    assert Site().get("/signin").status_code == 200
    assert sign_in(Site(), email="rosa@example.it").status_code == 422
    assert waits == [0.25, 0.25, 0.5, 0.5], "others are not slowed down"


@pytest.mark.parametrize(
    "wanted",
    ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "/\t/evil.example", "\\\\evil",
     "/%0d%0aLocation:evil\n", "", "///evil.example", "/ /evil", "http:/evil", "/signout"],
)  # fmt: skip
def test_after_signing_in_nobody_is_sent_to_another_site(wanted: str) -> None:
    assert same_site(wanted) == "/"


def test_after_signing_in_one_is_where_one_wanted_to_go(site: Site) -> None:
    set_up(site)
    assert sign_in(Site(), next="/promise?promise=abc").headers["location"] == "/promise?promise=abc"
    assert sign_in(Site(), next="//evil.example").headers["location"] == "/"
    assert 'value="/people?x=1"' in Site().get("/signin?next=/people%3Fx%3D1").text


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(site: Site) -> None:
    cookies = [one for one in set_up(site).headers.get_list("set-cookie") if one.startswith(f"{COOKIE}=")]
    assert len(cookies) == 1
    assert all(part in cookies[0] for part in ("HttpOnly", "SameSite=lax", "Path=/", "Max-Age="))
    assert "Secure" not in cookies[0], "PUBLIC_URL is http here"


def test_with_https_the_cookie_is_secure_and_browsers_are_told_to_stay(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    from store.settings import settings

    monkeypatch.setenv("PUBLIC_URL", "https://remi.example.it")
    settings.cache_clear()
    code = writing(lambda session: first_code(session, now=clock.now())) or ""
    form = {"code": code, "company": "T", "name": "Elena", "email": "e@example.it", "password": PASSWORD,
            "language": "it", "form_key": new_token()}  # fmt: skip
    answer = site.post("/setup", form, headers={"Host": "remi.example.it", "Origin": "https://remi.example.it"})
    assert answer.status_code == 303
    assert all("secure" in cookie.lower() for cookie in answer.headers.get_list("set-cookie"))
    assert "strict-transport-security" in answer.headers


def test_an_invitation_makes_one_account_and_not_two(site: Site, company: Company) -> None:
    token = new_token()
    marketing = next(one for one in reading_functions() if one.name == "Logistica")
    writing(lambda session: invite_person(
        session, company.manager, now=clock.now(), token=token, function_id=marketing.id, group_id=company.group_id
    ))  # fmt: skip
    page = site.get(f"/invite/{token}")
    assert "Il Tavolo del Caffè" in page.text
    assert "Logistica" in page.text
    form = {"name": "Ivan Drei", "email": "ivan@example.it", "password": PASSWORD, "language": "it",
            "form_key": new_token()}  # fmt: skip
    assert site.post(f"/invite/{token}", form).status_code == 303
    assert COOKIE in site.cookies
    other = Site().post(f"/invite/{token}", {**form, "email": "altro@example.it", "form_key": new_token()})
    assert other.status_code == 403
    assert Site().get(f"/invite/{token}").status_code == 403
    assert sign_in(Site(), email=" IVAN@example.it ").status_code == 303


def reading_functions() -> list[FunctionView]:
    with reading() as session:
        return functions_all(session)


def test_signing_out_ends_every_browser_of_that_person(site: Site, company: Company) -> None:
    first, second = Site(), Site()
    first.sign_in(company.marketing.person_id or "")
    second.sign_in(company.marketing.person_id or "")
    assert first.get("/signout").status_code == 200, "looking at the page signs nobody out"
    assert first.post("/signout").headers["location"] == "/signin?out=1"
    assert COOKIE not in first.cookies
    assert "Entra" in second.get("/signin").text
    assert second.get("/signin").status_code == 200


def test_a_closed_account_can_neither_stay_nor_come_back(site: Site, company: Company) -> None:
    site.sign_in(company.marketing.person_id or "")
    assert site.get("/signin").status_code == 303
    gone = company.marketing.person_id or ""
    writing(lambda session: disable_person(session, company.administrator, now=clock.now(), person_id=gone))
    assert site.get("/signin").status_code == 200
    with pytest.raises(Exception, match="sign_in_wrong"):
        writing(lambda session: start_sign_in(session, NOBODY, now=clock.now(), person_id=gone, token=new_token()))


def test_a_wrong_guest_code_tells_nothing(site: Site, company: Company) -> None:
    # Sent to sign in from a workshop, a guest, who has no password, reads first what opens the place again.
    said = site.get("/signin?next=/w/abc").text
    assert said.index('href="/return?next=/w/abc"') < said.index('type="password"')
    assert "/return?next" not in site.get("/signin").text
    answer = site.post("/return", {"code": "K7P2QX22"})
    assert answer.status_code == 422
    assert COOKIE not in site.cookies


@pytest.mark.parametrize(("asked", "language"), [("it", "it"), ("en-GB,en;q=0.9", "en"), ("de", "it"), ("", "it")])
def test_the_page_speaks_the_language_of_the_browser(site: Site, company: Company, asked: str, language: str) -> None:
    page = site.get("/signin", headers={"Accept-Language": asked})
    assert f'<html lang="{language}">' in page.text


def test_the_language_chosen_on_the_page_stays(site: Site, company: Company) -> None:
    assert '<html lang="en">' in site.get("/signin?lang=en").text
    assert '<html lang="en">' in site.get("/return").text
    assert "Sign in" in site.get("/signin").text
    assert '<html lang="it">' in site.get("/signin?lang=it").text


def test_a_new_password_signs_every_other_device_out(site: Site) -> None:
    set_up(site)
    other = Site()
    assert sign_in(other).status_code == 303
    assert other.get("/password").status_code == 200
    new = "un'altra frase 8"
    wrong = other.post("/password", {"old": "sbagliata", "password": new, "form_key": new_token()})
    assert wrong.status_code == 422
    assert 'aria-describedby="old-refusal"' in wrong.text
    short = other.post("/password", {"old": PASSWORD, "password": "corta", "form_key": new_token()})
    assert short.status_code == 422
    assert site.get("/password").status_code == 200
    assert other.post("/password", {"old": PASSWORD, "password": new, "form_key": new_token()}).status_code == 200
    assert other.get("/password").status_code == 200
    assert site.get("/password").status_code == 401, "the other device is signed out"
    assert sign_in(Site()).status_code == 422
    assert sign_in(Site(), password=new).status_code == 303


def test_anybody_may_read_what_is_promised(site: Site, company: Company) -> None:
    page = site.get("/commitments")
    assert page.status_code == 200
    assert "I nostri impegni" in page.text
    assert "Non abbiamo ancora pubblicato che cosa promettiamo." in page.text
