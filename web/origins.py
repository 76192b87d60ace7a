"""From where a request may come: the Host it names, the page that sent it, and the address behind trusted proxies."""

import ipaddress
from urllib.parse import urlsplit

from starlette.types import Scope

from store.settings import settings

_LOCAL = ("localhost", "127.0.0.1", "::1")
_PORTS = {"http": 80, "https": 443}


def host_allowed(host: str | None) -> bool:
    """Whether a Host header names this installation: the one of PUBLIC_URL, or this machine itself."""
    asked = _name_and_port(host)
    if asked is None:
        return False
    return asked[0] in _LOCAL or asked in _public()


def origin_allowed(origin: str | None, host: str | None) -> bool:
    """Whether a form or a socket comes from one of our own pages. Without an Origin: no."""
    if not origin or origin == "null":
        return False
    site = settings().public_url
    if origin.lower() == _site(site):
        return True
    sent, asked = urlsplit(origin), _name_and_port(host)
    if asked is None or asked[0] not in _LOCAL or sent.scheme not in _PORTS:
        return False
    return _name_and_port(sent.netloc) == asked


def where_from(scope: Scope) -> tuple[str, str]:
    """The address of whoever asks, and the scheme they used, believing only the proxies of TRUSTED_PROXIES."""
    address, scheme = (scope["client"] or ("", 0))[0], scope["scheme"]
    headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
    forwarded = [part.strip() for part in headers.get(b"x-forwarded-for", "").split(",") if part.strip()]
    if any(urlsplit(f"//{step}").hostname == address or step == address for step in forwarded if "[" not in step):
        # uvicorn by itself believes whoever asks from this very machine; we believe it only when told to.
        address = "127.0.0.1"
    if not _trusted(address):
        return address, scheme
    for step in reversed(forwarded):
        address = step
        if not _trusted(step):
            break
    claimed = headers.get(b"x-forwarded-proto", "").split(",")[-1].strip().lower()
    if claimed in _PORTS:
        scheme = claimed.replace("http", "ws") if scheme in ("ws", "wss") else claimed
    return address, scheme


def _trusted(address: str) -> bool:
    try:
        asked = ipaddress.ip_address(address)
    except ValueError:
        return False
    for proxy in settings().proxies:
        try:
            if asked in ipaddress.ip_network(proxy, strict=False):
                return True
        except ValueError:
            continue
    return False


def _public() -> set[tuple[str, int | None]]:
    site = urlsplit(settings().public_url)
    name, port = (site.hostname or "").rstrip("."), site.port
    usual = _PORTS[site.scheme]
    return {(name, port or usual), (name, None)} if port in (None, usual) else {(name, port)}


def _site(url: str) -> str:
    parts = urlsplit(url)
    port = "" if parts.port in (None, _PORTS[parts.scheme]) else f":{parts.port}"
    name = parts.hostname or ""
    return f"{parts.scheme}://{f'[{name}]' if ':' in name else name}{port}"


def _name_and_port(host: str | None) -> tuple[str, int | None] | None:
    if not host or any(sign in host for sign in "/@?#\\ ,"):
        return None
    try:
        parts = urlsplit(f"//{host}")
        return ((parts.hostname or "").rstrip("."), parts.port) if parts.hostname else None
    except ValueError:
        return None
