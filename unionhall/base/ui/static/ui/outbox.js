// What could not be sent waits on this device, sealed under a key that lives in memory only. See docs/adr/0010.
(() => {
  const box = document.getElementById("outbox");
  if (!box || !window.indexedDB || !window.isSecureContext || !navigator.locks) return;
  const words = box.dataset, all = (what) => [...document.querySelectorAll(what)];
  const emit = (name, detail, where = document) => where.dispatchEvent(new CustomEvent("outbox:" + name, { detail, cancelable: true }));
  let seal = null;

  const open = () => new Promise((yes, no) => {
    const ask = indexedDB.open("hall", 1);
    ask.onupgradeneeded = () => { ask.result.createObjectStore("entries", { keyPath: "id" }); ask.result.createObjectStore("state"); };
    ask.onsuccess = () => yes(ask.result); ask.onerror = () => no(ask.error);
  });
  const store = async (name, mode, act) => {
    const base = await open();
    try {
      return await new Promise((yes, no) => {
        const deal = base.transaction(name, mode), ask = act(deal.objectStore(name));
        deal.oncomplete = () => yes(ask.result); deal.onerror = deal.onabort = () => no(deal.error);
      });
    } finally { base.close(); }
  };
  const entries = () => store("entries", "readonly", (rows) => rows.getAll());
  const put = (row) => store("entries", "readwrite", (rows) => rows.put(row));
  const drop = (id) => store("entries", "readwrite", (rows) => rows.delete(id));
  const state = (name, value) => store("state", value === undefined ? "readonly" : "readwrite", (rows) => (value === undefined ? rows.get(name) : rows.put(value, name)));
  const wipe = async () => {
    seal = null;
    await store("entries", "readwrite", (rows) => rows.clear());
    await store("state", "readwrite", (rows) => rows.clear());
  };

  // The key: from the session of its owner, into memory. Another owner's entries are cleared before anything else.
  const ask = async (name) => {
    const reply = await fetch(words.key + (name ? "?name=" + encodeURIComponent(name) : ""), { cache: "no-store", redirect: "manual", headers: { Accept: "application/json" } });
    if (!reply.ok) throw Object.assign(new Error("key"), { status: reply.status });
    const told = await reply.json(), raw = Uint8Array.from(told.secret.match(/../g), (pair) => parseInt(pair, 16));
    const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
    return { name: told.name, owner: told.owner, csrf: told.csrf, until: Date.parse(told.until), lead: Date.parse(told.now) - Date.now(), key };
  };
  const ready = async () => {
    const found = await ask("");
    const owner = await state("owner");
    if (owner && owner !== found.owner) await wipe();
    await state("owner", found.owner);
    seal = found;
  };
  const purge = async () => { for (const row of await entries()) if (row.until < Date.now()) { await drop(row.id); say(words.expired); } };

  // Sealing: AES-GCM, the entry's id and address are bound into it.
  const bound = (row) => new TextEncoder().encode(row.id + "|" + row.url);
  const text64 = (buffer) => { let text = ""; new Uint8Array(buffer).forEach((byte) => (text += String.fromCharCode(byte))); return btoa(text); };
  const bytes64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const pack = async (data) => {
    const fields = [];
    for (const [name, value] of data) {
      if (name === "csrfmiddlewaretoken" || (value instanceof File && !value.size)) continue;
      fields.push(value instanceof File ? [name, { name: value.name, type: value.type, body: text64(await value.arrayBuffer()) }] : [name, value]);
    }
    return new TextEncoder().encode(JSON.stringify(fields));
  };
  const keep = async (url, data) => {
    const row = { id: data.get("client_id"), url, name: seal.name, until: seal.until, kept: Date.now(), iv: crypto.getRandomValues(new Uint8Array(12)) };
    row.sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: row.iv, additionalData: bound(row) }, seal.key, await pack(data));
    await put(row);
    return row;
  };
  const unpack = async (row) => {
    const key = row.name === seal.name ? seal.key : (await ask(row.name)).key;
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: row.iv, additionalData: bound(row) }, key, row.sealed);
    const data = new FormData();
    for (const [name, value] of JSON.parse(new TextDecoder().decode(plain))) {
      if (typeof value === "string") data.append(name, value);
      else data.append(name, new File([bytes64(value.body)], value.name, { type: value.type }));
    }
    return data;
  };

  // Sending: one tab at a time, oldest first; an answer removes the entry, a refusal keeps it and says why.
  const send = async (row) => {
    const data = await unpack(row);
    if (row.tried) data.set("queued", "1");
    let reply;
    try {
      reply = await fetch(row.url, { method: "POST", body: data, redirect: "manual", headers: { Accept: "application/json", "X-CSRFToken": seal.csrf } });
    } catch { await put({ ...row, tried: true }); signal(false); return false; }
    signal(true);
    const told = (reply.headers.get("Content-Type") || "").startsWith("application/json") ? await reply.json() : null;
    if (reply.ok && told?.ok) { await drop(row.id); emit("sent", { id: row.id, url: row.url, told }); return true; }
    if (reply.status === 422 && told) { await put({ ...row, refused: told.sentence }); emit("refused", { id: row.id, url: row.url, sentence: told.sentence }); return true; }
    seal = null;
    if (reply.type === "opaqueredirect") say(words.signin);
    return false;
  };
  const flush = () => navigator.locks.request("outbox", async () => {
    try {
      await purge();
      const rows = (await entries()).filter((row) => !row.refused).sort((one, two) => one.kept - two.kept);
      if (!seal) await ready();
      for (const row of rows) if (await store("entries", "readonly", (kept) => kept.get(row.id)) && !(await send(row))) break;
    } catch (fault) { if (fault.status === 422) say(words.expired); }
  }).finally(show);

  // What the page shows.
  const say = (text) => all("[data-outbox-said]").forEach((spot) => { spot.textContent = text; spot.hidden = !text; });
  const signal = (on) => all("[data-signal]").forEach((spot) => (spot.hidden = on));
  async function show() {
    const rows = await entries();
    box.hidden = !rows.length;
    all("[data-outbox-count]").forEach((spot) => (spot.textContent = rows.length));
    emit("waiting", { rows: rows.map(({ id, url, refused }) => ({ id, url, refused })) });
  }

  window.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.matches("form[data-outbox]")) {
      event.preventDefault(); event.stopImmediatePropagation();
      const data = new FormData(form), button = event.submitter;
      if (button?.name) data.set(button.name, button.value);
      try { if (!seal) await ready(); } catch { box.hidden = false; return say(words.notready); }
      data.set("checked_at", new Date(Date.now() + seal.lead).toISOString());
      if (!emit("check", { data }, form)) return;
      const row = await keep(new URL(form.action).pathname, data);
      emit("kept", { id: row.id, url: row.url }, form);
      await show();
      flush();
    } else if (form.matches('form[action$="/sign-out/"]') && !form.dataset.sure) {
      event.preventDefault(); event.stopImmediatePropagation();
      leave(form);
    }
  }, true);

  // Leaving: first try to send; what cannot be sent is named, then cleared. Without signal the worker signs out before
  // anybody sees a page again.
  const leave = async (form) => {
    await flush();
    const left = (await entries()).length;
    if (left && form.dataset.asked !== String(left)) {
      form.dataset.asked = String(left);
      box.hidden = false;
      return say(words.leave);
    }
    const csrf = form.querySelector("[name=csrfmiddlewaretoken]").value;
    await wipe();
    if (navigator.serviceWorker?.controller) await state("leaving", { url: new URL(form.action).pathname, csrf });
    localStorage.clear(); sessionStorage.clear();
    form.dataset.sure = "1";
    form.submit();
  };

  addEventListener("online", () => { signal(true); flush(); });
  addEventListener("offline", () => signal(false));
  document.addEventListener("visibilitychange", () => document.hidden || flush());
  setInterval(async () => (await entries()).some((row) => !row.refused) && flush(), 20000);
  signal(navigator.onLine);
  navigator.serviceWorker?.register(words.worker, { scope: "/", updateViaCache: "none" });
  flush();
})();
