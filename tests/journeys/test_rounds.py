"""An inspector walks without signal: nothing lost, nothing doubled; and the next user of the phone finds nothing."""

import base64
import hashlib
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from playwright.sync_api import Browser, BrowserContext, Page, expect

from .conftest import CHROMIUM
from .house import House
from .people import FLAGS, PASSWORD, PHONE, People, picture
from .screens import shot

NOTE = "金丝雀七号工地六人没拿到钱"
STORES = """async () => {
    const found = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.documentElement.outerHTML];
    for (const name of await caches.keys()) for (const answer of await (await caches.open(name)).matchAll()) found.push(await answer.text());
    for (const {name} of await indexedDB.databases()) {
        const base = await new Promise((yes) => { const ask = indexedDB.open(name); ask.onsuccess = () => yes(ask.result); });
        for (const store of base.objectStoreNames) {
            const rows = await new Promise((yes) => { const ask = base.transaction(store).objectStore(store).getAll(); ask.onsuccess = () => yes(ask.result); });
            rows.forEach((row) => found.push(JSON.stringify(row), row.sealed ? new TextDecoder().decode(row.sealed) : ""));
        }
        base.close();
    }
    return found.join("\\n");
}"""


def sign_in(page: Page, login: str) -> None:
    """An inspector's log-in; the demo's number is known to everybody."""
    secret = bytes.fromhex(hashlib.sha256(f"unionhall demo {login}".encode()).hexdigest()[:40])
    page.goto("/sign-in/staff/")
    page.get_by_label("账号").fill(login)
    page.get_by_label("密码").fill(PASSWORD)
    code = TOTP(secret, 6, SHA1(), 30, enforce_key_length=False).generate(int(time.time())).decode()
    page.get_by_label("动态码").fill(code)
    page.get_by_role("button", name="登录").click()
    expect(page).to_have_url("/desk/")


def open_the_week(page: Page) -> None:
    """The list, its key in memory and the worker awake."""
    page.goto("/wages/rounds/")
    page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
    page.wait_for_function("async () => (await indexedDB.databases()).some((one) => one.name === 'hall')")
    page.wait_for_function(OWNED)


OWNED = """() => new Promise((yes) => { const ask = indexedDB.open("hall"); ask.onsuccess = () => {
    const base = ask.result; const one = base.transaction("state").objectStore("state").get("owner");
    one.onsuccess = () => { base.close(); yes(Boolean(one.result)); }; one.onerror = () => { base.close(); yes(false); }; }; })"""


def waiting(page: Page) -> int:
    """How many entries lie in the phone."""
    return int(page.evaluate("""() => new Promise((yes) => { const ask = indexedDB.open("hall"); ask.onsuccess = () => {
        const base = ask.result; const one = base.transaction("entries").objectStore("entries").count();
        one.onsuccess = () => { base.close(); yes(one.result); }; }; })"""))


def stops(page: Page) -> int:
    """Places that still wait on the list."""
    return page.locator("[data-todo] > [data-stop]").count()


def test_a_round_without_signal_reaches_the_desk_once_and_opens_a_clue(people: People, tmp_path: Path) -> None:
    phone, clerk = people.phone(), people.desk("clerk")
    sign_in(phone, "inspector09")
    add_a_site(phone, "示例九号工地")
    add_a_site(phone, "示例九号快递站")
    open_the_week(phone)
    before = reported(phone)
    phone.context.set_offline(True)
    expect(phone.locator("[data-signal]")).to_be_visible()
    find_arrears(phone, "示例九号工地", picture(tmp_path))
    expect(phone.locator("#outbox")).to_contain_text("1 条存在手机里")
    shot(phone, "phone-round-offline")
    assert waiting(phone) == 1
    phone.context.set_offline(False)
    expect(phone.locator("[data-done]")).to_contain_text(re.compile("XS-"))
    expect(phone.locator("#outbox")).to_be_hidden()
    assert waiting(phone) == 0
    phone.reload()
    assert reported(phone) == before + 1
    shot(phone, "phone-round")
    see_the_clue(clerk, "示例九号工地")


def add_a_site(page: Page, name: str) -> None:
    """A place that is not on the list yet; it is in the inspector's week from now on."""
    page.goto("/wages/rounds/new/")
    page.get_by_label("用人单位").fill(name)
    page.get_by_role("button", name="记下，接着看").click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def reported(page: Page) -> int:
    """Places reported this week, as the server counts them."""
    return page.locator("[data-done] > [data-stop]").count()


def find_arrears(page: Page, name: str, photo: Path) -> None:
    """Open the checklist in place, be told what is missing, write it down with a photo."""
    card = page.locator("[data-stop]").filter(has_text=name)
    card.get_by_role("link", name="有情况，逐条看").click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    page.locator("#sheet").get_by_text("有情况", exact=True).click()
    page.get_by_role("button", name="记下").click()
    expect(page.locator("[data-note-missing]")).to_be_visible()
    page.get_by_label("看到了什么").fill(NOTE)
    page.locator("fieldset").filter(has_text="工资支付台账").get_by_text("没做到").click()
    page.get_by_label("拍几张照片").set_input_files(photo)
    shot(page, "phone-round-check")
    page.get_by_role("button", name="记下").click()
    expect(page.locator("#sheet")).to_be_hidden()


def see_the_clue(clerk: Page, name: str) -> None:
    """One clue of the round, with what was seen and the photo; the coverage knows it."""
    clerk.goto(f"/wages/clues/?tab=all&q={name}")
    expect(clerk.locator("tbody a.text-primary")).to_have_count(1)
    clerk.locator("tbody a.text-primary").click()
    for words in ("周排查", NOTE, "巡查照片"):
        expect(clerk.locator("main")).to_contain_text(words)
    clerk.goto("/wages/rounds/coverage/")
    shot(clerk, "desk-coverage")
    clerk.goto("/wages/rounds/plan/")
    shot(clerk, "desk-round-plan")


@contextmanager
def borrowed(folder: Path, house: House, browser: Browser, **options: Any) -> Iterator[BrowserContext]:
    """A phone with a profile on disk."""
    context = browser.browser_type.launch_persistent_context(
        str(folder), executable_path=CHROMIUM, args=FLAGS, base_url=house.address, viewport=PHONE, locale="zh-CN", timezone_id="Asia/Shanghai", **options
    )
    context.set_default_timeout(15_000)
    yield context
    context.close()


def forms(text: str) -> list[bytes]:
    """How a text may lie on a disk: UTF-8, UTF-16, base64 at each of three offsets, percent and JSON escapes."""
    raw = text.encode()
    packed = [base64.b64encode(b"x" * shift + raw)[4:-4] for shift in range(3)]
    return [raw, text.encode("utf-16-le"), *packed, "".join(f"%{byte:02X}" for byte in raw).encode(), text.encode("unicode_escape")]


def on_disk(folder: Path, texts: list[str]) -> list[str]:
    """Files of the profile in which any of the texts lies, in any form."""
    wanted = [(text, form) for text in texts for form in forms(text)]
    found = []
    for path in (Path(root) / name for root, _folders, names in os.walk(folder) for name in names):
        body = path.read_bytes() if path.is_file() else b""
        found += [f"{path.relative_to(folder)}: {text}" for text, form in wanted if form in body]
    return sorted(set(found))


def first_user(page: Page, login: str) -> list[str]:
    """A's own words and places: looks at pages, writes without signal, leaves; returns the canaries."""
    sign_in(page, login)
    for address in ("/wages/rounds/", "/me/", "/notices/", "/desk/", "/wages/rounds/new/"):
        page.goto(address)
    open_the_week(page)
    link = page.locator("[data-open]").first
    names = page.locator("[data-todo] [data-name]").all_inner_texts()
    page.goto(str(link.get_attribute("href")))
    page.goto("/me/")
    open_the_week(page)
    page.context.set_offline(True)
    page.locator("[data-open]").first.click()
    page.locator("#sheet").get_by_text("有情况", exact=True).click()
    page.get_by_label("看到了什么").fill(NOTE)
    page.get_by_role("button", name="记下").click()
    expect(page.locator("#outbox")).to_contain_text("1 条存在手机里")
    return [NOTE, *names]


def leave(page: Page) -> None:
    """Sign out without signal: what is unsent is named once, then it goes."""
    page.get_by_role("button", name="退出登录").click()
    expect(page.locator("[data-outbox-said]")).to_contain_text("还有没发出去的")
    page.get_by_role("button", name="退出登录").click()


def test_a_borrowed_phone_remembers_nothing(house: House, browser: Browser, tmp_path: Path) -> None:
    folder = tmp_path / "profile"
    with borrowed(folder, house, browser) as context:
        page = context.pages[0]
        canaries = first_user(page, "inspector11")
        leave(page)
        expect(page.get_by_role("heading", name="现在连不上")).to_be_visible()
        page.go_back()
        assert not seen(page, canaries)
        context.set_offline(False)
        page.goto("/wages/rounds/")
        expect(page).to_have_url(re.compile("/sign-in/"))
        sign_in(page, "inspector12")
        page.goto("/wages/rounds/")
        assert not seen(page, canaries)
        for _step in range(4):
            page.go_back()
            assert not seen(page, canaries)
    assert on_disk(folder, canaries) == []


def seen(page: Page, canaries: list[str]) -> list[str]:
    """Canaries in the page, in caches, databases or storage."""
    kept = str(page.evaluate(STORES))
    return [text for text in canaries if text in kept]


UNGUARDED = """
crypto.subtle.encrypt = async (how, key, plain) => plain;
IDBObjectStore.prototype.clear = function () { return this.count(); };
IDBObjectStore.prototype.delete = function () { return this.count(); };
"""


def test_without_the_guards_the_next_user_finds_it(house: House, browser: Browser, tmp_path: Path) -> None:
    """The twin: nothing sealed, nothing wiped, no worker, and a server that does not know the device clears nothing."""
    folder = tmp_path / "profile"
    with borrowed(folder, house, browser, service_workers="block") as context:
        context.add_init_script("Object.defineProperty(navigator.serviceWorker, 'ready', {get: () => Promise.resolve(1)});" + UNGUARDED)
        page = context.pages[0]
        canaries = first_user(page, "inspector24")
        with page.expect_event("requestfailed", lambda asked: asked.url.endswith("/sign-out/")):
            leave(page)
        context.clear_cookies()
        context.set_offline(False)
        page = context.new_page()
        sign_in(page, "inspector25")
        page.goto("/me/")
        assert NOTE in seen(page, canaries)
    assert on_disk(folder, [NOTE])
