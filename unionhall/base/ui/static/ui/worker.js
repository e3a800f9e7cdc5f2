// Keeps the anonymous shell and the style for a dead spot. Never an answer that belongs to somebody. See docs/adr/0010.
const SHELL = "/offline/", NAME = "shell-1";
const FILES = [SHELL, "/static/ui/app.css", "/static/ui/ui.js", "/static/ui/vendor/htmx.min.js", "/static/ui/mark.svg"];
const anonymous = (path) => new Request(path, { credentials: "omit", cache: "reload" });
const keepable = (answer) => answer.ok && answer.type === "basic" && !/private|no-store/.test(answer.headers.get("Cache-Control") || "");

const fill = async () => {
  const shelf = await caches.open(NAME);
  for (const path of FILES) {
    const answer = await fetch(anonymous(path));
    if (keepable(answer)) await shelf.put(path, answer);
  }
};
self.addEventListener("install", (event) => { self.skipWaiting(); event.waitUntil(fill()); });
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name !== NAME) await caches.delete(name);
  await self.clients.claim();
})()));

// Somebody signed out without signal: their session ends before any page is asked for again.
const base = () => new Promise((yes, no) => {
  const ask = indexedDB.open("hall", 1);
  ask.onupgradeneeded = () => { ask.result.createObjectStore("entries", { keyPath: "id" }); ask.result.createObjectStore("state"); };
  ask.onsuccess = () => yes(ask.result); ask.onerror = () => no(ask.error);
});
const state = async (act, mode) => {
  const open = await base();
  try {
    return await new Promise((yes, no) => {
      const deal = open.transaction("state", mode), ask = act(deal.objectStore("state"));
      deal.oncomplete = () => yes(ask.result); deal.onerror = deal.onabort = () => no(deal.error);
    });
  } finally { open.close(); }
};
const left = async () => {
  const leaving = await state((rows) => rows.get("leaving"), "readonly");
  if (!leaving) return;
  await fetch(leaving.url, { method: "POST", credentials: "same-origin", redirect: "manual", headers: { "X-CSRFToken": leaving.csrf } });
  await state((rows) => rows.delete("leaving"), "readwrite");
};
const page = async (request) => {
  try {
    if (!request.url.endsWith("/sign-out/")) await left();
    return await fetch(request);
  } catch {
    return (await caches.match(SHELL)) || Response.error();
  }
};
const file = async (request) => {
  try { return await fetch(request); } catch { return (await caches.match(new URL(request.url).pathname)) || Response.error(); }
};
self.addEventListener("fetch", (event) => {
  const path = new URL(event.request.url);
  if (path.origin !== self.location.origin) return;
  if (event.request.mode === "navigate") event.respondWith(page(event.request));
  else if (event.request.method === "GET" && path.pathname.startsWith("/static/")) event.respondWith(file(event.request));
});
