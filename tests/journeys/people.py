"""Who sits before the browser: a phone or a desk, signed in as the demo's pages show it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from .house import House, copied, standing

CHINA = ZoneInfo("Asia/Shanghai")
PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1440, "height": 900}
WORKER_PHONE = "19900000037"
PASSWORD = "shifan-2026-hall"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
]  # fmt: skip


def today() -> date:
    """The house's day."""
    return datetime.now(CHINA).date()


def day(shift: int) -> str:
    """A day from today as a date field takes it."""
    return (today() + timedelta(days=shift)).isoformat()


@dataclass
class People:
    """Opens pages for people of the demo world; each signs in once per house, its cookies are kept in `known`."""

    house: House
    browser: Browser
    known: dict[str, Any] = field(default_factory=dict)
    opened: list[BrowserContext] = field(default_factory=list)

    def page(self, who: str = "", *, size: ViewportSize, cookies: dict[str, str] | None = None, **options: Any) -> Page:
        """A page of somebody's own browser: '' for nobody, 'worker', or a staff log-in. Cookies: theme, size, language."""
        if who and who not in self.known:
            self.known[who] = self.signed_in(who)
        context = self.browser.new_context(
            base_url=self.house.address, viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai", storage_state=self.known.get(who), **options
        )
        self.opened.append(context)
        context.set_default_timeout(15_000)
        context.add_cookies([{"name": name, "value": value, "url": self.house.address} for name, value in (cookies or {}).items() if value])
        return context.new_page()

    def phone(self, who: str = "", **options: Any) -> Page:
        """A phone."""
        return self.page(who, size=PHONE, **options)

    def desk(self, who: str = "", **options: Any) -> Page:
        """A desk."""
        return self.page(who, size=DESK, **options)

    def signed_in(self, who: str) -> Any:
        """The cookies of somebody who has just signed in."""
        page = self.page(size=DESK)
        sign_in_worker(page) if who == "worker" else sign_in_staff(page, who)
        return page.context.storage_state()

    def leave(self) -> None:
        """Close every page."""
        while self.opened:
            self.opened.pop().close()


@contextmanager
def on_the_day(people: People, day: date, ground: Path, hour: time = time(8, 30)) -> Iterator[People]:
    """The same house at an hour of a later day, and whoever comes then; `ground` must not be there yet."""
    shift = (datetime.combine(day, hour, CHINA) - datetime.now(CHINA)).total_seconds()
    with standing(copied(people.house, ground), shift) as house:
        later = People(house, people.browser)
        yield later
        later.leave()


def sign_in_staff(page: Page, login: str) -> None:
    """Login, password and the one-time number that the demo shows."""
    page.goto("/sign-in/staff/")
    shown = page.locator(f'[data-code="{login}"]').inner_text()
    page.get_by_label("账号").fill(login)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_label("动态码").fill(shown)
    page.get_by_role("button", name="登录").click()
    expect(page).to_have_url("/desk/")


def sign_in_worker(page: Page, phone: str = WORKER_PHONE) -> None:
    """Phone, then the number from the short message."""
    page.goto("/sign-in/")
    page.get_by_label("您的手机号").fill(phone)
    page.get_by_role("button", name="发验证码").click()
    expect(page.get_by_role("heading", name="填验证码")).to_be_visible()
    page.get_by_label("验证码").fill(texted(page))
    page.get_by_role("button", name="登录").click()
    expect(page).to_have_url("/")


def press(page: Page, name: str | re.Pattern[str]) -> None:
    """Press a button and wait for the page that comes back: it looks much like the one that was sent."""
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def texted(page: Page) -> str:
    """The six figures of the newest short message, read in another tab."""
    tab = page.context.new_page()
    tab.goto("/notices/outbox/")
    found = re.search(r"\d{6}", tab.locator("[data-sms]").filter(has_text="验证码").first.inner_text())
    tab.close()
    assert found, "no short message with six figures"
    return found[0]


def picture(folder: Path) -> Path:
    """A tiny PNG on disk, as a camera would hand it over."""
    path = folder / "工资条.png"
    path.write_bytes(bytes.fromhex(TINY_PNG))
    return path


TINY_PNG = (
    "89504e470d0a1a0a0000000d49484452000000080000000808020000004b6d29dc"
    "0000001149444154789c63f8f6e53d56c430b4240037b1b641e89231980000000049454e44ae426082"
)
