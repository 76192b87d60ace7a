"""What no page may do, whatever else it shows: fail in the console, call another host, or shut somebody out."""

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import axe_playwright_python
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, WebError

# Streamlit's own widgets, where nothing on our side can mend it: (rule, selector of the node) -> why.
NOT_OURS: dict[tuple[str, str], str] = {
    # On a phone Streamlit draws the menu as a list whose parts are boxes; the entries themselves are links with names.
    ("list", "[data-testid=stSidebarNavItems]"): "menu",
    ("listitem", "[data-testid=stSidebarNavItems]"): "menu",
    # Day, month and year are typed in one field whose three parts each count as a target.
    ("target-size", "[data-testid=stDateInput]"): "parts of one field",
    ("target-size", "[data-testid=stDateTimeInput]"): "parts of one field",
    ("target-size", "[data-testid=stTimeInput]"): "parts of one field",
}
_LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_RULES = json.dumps({"resultTypes": ["violations"], "runOnly": _LEVELS, "preload": False, "iframes": False})


@dataclass
class Guard:
    """Watches every page of the contexts it is given. `complaints` are what the test fails of."""

    address: str
    complaints: list[str] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)

    def watch(self, context: BrowserContext) -> None:
        """Listen to everything that happens in a context, from now on."""
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", self._request)

    def expect_refusal(self, address: str) -> None:
        """This address is about to be refused on purpose; the browser notes that as an error."""
        self.refused.add(address)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and message.location.get("url", "") not in self.refused:
            self.complaints.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _error(self, error: WebError) -> None:
        self.complaints.append(f"page error: {error.error}")

    def _request(self, request: Request) -> None:
        # The browser resolves no other name (see the fixture), so what is noted here never got out.
        asked = urlsplit(request.url)
        if asked.scheme in ("http", "https", "ws", "wss") and asked.netloc != urlsplit(self.address).netloc:
            self.complaints.append(f"asked another host: {request.url}")


@cache
def _axe() -> str:
    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()


def axe_findings(page: Page) -> list[str]:
    """Serious and critical findings of axe on this page, one line each: rule, where, what to do."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(_axe())
    found: dict[str, Any] = page.evaluate(f"axe.run(document, {_RULES})")
    lines = []
    for violation in found["violations"]:
        if violation["impact"] not in ("serious", "critical"):
            continue
        for node in violation["nodes"]:
            where = " ".join(str(part) for part in node["target"])
            if not any(rule == violation["id"] and _within(page, where, part) for rule, part in NOT_OURS):
                lines.append(f"{violation['id']} at {where}: {' '.join(node['failureSummary'].split())}")
    return lines


def _within(page: Page, where: str, part: str) -> bool:
    inside: bool = page.evaluate(
        "([where, part]) => { try { return !!document.querySelector(where)?.closest(part) } catch { return false } }",
        [where, part],
    )
    return inside


# Where the text runs out of the window, or a thumb finds too little room. Links inside a sentence may be small.
_WIDE = """() => {
  const wide = [], room = document.documentElement.clientWidth;
  const main = document.querySelector('[data-testid=stMain]') || document.scrollingElement;
  if (document.scrollingElement.scrollWidth > room + 1 || main.scrollWidth > main.clientWidth + 1) {
    for (const one of document.querySelectorAll('body *')) {
      const box = one.getBoundingClientRect();
      if (box.width && box.right > room + 1 && getComputedStyle(one).position !== 'fixed') {
        wide.push(`${one.tagName} ${one.dataset.testid || one.className} ${Math.round(box.right)}`);
      }
    }
    if (!wide.length) wide.push('something hidden');
  }
  return wide.slice(0, 5);
}"""
_SMALL = """() => {
  const small = [];
  // On the desk our buttons and folds; the frames of Streamlit's fields, its table tools and signs are its own.
  const desk = 'button[data-testid^=stBaseButton]:not([data-testid*=Toolbar]):not([data-testid*=header]), summary';
  const plain = 'button, a.button, input:not([type=hidden]), select, textarea, summary';
  const isDesk = !!document.querySelector('[data-testid=stApp]');
  for (const one of document.querySelectorAll(isDesk ? desk : plain)) {
    const box = (one.closest('label.choice, label.face') || one).getBoundingClientRect();
    if (!box.width || !box.height || getComputedStyle(one).visibility === 'hidden' || box.height >= 43.5) continue;
    if (one.closest('[data-testid=stFileChip], [data-testid=stFileUploaderFile]')) continue;
    const name = one.dataset.testid || one.parentElement.dataset.testid || one.className;
    small.push(`${one.tagName} ${name} «${(one.innerText || one.name || '').trim().slice(0, 30)}» ${box.height}`);
  }
  return small.slice(0, 8);
}"""


def too_wide(page: Page) -> list[str]:
    """What runs out of the window to the right."""
    found: list[str] = page.evaluate(_WIDE)
    return found


def too_small(page: Page) -> list[str]:
    """Buttons and fields lower than 44 pixels."""
    found: list[str] = page.evaluate(_SMALL)
    return found
