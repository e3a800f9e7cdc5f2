// A list worked off on the road: a sheet opens in place, what was reported moves down. Works without signal (outbox.js).
(() => {
  const list = document.querySelector("[data-worklist]"), sheet = document.getElementById("sheet");
  if (!list || !sheet) return;
  const form = sheet.querySelector("[data-sheet-form]"), words = list.dataset;
  const stop = (url) => { const id = url.split("/").filter(Boolean).pop(); return document.querySelector(`[data-stop="${CSS.escape(id)}"]`); };
  const dock = document.querySelector(".dock2");
  const show = (on) => {
    sheet.hidden = !on; list.hidden = on;
    if (dock) dock.hidden = on;
    (on ? sheet : list).scrollIntoView();
    if (on) sheet.focus();
  };
  const count = () => {
    const seen = list.querySelector("[data-seen]"), bar = list.querySelector("i.bg-base-300"), counts = list.querySelector("[data-counts]");
    seen.textContent = Number(seen.textContent) + 1;
    if (bar) bar.classList.replace("bg-base-300", "bg-primary");
    if (counts) counts.hidden = true;
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-open]");
    if (link) {
      event.preventDefault();
      const fields = sheet.querySelector("[data-sheet-fields]");
      fields.replaceChildren(document.querySelector(`template[data-sheet="${link.dataset.open}"]`).content.cloneNode(true));
      form.action = link.href;
      form.querySelector("[name=client_id]").value = crypto.randomUUID();
      sheet.querySelector("[data-sheet-name]").textContent = link.closest("[data-stop]").querySelector("[data-name]").textContent;
      if (location.hash !== "#sheet") history.pushState(null, "", "#sheet");
      show(true);
    }
    if (event.target.closest("[data-close]")) history.back();
  });
  addEventListener("popstate", () => show(false));
  if (location.hash === "#sheet") history.replaceState(null, "", location.pathname);

  // What is not the plain good answer wants a sentence: said before it is put away, not after the signal is back.
  form.addEventListener("outbox:check", (event) => {
    const data = event.detail.data, result = data.get("result"), missing = form.querySelector("[data-note-missing]");
    missing.hidden = true;
    if (!result) { event.preventDefault(); return form.querySelector("[name=result]").focus(); }
    if (result !== "none" && (data.get("note") || "").trim().length < 2) {
      event.preventDefault(); missing.hidden = false; form.querySelector("[name=note]").focus();
    }
  });

  const mark = (row, tone, text) => { const tag = row.querySelector("[data-tag]"); if (tag) { tag.className = "tag " + tone; tag.textContent = text; } };
  const reported = (url) => {
    const card = stop(url);
    if (!card || card.querySelector("[data-tag]")) return card;
    const row = document.querySelector("template[data-row]").content.firstElementChild.cloneNode(true);
    row.dataset.stop = card.dataset.stop;
    row.querySelector("[data-name]").textContent = card.querySelector("[data-name]").textContent;
    if (card.closest("[data-todo]")) count();
    card.remove();
    document.querySelector("[data-done]").prepend(row);
    return row;
  };
  document.addEventListener("outbox:waiting", (event) => event.detail.rows.forEach((entry) => {
    const row = reported(entry.url);
    if (row) entry.refused ? refuse(row, entry.refused) : mark(row, "tag-amber", words.waits);
  }));
  const refuse = (row, sentence) => {
    mark(row, "tag-red", words.refused);
    const said = row.querySelector("[data-said]"); said.textContent = sentence; said.hidden = false;
  };
  form.addEventListener("outbox:kept", () => history.back());
  document.addEventListener("outbox:sent", (event) => {
    const row = reported(event.detail.url), told = event.detail.told;
    if (!row) return;
    mark(row, "tag-green", words.sent);
    const said = row.querySelector("[data-said]"), text = [...told.clashes, told.reference].filter(Boolean).join(" · ");
    if (said) { said.textContent = text; said.hidden = !text; }
  });
})();
