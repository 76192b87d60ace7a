// Streamlit's own small tools are called something in English alone; data-words='{"Fullscreen": "A tutto schermo"}' of this
// script says how the reader knows them. Only what Streamlit itself wrote is touched: names of its buttons, its tooltips, the empty
// parts of a day field, the sentence of an empty list.
(() => {
  "use strict";
  const words = JSON.parse(document.currentScript.dataset.words || "{}");
  const TEXT = "[data-testid=stTooltipContent], [role=spinbutton], [data-testid=stSkipToContent], [data-testid=stSelectboxVirtualDropdown] li";
  const known = (said) => Object.hasOwn(words, said) && words[said];
  let asked = false;
  const mend = () => {
    asked = false;
    for (const one of document.querySelectorAll("[data-testid=stApp] [aria-label], body > * [role=dialog] [aria-label], [role=listbox] [aria-label]")) {
      // Behind some stands what they belong to: "Search: All ideas", "day, Until when?", "Shortcut 1".
      const said = one.getAttribute("aria-label");
      const cut = said.search(one.matches("[role=spinbutton]") ? /, / : /^Shortcut \S+$/.test(said) ? / / : /: /);
      const first = cut > 0 && known(said.slice(0, cut)), name = known(said) || (first && first + said.slice(cut));
      if (name) one.setAttribute("aria-label", name);
    }
    for (const one of document.querySelectorAll(TEXT)) {
      const name = known(one.textContent.trim());
      if (!name) continue;
      const written = document.createTreeWalker(one, NodeFilter.SHOW_TEXT).nextNode();
      if (written && written.data.trim() === one.textContent.trim()) written.data = name;
    }
  };
  new MutationObserver(() => { if (!asked) { asked = true; setTimeout(mend, 60); } })
    .observe(document, { childList: true, subtree: true, characterData: true });
})();
