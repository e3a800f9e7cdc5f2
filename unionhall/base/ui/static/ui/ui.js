// Own script, driven by data-* only; every page works without it.
(() => {
  const root = document.documentElement, body = document.body;
  const all = (where, what) => [...where.querySelectorAll(what)];
  root.classList.add("js");

  // One press, one request: the button says so and a second press is not sent.
  const free = (form) => {
    delete form.dataset.sent;
    all(form, "[data-was]").concat(all(document, `[form="${form.id}"][data-was]`)).forEach((button) => {
      button.innerHTML = button.dataset.was;
      button.removeAttribute("aria-disabled");
      delete button.dataset.was;
    });
  };
  document.addEventListener("submit", (event) => {
    const form = event.target, button = event.submitter;
    if (form.method !== "post" || "again" in form.dataset || button?.matches("[data-plain]")) return;
    if (form.dataset.sent) return event.preventDefault(), event.stopImmediatePropagation();
    form.dataset.sent = 1;
    if (button?.matches("button")) {
      button.dataset.was = button.innerHTML;
      button.textContent = button.dataset.busy || body.dataset.busy;
      button.setAttribute("aria-disabled", "true");
    }
    setTimeout(free, 20000, form);
  }, true);
  // A page of somebody signed in is never shown again from memory: it is asked for anew.
  addEventListener("pageshow", (event) => {
    if (event.persisted && "known" in body.dataset) return location.reload();
    all(document, "form[data-sent]").forEach(free);
  });

  // HTMX: slow network in words, failure beside what failed, focus on what is new.
  const say = (text) => { const spot = document.getElementById("said"); if (spot) spot.textContent = text; };
  let slow;
  const on = (name, act) => body.addEventListener("htmx:" + name, act);
  on("beforeRequest", () => { clearTimeout(slow); slow = setTimeout(say, 3000, body.dataset.slow); });
  on("afterRequest", (event) => {
    clearTimeout(slow); say("");
    const form = event.detail.elt.closest("form");
    if (form) free(form);
  });
  const failed = (event) => {
    const model = document.getElementById("failed"), spot = event.detail.elt.closest("form") || event.detail.target;
    if (!model || !spot) return;
    spot.parentNode.querySelector(":scope > .failed")?.remove();
    spot.before(model.content.cloneNode(true));
    spot.previousElementSibling.focus();
  };
  ["responseError", "sendError", "timeout"].forEach((name) => on(name, failed));
  on("beforeSwap", (event) => event.detail.target.parentNode?.querySelector(":scope > .failed")?.remove());
  on("afterSettle", (event) => {
    const spot = event.detail.elt;
    if ("calm" in spot.dataset || event.detail.requestConfig?.verb === "get" && document.activeElement !== body) return;
    const aim = spot.querySelector(".sum, [aria-invalid=true], h1, h2, h3");
    if (!aim) return;
    if (!aim.matches("input, select, textarea")) aim.tabIndex = -1;
    aim.focus();
  });

  // A one-time link carries its token after #: it goes into the form, the address forgets it, nothing is sent until the button.
  all(document, "[data-from-hash]").forEach((field) => {
    const token = location.hash.slice(1);
    if (token.length !== 43) return;
    field.value = token;
    history.replaceState(null, "", location.pathname);
    all(field.form, ".field").forEach((spot) => (spot.hidden = true));
  });

  // A likely reading fills its field.
  document.addEventListener("click", (event) => {
    const fill = event.target.closest("[data-fill]");
    if (fill) { const field = document.getElementById(fill.dataset.fill); field.value = fill.dataset.value; field.focus(); }
    if (event.target.closest("[data-print]")) print();
    all(document, "details.menu[open]").forEach((menu) => menu.contains(event.target) || (menu.open = false));
  });
})();
