// Comfort only: every page works without this file. Counters, drafts that survive a lost network, one send a click.
"use strict";
(() => {
  const all = (what, inside = document) => [...inside.querySelectorAll(what)];
  const signs = (text) => [...text].length;

  // <textarea data-left="ID"> with maxlength, and <span id="ID" data-limit="180">180</span>
  for (const field of all("[data-left]")) {
    const shown = document.getElementById(field.dataset.left);
    const tell = () => { shown.textContent = Number(shown.dataset.limit) - signs(field.value.trim()); };
    field.addEventListener("input", tell);
    tell();
  }

  // <textarea data-draft="KEY">: what was typed stays in this browser until the server shows the page with data-sent="KEY"
  const store = { get: (k) => { try { return localStorage.getItem(k); } catch { return null; } },
    set: (k, v) => { try { v ? localStorage.setItem(k, v) : localStorage.removeItem(k); } catch { /* full or forbidden */ } } };
  for (const done of all("[data-sent]")) store.set("draft:" + done.dataset.sent, "");
  for (const field of all("[data-draft]")) {
    const key = "draft:" + field.dataset.draft;
    if (!field.value && store.get(key)) {
      field.value = store.get(key); field.dispatchEvent(new Event("input"));
      // Never in silence where it would be taken for the next one: said, and one press empties it.
      const said = document.querySelector(`[data-restored="${field.id}"]`);
      if (said) { said.hidden = false; said.querySelector("[data-clear]").addEventListener("click", () => {
        store.set(key, field.value = ""); field.dispatchEvent(new Event("input")); said.hidden = true; field.focus(); }); }
    }
    field.addEventListener("input", () => store.set(key, field.value));
  }

  // <form data-faces>: the keys 1 to 5 choose a face and lead on to the sentence, unless one is writing.
  for (const form of all("form[data-faces]")) {
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || /^(text|date|textarea|select-one)$/.test(event.target.type || "")) return;
      const face = form.querySelector(`input[name=face][value="${/^[1-5]$/.test(event.key) ? event.key : 0}"]`);
      if (face) { event.preventDefault(); face.checked = true; form.querySelector("[name=words]").focus(); }
    });
  }

  // <textarea data-enter>: Enter sends, Shift and Enter begin a new line.
  for (const field of all("textarea[data-enter]")) field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); field.form.requestSubmit(); }
  });

  // One send a click; with no network the form stays as it is.
  const notice = document.querySelector(".offline");
  const network = () => { if (notice) notice.hidden = navigator.onLine; };
  addEventListener("online", network);
  addEventListener("offline", network);
  network();
  for (const form of all("form")) {
    form.addEventListener("submit", (event) => {
      if (!navigator.onLine) { event.preventDefault(); network(); return; }
      if (form.dataset.sending) { event.preventDefault(); return; }
      form.dataset.sending = "1";
      setTimeout(() => { for (const b of all("button", form)) b.disabled = true; }, 0);
    });
  }
  addEventListener("pageshow", (event) => {
    if (event.persisted) for (const form of all("form")) {
      delete form.dataset.sending;
      for (const b of all("button", form)) b.disabled = false;
    }
  });

  // <button type="button" data-copy="ID" data-done="Copied">
  for (const button of all("[data-copy]")) {
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
      button.textContent = button.dataset.done;
    });
  }

  // <form data-budget="5"> with <select data-dots> or <input type=number data-dots>; <output data-dots-left>;
  // <button data-all="Vota" data-part="Vota con %n"> says with how many dots one votes.
  for (const form of all("form[data-budget]")) {
    const budget = Number(form.dataset.budget), out = form.querySelector("[data-dots-left]"),
      button = form.querySelector("button[data-part]");
    const tell = () => {
      const spent = all("[data-dots]", form).reduce((sum, one) => sum + Number(one.value || 0), 0);
      if (out) { out.textContent = budget - spent; out.classList.toggle("not-supportable", spent > budget); }
      if (button) button.textContent = !spent || spent === budget ? button.dataset.all : button.dataset.part.replace("%n", spent);
    };
    form.addEventListener("input", tell);
    form.addEventListener("change", tell);
    tell();
  }
})();
