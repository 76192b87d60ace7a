"""What every answer tells the browser it may do. One strict policy for the desk, a stricter one for plain pages."""

from store.settings import settings

# Plain pages need no inline anything: styles and the small script come from this server.
PLAIN_PAGE_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)


def desk_policy(host: str) -> str:
    """The policy for Streamlit's pages: its styles are inline, its data come by WebSocket from this very host."""
    scheme = "wss" if settings().secure else "ws"
    return (
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        f"font-src 'self' data:; connect-src 'self' {scheme}://{host}; worker-src 'self' blob:; object-src 'none'; "
        "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    )


def common_headers(*, outward: bool = False) -> list[tuple[bytes, bytes]]:
    """The headers of every answer, whoever made it. outward: other sites may show it (the seal of a promise)."""
    found = [
        (b"x-content-type-options", b"nosniff"),
        (b"x-frame-options", b"DENY"),
        # Not no-referrer: browsers would then send "Origin: null" with our own forms.
        (b"referrer-policy", b"same-origin"),
        (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"cross-origin-resource-policy", b"cross-origin" if outward else b"same-origin"),
    ]
    if settings().secure:
        found.append((b"strict-transport-security", b"max-age=31536000"))
    return found
