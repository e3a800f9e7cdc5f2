"""A model worker books Wednesday's free haircut, moves it, and is checked in on the day by the code on the phone."""

import re
from datetime import date
from pathlib import Path

from playwright.sync_api import Page, expect

from .people import People, on_the_day, sign_in_worker
from .screens import shot

TITLED = "19900000091"


def book_wednesday(page: Page) -> str:
    """From the verb to the booking; returns the day."""
    page.goto("/")
    page.locator("a[href='/verb/book/']").click()
    page.get_by_role("link", name=re.compile("约一项服务")).click()
    page.get_by_role("link", name=re.compile("^理发")).click()
    strip = page.get_by_role("navigation", name="哪天来")
    strip.get_by_role("link", name=re.compile("周三.*免费", re.DOTALL)).last.click()
    day = re.search(r"day=([\d-]+)", page.url)
    assert day
    expect(page.locator("main")).to_contain_text("您登记了“市级劳动模范”，周三、周四免费")
    shot(page, "phone-haircut-day")
    page.locator("#times").get_by_role("link", name="9:30", exact=True).click()
    expect(page.locator("main")).to_contain_text("免费")
    shot(page, "phone-haircut-confirm")
    page.get_by_role("button", name="约这个时间").click()
    return day[1]


def test_wednesdays_free_haircut_is_booked_moved_and_attended_by_qr(people: People, tmp_path: Path) -> None:
    phone = people.phone()
    sign_in_worker(phone, TITLED)
    day = book_wednesday(phone)
    expect(phone.locator("main")).to_contain_text("按“市级劳动模范”算")
    code = phone.locator("#code").inner_text()
    phone.get_by_role("link", name="改时间").click()
    phone.goto(f"{phone.url}&day={day}")
    expect(phone.locator("#times")).to_contain_text("9:30 现在这个")
    phone.locator("#times").get_by_role("button", name="10:00", exact=True).click()
    expect(phone.locator("main")).to_contain_text("10:00")
    expect(phone.locator("#code")).to_have_text(code)
    shot(phone, "phone-haircut-booked")
    mine = phone.url.removeprefix(people.house.address)
    with on_the_day(people, date.fromisoformat(day), tmp_path / "later") as later:
        attend(later, code, mine)


def attend(later: People, code: str, mine: str) -> None:
    """At the desk: the day's list, the code that the camera reads, check-in; then a word from the phone."""
    desk, phone = later.desk("yzkeeper"), later.phone()
    desk.goto("/services/desk/")
    expect(desk.get_by_role("row", name=re.compile("职工091"))).to_contain_text("免费")
    expect(desk.get_by_role("link", name="9:00", exact=True).first).to_be_visible()
    shot(desk, "desk-haircut-day")
    sign_in_worker(phone, TITLED)
    phone.goto(mine)
    expect(phone.get_by_role("img", name="签到用的二维码")).to_be_visible()
    desk.goto(f"/services/at/{code.replace(' ', '')}/")
    expect(desk.locator("main")).to_contain_text("按“市级劳动模范”算")
    desk.get_by_role("button", name="签到").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("到了")
    shot(desk, "desk-haircut-arrived")
    phone.goto(mine)
    phone.get_by_label("想说两句（可以不填）").fill("剪得好，没等")
    phone.get_by_role("button", name="满意", exact=True).click()
    expect(phone.locator("main")).to_contain_text("谢谢")
