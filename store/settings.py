"""What the environment may set, and nothing else. Every setting has a default that runs on a laptop."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from store.engine import StartRefused

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """The settings of one installation, read from the environment and from a file `.env` beside `app.py`."""

    model_config = SettingsConfigDict(env_file=ROOT / ".env", extra="ignore", env_ignore_empty=True, frozen=True)

    database_url: str = f"sqlite:///{ROOT / 'var' / 'dueremi.db'}"
    trusted_proxies: str = ""
    bind: str = "127.0.0.1"
    port: int = Field(default=8501, ge=1, le=65535)
    # After the port, which it takes over.
    public_url: str = Field(default_factory=lambda chosen: f"http://localhost:{chosen['port']}")
    zone: str = "Europe/Rome"
    log: str = "INFO"
    source_files: Path | None = None
    smtp_host: str = ""
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str = ""
    smtp_password: str = ""
    mail_from: str = ""

    @field_validator("public_url")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("PUBLIC_URL must begin with http:// or https://")
        return value.rstrip("/")

    @field_validator("zone")
    @classmethod
    def _is_a_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError("ZONE must name a time zone such as Europe/Rome") from error
        return value

    @field_validator("mail_from")
    @classmethod
    def _is_a_sender(cls, value: str) -> str:
        if value and not re.fullmatch(r"[^@\s<>,]+@[^@\s<>,]+", value):
            raise ValueError("MAIL_FROM must be one address, such as answers@example.com")
        return value

    @property
    def proxies(self) -> tuple[str, ...]:
        """The addresses whose forwarded headers are believed, from the comma-separated setting."""
        return tuple(part.strip() for part in self.trusted_proxies.split(",") if part.strip())

    @property
    def secure(self) -> bool:
        """Whether people come by https: cookies are then marked Secure."""
        return self.public_url.startswith("https://")

    @property
    def mails(self) -> bool:
        """Whether mails go out: a server and the address they come from are both set."""
        return bool(self.smtp_host and self.mail_from)

    @property
    def var(self) -> Path:
        """The folder for what lives outside the database, such as the list of erased ids. Created when missing."""
        folder = ROOT / "var"
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings, read once. `settings.cache_clear()` makes the next call read them again (tests).

    Raises:
        StartRefused: with one sentence naming the settings that cannot be used.
    """
    try:
        return Settings()
    except ValidationError as error:
        wrong = [
            f"{str(part['loc'][0]).upper()}: {part['msg'].removeprefix('Value error, ')}"
            for part in error.errors()
            if part["type"] != "default_factory_not_called"  # it only follows from another one
        ]
        raise StartRefused(f"Not a usable setting: {'; '.join(wrong)}.") from error
