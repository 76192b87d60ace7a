// Push: <… data-events="ADDRESS" data-spread="150"> gets an event "word" on the document for every word the server
// sends, and the attribute data-pushed while the stream is open; without it the page's own script asks now and then.
"use strict";
(() => {
  const page = document.querySelector("[data-events]");
  if (!page || !window.EventSource) return;
  let source, waiting;
  const silent = () => { delete page.dataset.pushed; };
  const close = () => { if (source) source.close(); source = undefined; silent(); };
  const open = () => {
    // A browser keeps six connections a server: only the tab in sight holds one.
    if (source || document.hidden) return;
    source = new EventSource(page.dataset.events);
    source.onopen = () => { page.dataset.pushed = "1"; };
    source.onmessage = (event) => {
      // Several servers tell at once: each phone at its own moment.
      clearTimeout(waiting);
      const word = event.data;
      waiting = setTimeout(() => document.dispatchEvent(new CustomEvent("word", { detail: word })),
        Math.random() * Number(page.dataset.spread || 0));
    };
    source.addEventListener("gone", () => { close(); location.reload(); });
    source.onerror = () => {
      silent();
      if (source && source.readyState === EventSource.CLOSED) { source = undefined; setTimeout(open, 20000 + Math.random() * 20000); }
    };
  };
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  addEventListener("pagehide", close);
  addEventListener("pageshow", open);
  open();
})();
