"""Phones for tests: a browser without script for the plain pages, on the test's own database."""

import re
from functools import cache
from html import unescape

from httpx import Response
from sqlmodel import Session
from starlette.applications import Starlette
from starlette.testclient import TestClient

from models.base import new_token
from models.sign_ins import start_sign_in
from store import doors
from tests.models.room import START, Room
from web.entry import COOKIE
from web.routes import ON_ERROR, all_routes


@cache
def application() -> Starlette:
    """The plain pages, put together once: they hold nothing of one test."""
    return Starlette(routes=all_routes(), exception_handlers=ON_ERROR)


class Phone:
    """One phone. `page` is what it shows; forms are sent as the page holds them, hidden fields included."""

    def __init__(self, language: str = "it") -> None:
        """A fresh browser."""
        self.client = TestClient(application(), base_url="http://localhost:8501", headers={"accept-language": language})
        self.page = ""
        self.status = 0
        self.address = ""

    def open(self, address: str) -> str:
        """Go to an address and follow where it leads."""
        return self._took(self.client.get(address, headers={"accept": "text/html"}))

    def send(self, action: str, **fields: str) -> str:
        """Send the form of this page whose action ends like this, with these fields filled in."""
        return self._took(self.client.post(self._target(action), data=self.fields(action) | fields))

    def fields(self, action: str) -> dict[str, str]:
        """What a form would send untouched."""
        form = self._form(action)
        found = {}
        for tag in re.findall(r"<input[^>]*>", form):
            attributes = dict(re.findall(r'([a-z_-]+)="([^"]*)"', tag))
            kind, name = attributes.get("type", "text"), attributes.get("name", "")
            if name and (kind not in ("radio", "checkbox") or " checked" in tag):
                found[name] = unescape(attributes.get("value", ""))
        for name, body in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
            chosen = re.search(r'<option value="([^"]*)" selected', body) or re.search(r'<option value="([^"]*)"', body)
            found[name] = chosen.group(1) if chosen else ""
        for name, body in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.S):
            found[name] = unescape(body)
        return found

    @property
    def text(self) -> str:
        """The page as it reads, without tags."""
        body = re.sub(r"<(script|style)[^>]*>.*?</\1>", "", self.page, flags=re.S)
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())

    @property
    def title(self) -> str:
        """The first heading."""
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.page, re.S)
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", found.group(1))).split()) if found else ""

    def _form(self, action: str) -> str:
        forms: list[str] = re.findall(r"<form[^>]*>.*?</form>", self.page, re.S)
        for form in forms:
            target = re.search(r'action="([^"]*)"', form.split(">", 1)[0])
            if (target and target.group(1).endswith(action)) or (not target and not action):
                return form
        raise AssertionError(f"no form {action!r} on this page: {self.text}")

    def _target(self, action: str) -> str:
        target = re.search(r'action="([^"]*)"', self._form(action).split(">", 1)[0])
        return target.group(1) if target else self.address

    def _took(self, answer: Response) -> str:
        self.page, self.status = answer.text, answer.status_code
        self.address = str(answer.url)
        return self.text


def signed_in(room: Room, person_id: str) -> Phone:
    """The phone of somebody with an account."""
    phone, token = Phone(), new_token()

    def work(session: Session) -> None:
        start_sign_in(session, room.elena, now=START, person_id=person_id, token=token)

    doors.writing(work)
    phone.client.cookies.set(COOKIE, token)
    return phone
