// Comfort for the phone page of a workshop: buttons for dots, the clock, and noticing that something else is on.
"use strict";
(() => {
  const all = (what) => [...document.querySelectorAll(what)];

  // Each <select data-dots> gets − and +, and its dots as signs; the select stays the field that is sent.
  for (const select of all("select[data-dots]")) {
    const most = Number(select.options[select.options.length - 1].value);
    const form = select.form, label = document.querySelector(`label[for="${select.id}"]`).textContent.trim();
    const box = document.createElement("span"), shown = document.createElement("output");
    box.className = "stepper";
    const make = (sign, words, step) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = sign;
      button.setAttribute("aria-label", `${words}: ${label}`);
      button.addEventListener("click", () => {
        select.value = String(Math.min(most, Math.max(0, Number(select.value) + step)));
        select.dispatchEvent(new Event("change", { bubbles: true }));
      });
      return button;
    };
    const less = make("−", select.dataset.less, -1), more = make("+", select.dataset.more, 1);
    box.append(less, shown, more);
    select.after(box);
    select.classList.add("visually-hidden");
    select.tabIndex = -1;
    const tell = () => {
      const here = Number(select.value);
      const spent = all("select[data-dots]").reduce((sum, one) => sum + Number(one.value), 0);
      shown.textContent = "●".repeat(here) + "○".repeat(most - here);
      shown.setAttribute("aria-label", String(here));
      less.disabled = here === 0;
      more.disabled = here === most || spent >= Number(form.dataset.budget);
    };
    form.addEventListener("change", tell);
    tell();
  }

  // The clock counts down in the same words: only the numbers in them change.
  for (const clock of all("[data-until]")) {
    const end = Date.parse(clock.dataset.until);
    if (end - Date.now() > 3600e3 || !/\d+\D+\d+/.test(clock.textContent)) continue;
    const tell = () => {
      const left = Math.max(0, Math.round((end - Date.now()) / 1000));
      let place = 0;
      const numbers = [Math.floor(left / 60), left % 60];
      clock.textContent = clock.textContent.replace(/\d+/g, (old) => String(numbers[place++] ?? old));
    };
    setInterval(tell, 1000);
  }

  // Ask for one word every few seconds, each phone at its own moment; what is being typed is never taken away.
  const page = document.querySelector("[data-ask]");
  if (page) {
    const busy = () => all("textarea").some((field) => field.value !== field.defaultValue) ||
      all("select[data-dots]").some((one) => [...one.options].some((o) => o.selected !== o.defaultSelected));
    const wait = () => setTimeout(look, 2500 + Math.random() * 2000);
    const look = async () => {
      if (document.hidden || !navigator.onLine) { wait(); return; }
      try {
        const answer = await fetch(page.dataset.ask, { cache: "no-store" });
        const word = answer.ok ? (await answer.text()).trim() : page.dataset.state;
        if (word !== page.dataset.state) {
          if (!busy()) { location.replace(location.pathname); return; }
          document.getElementById(page.dataset.changed).hidden = false;
        }
      } catch { /* no network: the page says so by itself */ }
      wait();
    };
    wait();
  }

  for (const button of all("[data-print]")) button.addEventListener("click", () => window.print());
})();
