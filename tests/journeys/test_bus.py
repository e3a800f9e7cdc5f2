"""The check bus: an enterprise asks, an officer plans two weeks, workers get their slots and are checked in; numbers come in tens."""

import re
from datetime import date, time, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from .people import People, day, on_the_day, today
from .screens import shot

NAMES = "\n".join(["职工001 19900000037", *(f"职工{number}" for number in range(2, 13))])


def ask(mill: Page) -> str:
    """The request with two workshops; a heads' number in words is said beside its field and nothing is lost. Returns its address."""
    mill.goto("/services/bus/")
    mill.get_by_role("link", name="要体检车").click()
    mill.get_by_label("企业名称").fill("示例机械厂")
    mill.get_by_label("车开到哪里").fill("示例路 1 号东门")
    mill.get_by_label("厂门口的位置").fill("36.74,119.12")
    mill.get_by_label("有 220 伏电源").check()
    mill.get_by_label("有停大车的地方").check()
    mill.get_by_label("车间 1").fill("总装车间")
    mill.get_by_label("多少人").first.fill("一百来人")
    mill.get_by_label("有没有职业病危害").first.select_option(label="噪声、高温、振动")
    mill.get_by_role("button", name="记下来").click()
    expect(mill.locator(".field-wrong")).to_have_count(1)
    expect(mill.get_by_label("车开到哪里")).to_have_value("示例路 1 号东门")
    shot(mill, "desk-bus-ask")
    mill.get_by_label("多少人").first.fill("120")
    mill.get_by_role("button", name="记下来").click()
    expect(mill.locator(".casehead")).to_contain_text("示例机械厂")
    mill.get_by_role("button", name="送出").click()
    return mill.url


def plan(officer: Page) -> None:
    """Two weeks that no plan holds yet; who is left out reads why; accepted."""
    officer.goto("/services/bus/plan/")
    officer.get_by_label("从哪天起，排两周").fill(day(20))
    officer.get_by_role("button", name="排", exact=True).click()
    expect(officer.locator("main")).to_contain_text("示例机械厂")
    shot(officer, "desk-bus-plan")
    officer.get_by_role("button", name="就这样定").click()
    expect(officer.locator("main")).to_contain_text("定了")


def put_down(mill: Page, address: str) -> date:
    """The enterprise says yes and writes its list; a wrong row is said by its number. Everybody has a slot or reads why not. Returns the bus's day."""
    mill.goto(address)
    mill.get_by_role("button", name="这天可以").click()
    mill.get_by_role("link", name=re.compile("名单")).click()
    mill.get_by_label("谁来，一行一个").fill(NAMES + "\n职工13 1990000")
    mill.get_by_role("button", name="添上").click()
    expect(mill.locator(".field-wrong")).to_contain_text("第 13 行：职工13 的手机号是 11 位数字")
    mill.get_by_label("谁来，一行一个").fill(NAMES)
    mill.get_by_role("button", name="添上").click()
    expect(mill.locator("main")).to_contain_text("没留手机号，请当面告诉")
    shot(mill, "desk-bus-list")
    mill.goto(address)
    mill.locator("a[href*='/services/bus/stop/']").first.click()
    expect(mill.get_by_role("row")).to_have_count(10)
    shot(mill, "desk-bus-stop")
    month, on = re.search(r"(\d+)月(\d+)日", mill.get_by_role("heading", level=1).inner_text()).groups()
    return next(one for shift in range(40) if ((one := today() + timedelta(days=shift)).month, one.day) == (int(month), int(on)))


def test_an_enterprise_asks_an_officer_plans_and_workers_get_their_slots(people: People, tmp_path: Path) -> None:
    mill, officer = people.desk("grassroots"), people.desk("officer")
    address = ask(mill)
    plan(officer)
    on = put_down(mill, address)
    worker = people.phone("worker", cookies={"size": "elder"})
    worker.goto("/services/bus/mine/")
    mine = worker.locator("section", has_text="总装车间").first
    expect(mine.get_by_role("img", name="签到用的二维码")).to_be_visible()
    shot(worker, "phone-bus-slot")
    code = mine.locator(".tracking-widest").inner_text().replace(" ", "")
    with on_the_day(people, on, tmp_path / "later", time(7, 45)) as later:
        arrive(later, code)


def arrive(later: People, code: str) -> None:
    """At the bus the code opens the list at the worker's line; one tap. The reports speak of ten people or more."""
    gate = later.phone("grassroots")
    gate.goto(f"/services/bus/at/{code}/")
    line = gate.locator("li", has_text="职*1").first
    line.get_by_role("button", name="登记到场").click()
    expect(gate.locator("li", has_text="职*1").first.get_by_role("button", name=re.compile("到了"))).to_be_visible()
    shot(gate, "phone-bus-arrivals")
    gate.goto("/services/bus/reports/")
    gate.locator("main a[href*='/services/bus/reports/']").first.click()
    told = [int(text) for text in gate.locator("tbody td").all_inner_texts() if text.strip().isdigit()]
    assert told and min(told) >= 10
    shot(gate, "phone-bus-report")
