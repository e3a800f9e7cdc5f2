"""A provider asks leave for a promised day, sees what follows, a colleague agrees, and the promise holds."""

import hashlib
import re
import time

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from playwright.sync_api import Page, expect

from .people import PASSWORD, People
from .screens import shot


def sign_in(page: Page, login: str) -> None:
    """A provider's log-in; the demo's number is known to everybody."""
    secret = bytes.fromhex(hashlib.sha256(f"unionhall demo {login}".encode()).hexdigest()[:40])
    page.goto("/sign-in/staff/")
    page.get_by_label("账号").fill(login)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_label("动态码").fill(TOTP(secret, 6, SHA1(), 30, enforce_key_length=False).generate(int(time.time())).decode())
    page.get_by_role("button", name="登录").click()
    expect(page).to_have_url(re.compile("/desk/$"))


def test_leave_for_a_promised_day_goes_to_a_colleague_and_the_promise_holds(people: People) -> None:
    mine = people.phone()
    sign_in(mine, "provider1")
    mine.goto("/services/duty/")
    mine.get_by_role("listitem").filter(has_text="周三").get_by_role("link", name="这天请假").first.click()
    mine.get_by_role("button", name="看看会怎样").click()
    expect(mine.get_by_text("这天会没有人")).to_be_visible()
    shot(mine, "rota-leave")
    choice = mine.get_by_role("radio", name="示例理发师")
    colleague = mine.locator(".choice", has_text="示例理发师").first.inner_text().split("\n")[0].strip()
    expect(choice.first).to_be_checked()
    mine.get_by_role("button", name="发出去").click()
    expect(mine.get_by_text("问过同事了，等答复")).to_be_visible()
    login = {"示例理发师乙": "provider2", "示例理发师丙": "provider3"}[colleague]
    other = people.phone()
    sign_in(other, login)
    other.goto("/services/duty/")
    expect(other.get_by_text("示例理发师甲请您顶一个班")).to_be_visible()
    shot(other, "rota-asked")
    other.get_by_role("button", name="可以，我来").click()
    expect(other.get_by_text("谢谢，这个班是您的了")).to_be_visible()
    mine.goto("/services/duty/")
    expect(mine.get_by_text("准了", exact=True)).to_be_visible()
    desk = people.desk("yzkeeper")
    desk.goto("/services/rota/")
    expect(desk.get_by_role("heading", name="这个月，有保证的日子天天有人")).to_be_visible()
    shot(desk, "rota-month")
