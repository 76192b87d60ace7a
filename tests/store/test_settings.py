"""What an operator may set, and what is said when it cannot be used."""

import pytest

from store.engine import StartRefused
from store.settings import settings


@pytest.mark.parametrize(
    ("name", "value"), [("ZONE", "Nowhere"), ("PORT", "0"), ("PORT", "eight"), ("PUBLIC_URL", "dueremi.example")]
)
def test_a_setting_that_cannot_be_used_is_named_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    settings.cache_clear()
    with pytest.raises(StartRefused, match=name) as refused:
        settings()
    assert "\n" not in str(refused.value)
    assert str(refused.value).count(";") == 0


def test_without_any_setting_it_runs_on_a_laptop(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "PUBLIC_URL", "BIND", "PORT", "ZONE", "TRUSTED_PROXIES"):
        monkeypatch.delenv(name, raising=False)
    settings.cache_clear()
    assert settings().database_url.endswith("/var/dueremi.db")
    assert (settings().bind, settings().port, settings().zone) == ("127.0.0.1", 8501, "Europe/Rome")
    assert not settings().secure


def test_the_address_that_is_printed_has_the_chosen_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PUBLIC_URL", raising=False)
    monkeypatch.setenv("PORT", "8765")
    settings.cache_clear()
    assert settings().public_url == "http://localhost:8765"


def test_proxies_and_https_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRUSTED_PROXIES", "10.0.0.1, 10.0.0.2,")
    monkeypatch.setenv("PUBLIC_URL", "https://remi.example/")
    settings.cache_clear()
    assert settings().proxies == ("10.0.0.1", "10.0.0.2")
    assert settings().public_url == "https://remi.example"
    assert settings().secure
