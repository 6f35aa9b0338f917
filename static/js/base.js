// What every page may use. The page works without it; no words live here, all come from the markup.
//
// Countdown   <time data-countdown="RFC 3339" data-now="RFC 3339" data-units="ngày|ngày|giờ|giờ|phút|phút|giây|giây"
//               data-over="Đã hết hạn">…</time>   runs from the server's clock; two largest units are shown.
// Forms       Submitting twice is stopped: the pressed button gets aria-busy until the page is shown again.
// Confirming  data-confirm="ID" on a form or a submit button opens <dialog id="ID"> first; its button with
//               value="ok" goes on, any other goes back.
// Errors      [data-error-summary] takes the focus when the page opens; its links focus the field itself.
// Autosave    <form data-autosave data-saving data-saved="… {time}" data-failed> with <span data-save-state> inside.
//               POSTs the form to its own action with Accept: application/json two seconds after the last change,
//               and when the page is left. 2xx means kept; an answer {"time": "14:32"} fills {time}, else this
//               machine's clock does. Files and passwords are not sent. {"version": …} goes into the form's hidden
//               field of that name, {"live": {"name": "text"}} into [data-live="name"]. With 409 or 422 it is not
//               tried again; the answer's {"error"} is shown.
//               data-autosave="/address" saves to another address than the form's.
// Print       [data-print] opens the print window. Filters: [data-submit] in a form submits it when it changes.
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const pad = (n) => String(n).padStart(2, "0");

  for (const el of all("[data-countdown]")) {
    const until = Date.parse(el.dataset.countdown);
    const now = Date.parse(el.dataset.now);
    const units = (el.dataset.units || "").split("|");
    if (Number.isNaN(until) || Number.isNaN(now) || units.length < 8) continue;
    // performance.now() goes on evenly even when somebody sets this machine's clock.
    const start = performance.now();
    const tick = () => {
      const left = Math.floor((until - now - (performance.now() - start)) / 1000);
      if (left <= 0) {
        el.textContent = el.dataset.over || "";
        return;
      }
      const counts = [Math.floor(left / 86400), Math.floor(left / 3600) % 24, Math.floor(left / 60) % 60, left % 60];
      const first = Math.min(counts.findIndex((n) => n > 0), 2);
      const text = [first, first + 1].map((i) => counts[i] + "\u00a0" + units[2 * i + (counts[i] === 1 ? 0 : 1)]).join(" ");
      if (el.textContent !== text) el.textContent = text;
      setTimeout(tick, left > 7200 ? 20000 : 500);
    };
    tick();
  }

  // A dialog's "ok" submits again, this time past the question.
  const ask = (form, button, dialog) => {
    dialog.returnValue = "";
    dialog.addEventListener("close", () => {
      if (dialog.returnValue !== "ok") return;
      form.dataset.asked = "1";
      form.requestSubmit(button || undefined);
    }, { once: true });
    dialog.showModal();
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const button = event.submitter;
    if (form.method === "dialog" || event.defaultPrevented) return;
    const id = (button && button.dataset.confirm) || form.dataset.confirm;
    const dialog = id && document.getElementById(id);
    if (dialog && dialog.showModal && !form.dataset.asked) {
      event.preventDefault();
      ask(form, button, dialog);
      return;
    }
    // An autosave on its way must land first: it knows what this form was based on.
    if (form.saving) {
      event.preventDefault();
      form.saving.then(() => form.requestSubmit(button || undefined));
      return;
    }
    delete form.dataset.asked;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dirty = false;
    if (form.method === "get" || form.target === "_blank") return;
    form.dataset.sent = "1";
    if (button) button.setAttribute("aria-busy", "true");
    // A download answers without leaving the page: let it be pressed again.
    setTimeout(() => free(form), 15000);
  });
  const free = (form) => {
    delete form.dataset.sent;
    all("[aria-busy]", form).forEach((b) => b.removeAttribute("aria-busy"));
  };
  window.addEventListener("pageshow", () => all("form[data-sent]").forEach(free));

  const summary = document.querySelector("[data-error-summary]");
  if (summary) {
    summary.focus();
    summary.addEventListener("click", (event) => {
      const link = event.target.closest("a[href^='#']");
      const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (!field) return;
      event.preventDefault();
      (field.closest(".field") || field).scrollIntoView({ block: "start" });
      field.focus({ preventScroll: true });
    });
  }

  for (const form of all("form[data-autosave]")) {
    const state = form.querySelector("[data-save-state]") || document.querySelector("[data-save-state]");
    let timer = 0;
    let running = false;
    const say = (kind, text) => {
      if (!state) return;
      state.dataset.state = kind;
      state.textContent = text;
    };
    const body = () => {
      const data = new URLSearchParams();
      for (const [name, value] of new FormData(form)) {
        const field = form.elements[name];
        if (typeof value === "string" && !(field && field.type === "password")) data.append(name, value);
      }
      return data;
    };
    const send = (leaving) => fetch(form.dataset.autosave || form.action, {
      method: "POST", body: body(), headers: { Accept: "application/json" }, keepalive: leaving, redirect: "manual",
    });
    const learn = (known) => {
      if (known.version !== undefined && form.elements.version) form.elements.version.value = known.version;
      for (const [name, text] of Object.entries(known.live || {})) {
        for (const el of all(`[data-live="${name}"]`)) el.textContent = text;
      }
    };
    const save = () => {
      if (running || !form.dirty || form.dataset.sent) return;
      form.saving = attempt().finally(() => { form.saving = null; });
    };
    const attempt = async () => {
      running = true;
      form.dirty = false;
      say("saving", form.dataset.saving);
      try {
        const answer = await send(false);
        const known = await answer.json().catch(() => ({}));
        if (answer.status === 409 || answer.status === 422) {
          form.dirty = true;
          say("failed", known.error || form.dataset.failed);
          running = false;
          return;
        }
        if (!answer.ok) throw new Error(answer.status);
        learn(known);
        const clock = new Date();
        say("saved", form.dataset.saved.replace("{time}", known.time || pad(clock.getHours()) + ":" + pad(clock.getMinutes())));
      } catch {
        form.dirty = true;
        say("failed", form.dataset.failed);
        timer = setTimeout(save, 10000);
      }
      running = false;
      if (form.dirty) plan();
    };
    const plan = () => {
      clearTimeout(timer);
      timer = setTimeout(save, 2000);
    };
    form.addEventListener("input", (event) => {
      if (event.target.type === "file") return;
      form.dirty = true;
      plan();
    });
    // Saves what was typed now; true when nothing is left unsaved.
    form.saveNow = async () => {
      await form.saving;
      clearTimeout(timer);
      if (form.dirty) save();
      await form.saving;
      return !form.dirty;
    };
    window.addEventListener("online", save);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState !== "hidden" || !form.dirty || form.dataset.sent) return;
      // A body over 64 KB cannot outlive its page; then the ordinary save must do.
      send(body().toString().length < 60000).then(async (answer) => {
        if (!answer.ok) return;
        form.dirty = false;
        learn(await answer.json().catch(() => ({})));
      }, () => {});
    });
    window.addEventListener("beforeunload", (event) => {
      if (form.dirty && !form.dataset.sent) event.preventDefault();
    });
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });
  document.addEventListener("change", (event) => {
    if (event.target.closest("[data-submit]") && event.target.form) event.target.form.requestSubmit();
  });
})();
