// Sends the files of <form data-upload> one after another and shows how far each has come.
// Without script the form is a plain multipart POST.
//
// <form data-upload method="post" enctype="multipart/form-data"
//       data-sending="Đang gửi {name}: {percent}" data-checking="Đang kiểm tra {name}…"
//       data-broken="Mất kết nối khi gửi {name}." data-retry="Gửi lại"
//       [data-max="20971520" data-over="…"]  (a file with more bytes is not sent, and this is said of it)
//       data-sign-in="Đăng nhập ở thẻ mới">
//   <input type="file" name="…" [multiple]>, other fields are sent along with every file
//   [data-uploads]  where the list of files is drawn; else it is put at the end of the form
// The server answers a request with Accept: application/json by 2xx when it has the file, else by
// {"error": "a sentence to show"}. With 401 the session has ended: a link leads to the sign-in page in a tab of its own, and
// from there back to this address; here the file waits to be sent again. When all are in, the page is loaded again, or {"location": "/…"} is opened.
(() => {
  "use strict";
  const fill = (text, values) => (text || "").replace(/\{(\w+)\}/g, (all, key) => values[key] ?? all);

  for (const form of document.querySelectorAll("form[data-upload]")) {
    let list = form.querySelector("[data-uploads]");
    if (!list) {
      list = document.createElement("ul");
      form.append(list);
    }
    list.classList.add("files");
    list.hidden = true;
    const queue = [];
    let busy = false;
    let failed = 0;
    let next = "";

    const row = (item) => {
      const li = document.createElement("li");
      const name = document.createElement("span");
      name.className = "name";
      name.textContent = item.file.name;
      item.bar = document.createElement("progress");
      item.bar.max = 100;
      item.bar.value = 0;
      item.bar.setAttribute("aria-label", item.file.name);
      item.text = document.createElement("span");
      item.text.className = "hint";
      item.text.setAttribute("role", "status");
      li.append(name, item.bar, item.text);
      list.append(li);
      list.hidden = false;
    };

    const fail = (item, message, again, signIn) => {
      failed += 1;
      item.text.className = "error";
      item.text.textContent = message;
      item.bar.hidden = true;
      if (!again) return;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn plain slim";
      button.textContent = form.dataset.retry;
      const link = document.createElement("a");
      link.href = "/dang-nhap?tiep=" + encodeURIComponent(location.pathname + location.search);
      link.target = "_blank";
      link.rel = "noopener";
      link.textContent = form.dataset.signIn;
      button.addEventListener("click", () => {
        failed -= 1;
        button.remove();
        link.remove();
        item.bar.hidden = false;
        item.text.className = "hint";
        queue.push(item);
        run();
      });
      item.text.after(button);
      if (signIn) item.text.after(link);
    };

    const send = (item) => new Promise((done) => {
      const name = item.file.name;
      const data = new FormData();
      for (const [key, value] of new FormData(form)) if (typeof value === "string") data.append(key, value);
      data.append(item.field, item.file, name);
      const request = new XMLHttpRequest();
      request.open("POST", form.action);
      request.setRequestHeader("Accept", "application/json");
      request.upload.addEventListener("progress", (event) => {
        if (!event.lengthComputable) return;
        const percent = Math.floor((100 * event.loaded) / event.total);
        item.bar.value = percent;
        item.text.textContent = fill(form.dataset.sending, { name, percent: percent + "%" });
      });
      request.upload.addEventListener("load", () => {
        item.bar.removeAttribute("value");
        item.text.textContent = fill(form.dataset.checking, { name });
      });
      request.addEventListener("load", () => {
        let answer = {};
        try { answer = JSON.parse(request.responseText); } catch { /* not our JSON */ }
        if (request.status >= 200 && request.status < 300) {
          item.bar.value = 100;
          item.text.textContent = "";
          next = answer.location || next;
        } else {
          const signIn = request.status === 401;
          const again = signIn || request.status === 408 || request.status >= 500 || !answer.error;
          fail(item, answer.error || fill(form.dataset.broken, { name }), again, signIn);
        }
        done();
      });
      for (const kind of ["error", "abort", "timeout"]) {
        request.addEventListener(kind, () => { fail(item, fill(form.dataset.broken, { name }), true); done(); });
      }
      request.send(data);
    });

    const run = async () => {
      if (busy) return;
      busy = true;
      while (queue.length) await send(queue.shift());
      busy = false;
      // What was refused must stay in sight; the rest is shown when the page is next opened.
      if (failed > 0) return;
      // Captions typed meanwhile are saved before the page goes; those that cannot be saved keep it.
      for (const other of document.querySelectorAll("form[data-autosave]")) {
        if (other.saveNow && !(await other.saveNow())) return;
      }
      if (next) location.assign(next); else location.reload();
    };

    const take = () => {
      for (const input of form.querySelectorAll("input[type=file]")) {
        for (const file of input.files) {
          const item = { file, field: input.name };
          row(item);
          if (file.size > Number(form.dataset.max || Infinity)) fail(item, form.dataset.over, false);
          else queue.push(item);
        }
        input.value = "";
      }
      if (queue.length) run();
    };

    form.addEventListener("submit", (event) => {
      const chosen = [...form.querySelectorAll("input[type=file]")].some((input) => input.files.length);
      if (!chosen && !busy) return; // nothing chosen: the server says so
      event.preventDefault();
      take();
    });
    // With a single file field, choosing is enough; more fields wait for the button.
    if (form.querySelectorAll("input[type=file]").length === 1 && form.hasAttribute("data-at-once")) form.addEventListener("change", (event) => {
      if (event.target.type === "file") take();
    });
    window.addEventListener("beforeunload", (event) => {
      if (busy) event.preventDefault();
    });
  }
})();
