// The judge's desk: each mark is saved at once, kept on this device while there is no network.
//
// <form data-sheet="/address that saves" data-saving data-local data-saved data-invalid="Từ 0 đến {max}, bước {step}">
//   <input type="hidden" name="version">      kept up to date
//   .crit[data-criterion][data-max][data-step] (hundredths) with <input type="text">, [data-error] (empty), a hidden
//     .levels of <button type="button" data-level data-band="24–27" data-text="…" aria-pressed="false">, [data-why],
//     and [data-plain], the same descriptions for pages without script
//   <textarea name="comment">  [data-save-state]  [data-total]  [data-missing="còn {n} tiêu chí"]  [data-undo]
//   [data-clash] hidden: <tbody data-rows>, <button type="button" data-use="mine">, <button type="button" data-use="theirs">
// Saving POSTs what changed (an absent field stays as it is, an empty one is cleared) with version and key.
//   2xx {"version"} kept · 409 {"version","marks":{criterion: hundredths or null},"comment"} · 410 the sheet fell away · other {"error"} shown.
// Enter in a mark goes to the next one.
// Keys ← → j k for the sheets before and after: queue.js. On the list page this script alone sends what earlier sheets left behind.
(() => {
  "use strict";
  const PREFIX = "sheet:";
  const read = (key) => { try { return JSON.parse(localStorage.getItem(key)) || {}; } catch { return {}; } };
  const again = (answer) => !answer || answer.status >= 500 || answer.status === 429; // no network, or a server that has no time now
  const write = (key, value) => { try { if (value) localStorage.setItem(key, JSON.stringify(value)); else localStorage.removeItem(key); } catch { /* no room */ } };
  const show = (n) => (n / 100).toFixed(2).replace(/\.?0+$/, "").replace(".", ",");
  const post = (url, version, key, fields) => fetch(url, {
    method: "POST", body: new URLSearchParams({ ...fields, version, key }), redirect: "manual", keepalive: true, headers: { Accept: "application/json" },
  });
  // crypto.randomUUID is missing on plain-HTTP addresses of an office network.
  const fresh = () => [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");
  const form = document.querySelector("form[data-sheet]");
  const own = form && PREFIX + form.dataset.sheet;

  const others = async () => {
    let names = [];
    try { names = Object.keys(localStorage); } catch { /* private window */ }
    for (const name of names.filter((k) => k.startsWith(PREFIX) && k !== own)) {
      const left = read(name);
      const answer = await post(name.slice(PREFIX.length), left.version, left.key, left.fields).catch(() => null);
      // Changed elsewhere (409): kept until that sheet is opened, where the judge is asked. Another tab may have kept more meanwhile.
      if (answer && (answer.ok || answer.status === 410) && read(name).key === left.key) write(name, null);
    }
  };
  window.addEventListener("online", others);
  others();

  if (!form) return;

  const $ = (selector) => form.querySelector(selector);
  const words = form.dataset;
  const version = form.elements.version;
  const crits = [...form.querySelectorAll(".crit")];
  const inputs = new Map(crits.map((el) => [el, el.querySelector("input[type=text]")]));
  const fields = [...inputs.values(), form.elements.comment].filter(Boolean);
  const known = Object.fromEntries(fields.map((f) => [f.name, f.defaultValue])); // what the server has
  const state = $("[data-save-state]");
  const clash = document.querySelector("[data-clash]");
  const past = [];
  const typed = new Set(); // fields that this tab has kept
  let pending = {};
  let key = "";
  let theirs = null;
  let running = null;
  let timer = 0;

  const points = (crit) => {
    const text = inputs.get(crit).value.trim();
    if (text === "") return null;
    const match = /^(\d{1,5})(?:[.,](\d{1,2}))?$/.exec(text);
    const n = match ? Number(match[1]) * 100 + Number((match[2] || "").padEnd(2, "0")) : NaN;
    return n <= Number(crit.dataset.max) && n % Number(crit.dataset.step) === 0 ? n : NaN;
  };
  const same = (a, b) => a.replaceAll("\r\n", "\n").trim().replace(".", ",") === b.replaceAll("\r\n", "\n").trim().replace(".", ",");
  const say = (kind, text) => { if (state) { state.dataset.state = kind; state.textContent = text; } };

  const tally = () => {
    let sum = 0;
    let missing = 0;
    for (const crit of crits) {
      const n = points(crit);
      const bad = Number.isNaN(n);
      if (n === null || bad) missing += 1; else sum += n;
      crit.classList.toggle("bad", bad);
      inputs.get(crit).setAttribute("aria-invalid", String(bad));
      const error = crit.querySelector("[data-error]");
      if (error) error.textContent = bad ? words.invalid.replace("{max}", show(crit.dataset.max)).replace("{step}", show(crit.dataset.step)) : "";
    }
    if ($("[data-total]")) $("[data-total]").textContent = show(sum);
    const left = $("[data-missing]");
    if (left) left.textContent = missing ? left.dataset.missing.replace("{n}", missing) : "";
  };
  const valid = (field) => { const crit = field.closest(".crit"); return !crit || !Number.isNaN(points(crit)); };

  const keep = () => {
    key = fresh();
    const all = { ...pending };
    const base = Object.fromEntries(Object.keys(all).map((n) => [n, known[n]]));
    for (const n of Object.keys(all)) typed.add(n);
    // What another tab of this sheet keeps, and nobody typed here, stays, as old as it is.
    const there = read(own);
    let at = version.value;
    for (const [n, value] of Object.entries(there.fields || {})) if (!typed.has(n)) {
      all[n] = value;
      base[n] = there.base[n];
      at = there.version;
    }
    write(own, Object.keys(all).length ? { version: at, key, fields: all, base } : null);
  };
  const changed = (field) => {
    if (!valid(field)) return;
    if (same(field.value, known[field.name])) delete pending[field.name]; else pending[field.name] = field.value;
    keep();
    if (theirs) draw(); else save();
  };

  const draw = () => {
    const cell = (text, tag = "td") => Object.assign(document.createElement(tag), { textContent: text || "–", className: "lines" });
    clash.querySelector("[data-rows]").replaceChildren(...Object.entries(theirs).map(([name, value]) => {
      const row = document.createElement("tr");
      row.append(cell(form.elements[name].labels[0].textContent, "th"), cell(value), cell(form.elements[name].value));
      return row;
    }));
  };

  // What the server has now meets what was typed: ours wins where the server still has what we knew,
  // equal values need nothing, and where both changed the judge is asked.
  const reconcile = (now) => {
    theirs = {};
    for (const field of fields) {
      const name = field.name;
      const value = now[name];
      if (value === undefined || !valid(field)) continue;
      if (pending[name] === undefined && !same(field.value, known[name])) pending[name] = field.value;
      if (pending[name] === undefined) field.value = value;
      else if (same(pending[name], value)) delete pending[name];
      else if (!same(value, known[name])) theirs[name] = value;
      known[name] = value;
    }
    keep();
    tally();
    if (!clash || !Object.keys(theirs).length) { theirs = null; return; }
    draw();
    clash.hidden = false;
    clash.scrollIntoView({ block: "center" });
  };

  const settle = (answer) => {
    const now = { comment: answer.comment ?? "" };
    for (const [id, n] of Object.entries(answer.marks || {})) {
      const crit = crits.find((c) => c.dataset.criterion === id);
      if (crit) now[inputs.get(crit).name] = n === null ? "" : show(n);
    }
    version.value = answer.version;
    reconcile(now);
  };

  const send = async () => {
    while (Object.keys(pending).length && !theirs) {
      say("saving", words.saving);
      const sent = { ...pending };
      let answer;
      try { answer = await post(words.sheet, version.value, key, sent); } catch { answer = null; }
      if (answer && answer.ok) {
        const body = await answer.json().catch(() => ({}));
        if (body.version !== undefined) version.value = body.version;
        for (const [name, value] of Object.entries(sent)) {
          known[name] = value;
          if (pending[name] === value) delete pending[name];
        }
        keep();
        if (!Object.keys(pending).length) say("saved", words.saved);
        continue;
      }
      const body = answer ? await answer.json().catch(() => ({})) : {};
      if (answer && answer.status === 409 && body.version !== undefined) {
        settle(body);
        say(theirs ? "local" : "saved", theirs ? words.local : words.saved);
        continue;
      }
      say("local", (!again(answer) && body.error) || words.local);
      clearTimeout(timer);
      if (again(answer)) timer = setTimeout(save, 10000);
      if (answer && answer.status === 410) write(own, null);
      return;
    }
  };
  const save = () => { running = running || send().finally(() => { running = null; }); return running; };

  for (const field of fields) {
    let before = field.value;
    let wait = 0;
    field.addEventListener("focus", () => { before = field.value; });
    field.addEventListener("input", () => { tally(); clearTimeout(wait); wait = setTimeout(() => changed(field), field.tagName === "TEXTAREA" ? 1500 : 700); });
    field.addEventListener("change", () => { past.push([field, before]); before = field.value; clearTimeout(wait); changed(field); });
  }
  for (const [at, field] of fields.entries()) field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || field.tagName === "TEXTAREA" || event.isComposing) return;
    event.preventDefault();
    fields[at + 1]?.focus();
  });
  const put = (field, value) => { field.value = value; tally(); changed(field); };
  form.addEventListener("click", (event) => {
    const level = event.target.closest("[data-level]");
    if (level) {
      const crit = level.closest(".crit");
      const open = level.getAttribute("aria-pressed") !== "true";
      for (const b of crit.querySelectorAll("[data-level]")) b.setAttribute("aria-pressed", String(open && b === level));
      const band = Object.assign(document.createElement("b"), { textContent: level.dataset.band });
      crit.querySelector("[data-why]").replaceChildren(...(open ? [band, " · " + level.dataset.text] : []));
    } else if (event.target.closest("[data-undo]") && past.length) put(...past.pop());
  });
  if (clash) clash.addEventListener("click", (event) => {
    const use = event.target.closest("[data-use]")?.dataset.use;
    if (!use || !theirs) return;
    const values = theirs;
    theirs = null;
    clash.hidden = true;
    for (const [name, value] of Object.entries(values)) if (use === "theirs") {
      past.push([form.elements[name], form.elements[name].value]);
      put(form.elements[name], value);
    }
    save();
  });
  form.addEventListener("submit", async (event) => {
    if (!Object.keys(pending).length) return;
    event.preventDefault();
    const button = event.submitter;
    await save();
    if (!Object.keys(pending).length) form.requestSubmit(button);
  });
  window.addEventListener("online", save);

  for (const el of form.querySelectorAll(".levels")) el.hidden = false;
  for (const el of form.querySelectorAll("[data-plain]")) el.hidden = true;
  // What an earlier visit left behind. Browsers also refill fields by themselves: that is not typing.
  const left = read(own);
  for (const field of fields) {
    const name = field.name;
    field.value = known[name];
    if (left.fields && left.fields[name] !== undefined) {
      pending[name] = field.value = left.fields[name];
      known[name] = left.base[name] ?? known[name];
    }
  }
  reconcile(Object.fromEntries(fields.map((f) => [f.name, f.defaultValue])));
  save();
})();
