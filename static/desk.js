// Streamlit would look for its server below every page's own address first (a 404 each); it is at the beginning of ours.
window.__streamlit = { BACKEND_BASE_URL: location.origin + "/", MAIN_PAGE_BASE_URL: location.origin + "/" };
// Push: a page that shows what others change marks where it listens, <span data-live="ADDRESS" data-word="WORD">, and has
// a button in .st-key-live-mark that draws that part anew. Pressed when the word is another one; without a stream, now and then.
(() => {
  "use strict";
  let source, address = "", word = "", pressed = 0, asked = false;
  const mark = () => document.querySelector("[data-live]");
  const close = () => { if (source) source.close(); source = undefined; };
  const press = () => {
    const button = document.querySelector(".st-key-live-mark button");
    // While the page is being drawn the word is about to be another one: what was one's own doing is not asked for twice.
    if (document.querySelector("[data-testid=stApp][data-test-script-state=running]")) return;
    if (button && !document.hidden && Date.now() - pressed > 1000) { pressed = Date.now(); button.click(); }
  };
  const compare = () => { const place = mark(); if (place && word && place.dataset.word !== word) press(); };
  const open = () => {
    if (source || !address || document.hidden || !window.EventSource) return;
    source = new EventSource(address);
    source.onmessage = (event) => { word = event.data; compare(); };
    source.addEventListener("gone", () => { close(); address = ""; press(); });
    source.onerror = () => { if (source && source.readyState === EventSource.CLOSED) source = undefined; };
  };
  const look = () => {
    asked = false;
    const place = mark(), wanted = place ? place.dataset.live : "";
    if (wanted !== address) { close(); address = wanted; word = ""; open(); }
  };
  new MutationObserver(() => { if (!asked) { asked = true; setTimeout(look, 100); } }).observe(document, { childList: true, subtree: true });
  document.addEventListener("visibilitychange", () => { if (document.hidden) close(); else { open(); compare(); } });
  // What was pressed too early, or changed while the page was drawn, is noticed here; so is a stream that was refused.
  let beats = 0;
  setInterval(() => { beats += 1; if (source) compare(); else if (address && beats % 4 === 0) { press(); if (beats % 24 === 0) open(); } }, 1200);
})();
// What was just done, or was asked for, is seen: <span data-seen="WORD"> comes into view once for each word.
(() => {
  const known = new Set();
  let asked = false;
  const look = () => {
    asked = false;
    // Until the page is drawn to its end what stands above may still grow.
    const drawn = !document.querySelector("[data-testid=stApp][data-test-script-state=running]");
    for (const place of document.querySelectorAll("[data-seen]")) {
      if (known.has(place.dataset.seen)) continue;
      if (drawn) known.add(place.dataset.seen);
      const box = (place.closest("[data-testid=stElementContainer]") || place).getBoundingClientRect();
      if (box.top < 60 || box.top > innerHeight * 0.7) place.scrollIntoView({ block: "start" });
      // The button that was pressed is gone with what it was about, or is about the next one: Tab goes on from here, not
      // from the top of the page. Whoever writes already is left alone.
      const at = document.activeElement;
      if (drawn && (!at || at === document.body || at.tagName === "BUTTON")) {
        place.tabIndex = -1;
        place.focus({ preventScroll: true });
      }
    }
  };
  new MutationObserver(() => { if (!asked) { asked = true; setTimeout(look, 80); } }).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-seen", "data-test-script-state"] });
})();
// A clock that runs: <strong data-left="SECONDS">. The seconds are the server's; how long ago they were told is ours.
setInterval(() => {
  for (const place of document.querySelectorAll("[data-left]")) {
    const left = Number(place.dataset.left);
    if (place.told !== left) { place.told = left; place.until = Date.now() + 1000 * left; }
    const seconds = Math.max(0, Math.round((place.until - Date.now()) / 1000));
    place.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  }
}, 1000);
// How far a file is (`ui/how_far.py`): words and bar stand in .st-key-how-far-...; whoever listens hears the words now and then.
(() => {
  const said = document.createElement("div");
  said.setAttribute("role", "status");
  said.style.cssText = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)";
  setInterval(() => {
    const place = document.querySelector("[class*=st-key-how-far] [data-testid=stProgress]");
    const words = place ? place.innerText.trim() : "";
    if (!said.isConnected && document.body) document.body.append(said);
    if (said.textContent !== words) said.textContent = words;
    const bar = place && place.querySelector("[role=progressbar]");
    if (bar && bar.getAttribute("aria-valuetext") !== words) { bar.setAttribute("aria-label", words); bar.setAttribute("aria-valuetext", words); }
  }, 1500);
})();
// A cell of a picture that opens what stands behind it: <td data-behind="3"> presses the fourth choice in .st-key-behind.
// The choices themselves are there for keyboards.
document.addEventListener("click", (event) => {
  const cell = event.target instanceof Element && event.target.closest("[data-behind]");
  const choices = cell && document.querySelectorAll(".st-key-behind button");
  if (!choices || !choices[cell.dataset.behind]) return;
  const choice = choices[cell.dataset.behind];
  if (choice.getAttribute("aria-checked") !== "true") choice.click();
  document.querySelector(".st-key-behind").scrollIntoView({ behavior: "smooth", block: "start" });
});
// On a phone the menu lies over the page: whoever has chosen a page in it wants to see it.
document.addEventListener("click", (event) => {
  const link = event.target instanceof Element && event.target.closest("[data-testid=stSidebarNavLink]");
  if (!link || !matchMedia("(max-width: 768px)").matches || event.ctrlKey || event.metaKey || event.shiftKey) return;
  setTimeout(() => { const close = document.querySelector("[data-testid=stSidebarCollapseButton] button"); if (close) close.click(); }, 150);
});
// What Streamlit calls the parts of a field for a file is English only: whoever listens hears ours (`ui/theme.py`).
(() => {
  let asked = false;
  const ours = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim().replace(/^"|"$/g, "");
  const name = (one, words) => { if (words && one.getAttribute("aria-label") !== words) one.setAttribute("aria-label", words); };
  const look = () => {
    asked = false;
    for (const field of document.querySelectorAll("[data-testid=stFileUploader]")) {
      for (const one of field.querySelectorAll("input[type=file], [data-testid=stBaseButton-secondary]")) name(one, ours("--file-choose"));
      for (const one of field.querySelectorAll("[data-testid=stBaseButton-borderlessIcon]")) name(one, ours("--file-other"));
      for (const one of field.querySelectorAll("[data-testid=stFileChip]")) {
        const button = one.querySelector("button"), file = one.querySelector("[data-testid=stFileChipName]");
        if (button && file && ours("--file-take")) name(button, `${ours("--file-take")} ${file.title}`);
      }
    }
  };
  new MutationObserver(() => { if (!asked) { asked = true; setTimeout(look, 120); } }).observe(document, { childList: true, subtree: true });
})();
