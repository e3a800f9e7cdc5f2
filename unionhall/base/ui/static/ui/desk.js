// The desk's own script: what is chosen in a table, and keys. Every page works without it.
(() => {
  const all = (where, what) => [...where.querySelectorAll(what)];

  // Bulk: how many are chosen, and what they come to.
  const count = (form) => {
    const picks = all(form, "[data-pick]"), on = picks.filter((pick) => pick.checked);
    const sum = (name) => on.reduce((total, pick) => total + Number(pick.dataset[name] || 0), 0);
    const show = (name, value) => all(form, `[data-${name}]`).forEach((spot) => (spot.textContent = value.toLocaleString("en")));
    show("count", on.length); show("people", sum("heads")); show("total", sum("fen") / 100);
    all(form, "[data-bar]").forEach((bar) => (bar.hidden = !on.length));
    all(form, "[data-pick-all]").forEach((head) => {
      head.checked = on.length > 0 && on.length === picks.length;
      head.indeterminate = on.length > 0 && on.length < picks.length;
    });
  };
  document.addEventListener("change", (event) => {
    const form = event.target.closest("[data-bulk]");
    if (!form) return;
    if (event.target.matches("[data-pick-all]")) all(form, "[data-pick]").forEach((pick) => (pick.checked = event.target.checked));
    count(form);
  });
  document.addEventListener("reset", (event) => event.target.matches("[data-bulk]") && setTimeout(count, 0, event.target));
  all(document, "[data-bulk]").forEach(count);

  // Ctrl+Enter sends a form that is filled in at call-centre speed, by its main button.
  document.addEventListener("keydown", (event) => {
    const form = event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing && event.target.closest("[data-enter]");
    if (form) event.preventDefault(), form.requestSubmit(form.querySelector("[data-main]"));
  });

  // Keys on the desk; they can be turned off and never fire while somebody types.
  const off = all(document, "[data-keys-off]")[0];
  if (off) {
    off.checked = localStorage.keys === "off";
    off.onchange = () => (localStorage.keys = off.checked ? "off" : "on");
  }
  document.addEventListener("keydown", (event) => {
    const typing = event.isComposing || event.ctrlKey || event.metaKey || event.altKey
      || event.target.matches("input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]");
    if (typing || localStorage.keys === "off") return;
    const rows = all(document, "[data-row]"), here = event.target.closest("[data-row]"), at = rows.indexOf(here);
    const key = event.key.toLowerCase();
    const acts = {
      j: () => rows[Math.min(at + 1, rows.length - 1)], k: () => rows[Math.max(at - 1, 0)],
      x: () => here?.querySelector("[data-pick]")?.click(), e: () => here?.querySelector("[data-done]")?.click(),
      "/": () => all(document, "[data-find]")[0]?.focus(),
      "?": () => { const keys = document.getElementById("keys"); if (keys) { keys.open = true; keys.scrollIntoView(); keys.firstElementChild.focus(); } },
    };
    const named = all(document, `[data-key="${CSS.escape(key)}"]`)[0];
    if (!acts[key] && !named) return;
    event.preventDefault();
    if (!acts[key]) return named.click(), document.getElementById(named.dataset.then)?.focus();
    const row = acts[key]();
    if (row) (row.matches("a") ? row : row.querySelector("a, button, input"))?.focus();
  });
})();
