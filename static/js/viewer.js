// Opens photos full screen. Without script each photo is a link to its large picture.
//
// [data-gallery][data-label][data-close][data-previous][data-next][data-zoom] holds <a href="large" data-photo
// data-caption="…"><img alt="…"></a> (components Gallery, figure). Arrows go on, + or a click zooms, Esc closes.
(() => {
  "use strict";
  for (const gallery of document.querySelectorAll("[data-gallery]")) {
    const links = [...gallery.querySelectorAll("a[data-photo]")];
    const words = gallery.dataset;
    let dialog = null;
    let image, note, count, zoom;
    let at = 0;

    const button = (label, mark, act) => {
      const b = document.createElement("button");
      b.type = "button";
      b.textContent = mark;
      b.setAttribute("aria-label", label);
      b.title = label;
      b.addEventListener("click", act);
      return b;
    };
    const enlarge = () => zoom.setAttribute("aria-pressed", String(dialog.classList.toggle("zoom")));
    const show = (to) => {
      at = (to + links.length) % links.length;
      const link = links[at];
      dialog.classList.remove("zoom");
      zoom.setAttribute("aria-pressed", "false");
      image.src = link.href;
      image.alt = link.querySelector("img").alt;
      note.textContent = link.dataset.caption || "";
      count.textContent = at + 1 + " / " + links.length;
      // The neighbour is fetched meanwhile, so that going on feels instant.
      if (links.length > 1) new Image().src = links[(at + 1) % links.length].href;
    };
    const build = () => {
      dialog = document.createElement("dialog");
      dialog.className = "viewer";
      dialog.setAttribute("aria-label", words.label || "");
      const bar = document.createElement("div");
      bar.className = "bar";
      count = document.createElement("span");
      count.className = "at";
      count.setAttribute("role", "status");
      zoom = button(words.zoom, "+", enlarge);
      bar.append(count);
      if (links.length > 1) bar.append(button(words.previous, "‹", () => show(at - 1)), button(words.next, "›", () => show(at + 1)));
      bar.append(zoom, button(words.close, "×", () => dialog.close()));
      const stage = document.createElement("div");
      stage.className = "stage";
      image = document.createElement("img");
      image.addEventListener("click", enlarge);
      stage.append(image);
      note = document.createElement("p");
      note.className = "note";
      dialog.append(bar, stage, note);
      dialog.addEventListener("keydown", (event) => {
        if (event.key === "+") enlarge();
        if (dialog.classList.contains("zoom") || links.length < 2) return;
        if (event.key === "ArrowLeft") show(at - 1);
        if (event.key === "ArrowRight") show(at + 1);
      });
      dialog.addEventListener("close", () => links[at].focus());
      document.body.append(dialog);
    };

    gallery.addEventListener("click", (event) => {
      const to = links.indexOf(event.target.closest("a[data-photo]"));
      if (to < 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
      if (!dialog) build();
      if (!dialog.showModal) return;
      event.preventDefault();
      show(to);
      dialog.showModal();
    });
  }
})();
