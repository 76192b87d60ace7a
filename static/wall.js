// Comfort for the big screen: it changes by itself, its clock goes, and what does not fit is counted instead of cut.
"use strict";
(() => {
  const wall = document.getElementById("wall");
  wall.classList.add("fitted");
  const all = (what, inside = wall) => [...inside.querySelectorAll(what)];

  // Until nothing hangs over the edge: titles smaller, rows away from the last one up to the fifth, optional lines away,
  // more rows up to the third, and only then are words cut to one line; then more rows. What is away is counted below;
  // without a list only the titles give way.
  const LEAST_ROWS = 5, READ_ROWS = 3;
  const fit = () => {
    const list = wall.querySelector(".fits"), rest = wall.querySelector(".rest"), table = list && list.tBodies;
    const wide = matchMedia("(min-width: 60rem)").matches;
    // What stands inside the page's part must end there too: below it is the line that says what is invented.
    const hangs = (one) => one && one.scrollHeight > one.clientHeight + 1;
    const over = () => wide && (hangs(wall) || hangs(wall.querySelector("main")) || hangs(wall.querySelector(".result")) || Boolean(list && !table &&
      (list.scrollHeight > list.clientHeight + 1 || list.scrollWidth > list.clientWidth + 1)));
    const rows = list ? [...(table ? list.tBodies[0] : list).children] : [], optional = all(".optional");
    for (const one of [...rows, ...optional]) one.hidden = false;
    let away = list ? Number(list.dataset.hidden || 0) : 0;
    const tell = () => {
      if (!rest) return;
      rest.hidden = away === 0;
      rest.textContent = away === 1 ? list.dataset.one : list.dataset.more.replace("%n", away);
    };
    const tighten = (step) => () => { wall.dataset.tight = step; };
    const hide = (row) => () => { if (!row.hidden) { row.hidden = true; away += 1; tell(); } };
    const from = (place) => [...rows.slice(place)].reverse();
    const free = from(table ? LEAST_ROWS : 1).filter((row) => !row.hasAttribute("data-keep"));
    tighten(0)();
    tell();
    for (const step of [
      tighten(1), ...free.map(hide), tighten(2), tighten(3), ...optional.map((one) => () => { one.hidden = true; }),
      ...(table ? from(READ_ROWS).filter((row) => !row.hasAttribute("data-keep")).map(hide) : []), tighten(4),
      ...from(1).filter((row) => !row.hasAttribute("data-keep")).map(hide), ...from(1).map(hide),
    ]) {
      if (!over()) break;
      step();
    }
  };

  const tick = () => {
    for (const clock of all("[data-seconds]")) {
      clock.end ??= performance.now() + 1000 * Number(clock.dataset.seconds);
      const left = Math.max(0, Math.round((clock.end - performance.now()) / 1000));
      if (left < 3600) clock.firstElementChild.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    }
  };

  let asking = false, again = false;
  const renew = async () => {
    if (asking) { again = true; return; }
    asking = true;
    try {
      const answer = await fetch(location.href, { cache: "no-store" });
      if (answer.status === 404) { location.reload(); return; }
      if (answer.ok) {
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("wall");
        if (fresh.dataset.state !== wall.dataset.state) {
          wall.replaceChildren(...fresh.childNodes);
          wall.dataset.state = fresh.dataset.state;
          fit();
        }
      }
    } catch { /* no network: the wall keeps what it shows */ }
    asking = false;
    if (again) { again = false; setTimeout(renew, 300); }
  };

  document.addEventListener("word", (event) => { if (event.detail !== wall.dataset.state) renew(); });
  setInterval(() => { if (!wall.dataset.pushed) renew(); }, 3000);
  setInterval(tick, 1000);
  addEventListener("resize", fit);
  if (document.fonts) document.fonts.ready.then(fit);
  tick();
  fit();
})();
