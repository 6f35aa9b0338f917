// Keyboard. In a list j and k (or ↓ and ↑) move, Enter opens. On one work (secretary's page, judge's desk)
// ← → or k j (or p n) go to the one before and after, a goes to the button that accepts.
//
// <table data-queue> (Table::queue): each row of its body has a link; the first one opens it.
// [data-key=accept] is what "a" focuses; a[data-key=next] and a[data-key=prev] are followed.
// <input type="checkbox" data-keys-toggle> turns the letters off for those whom they disturb; remembered on this device.
(() => {
  "use strict";
  const table = document.querySelector("[data-queue]");
  const rows = table ? [...table.querySelectorAll("tbody tr")].filter((row) => row.querySelector("a[href]")) : [];
  const toggle = document.querySelector("[data-keys-toggle]");
  const letters = () => { try { return localStorage.getItem("keys") !== "off"; } catch { return true; } };
  if (toggle) {
    toggle.checked = letters();
    toggle.addEventListener("change", () => { try { localStorage.setItem("keys", toggle.checked ? "on" : "off"); } catch { /* private window */ } });
  }

  let at = rows.findIndex((row) => row.hasAttribute("aria-current"));
  const move = (to) => {
    if (to < 0 || to >= rows.length) return;
    if (rows[at]) rows[at].removeAttribute("aria-current");
    at = to;
    rows[at].setAttribute("aria-current", "true");
    rows[at].querySelector("a[href]").focus({ preventScroll: true });
    rows[at].scrollIntoView({ block: "nearest" });
  };
  if (table) table.addEventListener("focusin", (event) => {
    const to = rows.indexOf(event.target.closest("tr"));
    if (to < 0 || to === at) return;
    if (rows[at]) rows[at].removeAttribute("aria-current");
    at = to;
    rows[at].setAttribute("aria-current", "true");
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
    if (event.target.closest("input,textarea,select,audio,video,[contenteditable],.scroll")) return;
    const inside = table && table.contains(event.target);
    let key = event.key;
    if (key.length === 1 && !letters()) return;
    if (inside && key === "ArrowDown") key = "j";
    if (inside && key === "ArrowUp") key = "k";
    if (rows.length && (key === "j" || key === "k")) {
      event.preventDefault();
      move(at < 0 ? 0 : at + (key === "j" ? 1 : -1));
    } else if (key === "Enter" && rows[at] && event.target === document.body) {
      rows[at].querySelector("a[href]").click();
    } else if (key === "a") {
      const accept = document.querySelector('[data-key="accept"]');
      if (accept) { event.preventDefault(); accept.focus(); accept.scrollIntoView({ block: "nearest" }); }
    } else {
      const name = { n: "next", p: "prev" }[key] || (!table && { j: "next", k: "prev", ArrowRight: "next", ArrowLeft: "prev" }[key]);
      const link = name && document.querySelector(`a[data-key="${name}"]`);
      if (link) { event.preventDefault(); link.click(); }
    }
  });
})();
