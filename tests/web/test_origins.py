"""By which names one may come, and whose word about the address of somebody else is believed."""

import pytest
from starlette.types import Scope

from store.settings import settings
from web.origins import host_allowed, origin_allowed, where_from


def test_the_names_of_this_installation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBLIC_URL", "https://Remi.Example.it")
    settings.cache_clear()
    assert host_allowed("remi.example.it")
    assert host_allowed("REMI.example.it:443")
    assert not host_allowed("remi.example.it:8501")
    assert origin_allowed("https://remi.example.it", "remi.example.it")
    assert origin_allowed("https://remi.example.it", "127.0.0.1:8501"), "a proxy may ask by the inner name"
    assert not origin_allowed("http://remi.example.it", "remi.example.it")
    assert origin_allowed("http://127.0.0.1:8501", "127.0.0.1:8501")
    assert not origin_allowed("http://127.0.0.1:1234", "127.0.0.1:8501")


def asked(client: tuple[str, int], **headers: str) -> Scope:
    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {"type": "http", "client": client, "scheme": "http", "headers": named}


def test_only_named_proxies_are_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    forged = {"x_forwarded_for": "1.2.3.4", "x_forwarded_proto": "https"}
    assert where_from(asked(("10.0.0.7", 99), **forged)) == ("10.0.0.7", "http")
    # uvicorn by itself believes this very machine; we do not.
    assert where_from(asked(("1.2.3.4", 0), **forged))[0] == "127.0.0.1"
    monkeypatch.setenv("TRUSTED_PROXIES", "10.0.0.0/24, 127.0.0.1")
    settings.cache_clear()
    assert where_from(asked(("10.0.0.7", 99), **forged)) == ("1.2.3.4", "https")
    assert where_from(asked(("10.0.0.7", 99), x_forwarded_for="6.6.6.6, 1.2.3.4, 10.0.0.9"))[0] == "1.2.3.4"
