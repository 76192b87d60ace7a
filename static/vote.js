// Comfort for the phone page of a workshop: buttons for dots, the clock, and noticing that something else is on.
"use strict";
(() => {
  const all = (what) => [...document.querySelectorAll(what)];

  // Marks that were given and not sent outlive a look elsewhere (more time, a reload): in this tab, until they are sent.
  for (const form of all("form[data-marks]")) {
    const round = form.querySelector("[name=round_id]");
    if (!round) continue;
    const key = `marks:${round.value}${document.getElementById("own-code")?.textContent}`;
    const fields = [...form.elements].filter((one) => one.matches("select, input:not([type=hidden])"));
    const mark = (one) => /checkbox|radio/.test(one.type) ? "checked" : "value";
    try {
      const kept = JSON.parse(sessionStorage.getItem(key));
      if (kept?.length === fields.length) {
        fields.forEach((one, n) => { one[mark(one)] = kept[n]; });
        form.dispatchEvent(new Event("change"));
      }
      form.addEventListener("change", () => sessionStorage.setItem(key, JSON.stringify(fields.map((one) => one[mark(one)]))));
      form.addEventListener("submit", (event) => { if (!event.defaultPrevented) sessionStorage.removeItem(key); });
    } catch { /* full or forbidden */ }
  }

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

  // Tapping gives the next place, tapping again takes it back; the fields stay what is sent.
  const ranks = document.querySelector(".ranks");
  if (ranks) {
    const level = document.querySelector("[data-level]"), rows = [];
    for (const part of all("[data-ranking]")) part.hidden = false;
    const places = () => rows.map((row) => Number(row.field.value) || 0);
    const tell = () => {
      const given = places();
      for (const row of rows) {
        const here = Number(row.field.value) || 0;
        row.button.setAttribute("aria-pressed", String(here > 0));
        row.place.textContent = here || "";
        row.shared.hidden = !here || given.filter((one) => one === here).length < 2;
      }
      level.closest("label").hidden = !given.some(Boolean);
    };
    const tap = (row) => {
      const here = Number(row.field.value) || 0;
      if (here) {
        row.field.value = "";
        if (!places().includes(here)) for (const other of rows) {
          if (Number(other.field.value) > here) other.field.value = String(Number(other.field.value) - 1);
        }
      } else {
        const last = Math.max(0, ...places());
        row.field.value = String(level.checked && last ? last : last + 1);
        level.checked = false;
      }
      row.field.dispatchEvent(new Event("change", { bubbles: true }));
      tell();
    };
    for (const field of all("[data-place]")) {
      const label = document.querySelector(`label[for="${field.id}"]`), line = field.closest("li");
      const row = { field, button: document.createElement("button"), place: document.createElement("span"), shared: document.createElement("span") };
      const words = document.createElement("span");
      row.button.type = "button";
      row.place.className = "place";
      row.shared.textContent = "=";
      words.textContent = label.textContent;
      row.button.append(row.place, words, row.shared);
      row.button.addEventListener("click", () => tap(row));
      field.hidden = label.hidden = true;
      line.classList.add("tapped");
      line.append(row.button);
      rows.push(row);
    }
    tell();
  }

  // What is picked is counted; what it costs is added up. Over the most, the others rest until one is taken back.
  for (const box of all("[data-picked]")) {
    const form = box.closest("form"), most = Number(box.dataset.most);
    const tell = () => {
      const boxes = [...form.querySelectorAll("input[name=pick]")], n = boxes.filter((one) => one.checked).length;
      box.textContent = box.dataset.picked.replace("%n", n).replace("%m", most);
      for (const one of boxes) one.disabled = !one.checked && n >= most;
    };
    form.addEventListener("change", tell);
    tell();
  }
  for (const box of all("[data-spent]")) {
    const form = box.closest("form"), money = Number(box.dataset.money) || Infinity;
    const written = new Intl.NumberFormat(document.documentElement.lang, { useGrouping: "always" });
    const tell = () => {
      const sum = [...form.querySelectorAll("input[name=pick]:checked")].reduce((all, one) => all + Number(one.dataset.cost), 0);
      box.textContent = box.dataset.spent.replace("%n", written.format(sum));
      box.classList.toggle("not-supportable", sum > money);
    };
    form.addEventListener("change", tell);
    tell();
  }

  let ended = () => {};

  // The clock counts down in the same words: only the numbers in them change. It counts from what the server said was
  // left, so a phone whose own clock is wrong, or is set meanwhile, shows the right time.
  const tick = () => {
    for (const clock of all("[data-seconds]")) {
      clock.end ??= performance.now() + 1000 * Number(clock.dataset.seconds);
      const left = Math.max(0, Math.round((clock.end - performance.now()) / 1000));
      if (!left && !clock.told) { clock.told = true; setTimeout(ended, 1500); }
      if (left > 3600 || !/\d+\D+\d+/.test(clock.textContent)) continue;
      let place = 0;
      const numbers = [Math.floor(left / 60), left % 60];
      clock.textContent = clock.textContent.replace(/\d+/g, (old) => String(numbers[place++] ?? old));
    }
  };
  // One word says what is on, pushed or asked for. Before the dot: another page, shown anew unless something is being
  // typed or chosen. After it: the same page with another clock, pause or number of people; only those lines change.
  const page = document.querySelector("[data-ask]");
  if (page) {
    let word = page.dataset.state;
    const touched = (one) => one.type === "checkbox" || one.type === "radio" ? one.checked !== one.defaultChecked
      : one.tagName === "SELECT" ? [...one.options].some((o) => o.selected !== o.defaultSelected)
        : one.type !== "hidden" && one.value !== one.defaultValue;
    const busy = () => all("main input, main textarea, main select").some(touched);
    const named = (fold) => fold.querySelector("summary strong")?.textContent ?? "";
    const lines = async () => {
      const answer = await fetch(location.pathname, { cache: "no-store" });
      if (!answer.ok) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const old of all("[data-live]")) {
        const line = fresh.querySelector(`[data-live="${old.dataset.live}"]`);
        if (!line) continue;
        // A fold stays as somebody left it.
        const folds = new Map([...old.querySelectorAll("details")].map((fold) => [named(fold), fold.open]));
        for (const fold of line.querySelectorAll("details")) fold.open = folds.get(named(fold)) ?? fold.open;
        old.replaceWith(line);
      }
    };
    const changed = async (now) => {
      if (!now || now === word) return;
      const same = now.split(".")[0] === word.split(".")[0];
      const crowd = document.querySelector("[data-many]");
      if (same) { word = now; }
      if (same && crowd) { crowd.textContent = crowd.dataset.many.replace("%n", now.split(".")[1]); return; }
      if (same) { await lines(); return; }
      if (!busy()) { location.replace(location.pathname); return; }
      if (now !== "ended") word = now;
      document.getElementById(page.dataset.changed).hidden = false;
    };
    ended = () => changed("ended");
    // Pushed (live.js) while the stream is open; asked for now and then otherwise.
    document.addEventListener("word", (event) => changed(event.detail));
    const wait = () => setTimeout(look, 2500 + Math.random() * 2000);
    const look = async () => {
      if (!document.hidden && navigator.onLine && !page.dataset.pushed) {
        try {
          const answer = await fetch(page.dataset.ask, { cache: "no-store" });
          if (answer.ok) await changed((await answer.text()).trim());
        } catch { /* no network: the page says so by itself */ }
      }
      wait();
    };
    wait();
  }

  tick();
  setInterval(tick, 1000);

  for (const button of all("[data-print]")) button.addEventListener("click", () => window.print());
})();
