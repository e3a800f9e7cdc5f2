"""At a station's door: three phones find it locked, the keeper is told and clears it; a fault is reported with a photo and answered."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .people import People, press
from .screens import shot

PICTURE = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff\xff\x7f\x00\t\xfb\x03\xfd\x05CE\xca\x00\x00\x00\x00IEND\xaeB`\x82"
)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "broken.png"
    path.write_bytes(PICTURE)
    return path


def code_of(desk: Page, name: str) -> str:
    """The code on a station's door, as the desk prints it."""
    desk.goto("/stations/doors/")
    return desk.locator("[data-door]", has_text=name).locator("[translate=no]").inner_text()


def test_three_phones_find_it_locked_and_the_keeper_clears_it(people: People) -> None:
    keeper = people.desk("keeper")
    code = code_of(keeper, "南关")
    keeper.locator("[data-door]", has_text="南关").get_by_role("link", name="打印").click()
    expect(keeper.locator("svg.qr")).to_be_visible()
    shot(keeper, "station-door-sheet")
    for number in range(3):
        phone = people.phone()
        phone.goto(f"/stations/at/{code.lower()}/")
        if number == 0:
            shot(phone, "phone-station-door")
        phone.get_by_role("button", name="到了，没开门").click()
        expect(phone.get_by_role("heading", name="记下了，我们会去核实")).to_be_visible()
    expect(phone.locator("main")).to_contain_text("开没开不确定")
    expect(phone.locator("#near")).to_contain_text("城关")
    shot(phone, "phone-station-locked")
    keeper.goto("/notices/")
    expect(keeper.locator("main")).to_contain_text("有人说到了没开门")
    keeper.goto("/stations/doubts/")
    keeper.get_by_role("link", name=re.compile("^YZ-")).first.click()
    expect(keeper.locator("main")).to_contain_text("3 个人说到了没开门")
    shot(keeper, "desk-station-doubt")
    keeper.get_by_label("开着", exact=True).check()
    keeper.get_by_label("怎么回事").fill("出去打水十分钟，已经回来")
    keeper.get_by_role("button", name="记下来").click()
    expect(keeper.locator("main")).to_contain_text("出去打水十分钟")
    phone.goto(f"/stations/at/{code}/")
    expect(phone.locator("main")).to_contain_text("现在开着")
    phone.get_by_role("button", name="到了", exact=True).click()
    expect(phone.get_by_role("heading", name="签好了，进去歇歇吧")).to_be_visible()
    expect(phone.locator("main")).to_contain_text("0 分钟前有人确认开着")


def test_a_fault_with_a_photo_is_mended_and_the_reporter_reads_the_reply(people: People, picture: Path) -> None:
    officer, phone = people.desk("officer"), people.phone(java_script_enabled=False)
    phone.goto(f"/stations/at/{code_of(officer, '城关')}/")
    phone.get_by_role("link", name="坏了").click()
    phone.get_by_label("是什么事").fill("热水器不出水了")
    phone.get_by_label("拍一张照片").set_input_files(picture)
    phone.get_by_role("button", name="发出去").click()
    expect(phone.get_by_role("heading", name="收到了")).to_be_visible()
    shot(phone, "phone-station-receipt")
    officer.goto("/stations/reports/?q=热水器")
    shot(officer, "desk-station-reports")
    officer.get_by_role("link", name=re.compile("^YB-")).first.click()
    officer.locator("#act-mend").evaluate("each => each.open = true")
    officer.locator("#act-mend").get_by_label("回复").fill("换了加热管，今天出热水了")
    officer.locator("#act-mend").get_by_label("修好以后的照片").set_input_files(picture)
    officer.locator("#act-mend").get_by_role("button", name="办好了").click()
    expect(officer.locator("main")).to_contain_text("换了加热管")
    phone.get_by_role("button", name="看进展和回复").click()
    expect(phone.locator("#reply")).to_contain_text("换了加热管，今天出热水了")
    expect(phone.get_by_role("img", name="办好以后的照片")).to_have_count(1)
    phone.locator("#again summary").click()
    phone.get_by_label("哪里没修好").fill("今天又没热水了")
    phone.get_by_role("button", name="请再办一次").click()
    expect(phone.locator("main")).to_contain_text("我们再办一次")
    shot(phone, "phone-station-reply")
    officer.reload()
    expect(officer.locator("main")).to_contain_text("今天又没热水了")
    address = phone.url
    phone.get_by_role("button", name="看完了，收起来").click()
    phone.go_back()
    expect(phone.locator("body")).not_to_contain_text("又没热水了")
    assert phone.goto(address).status == 404


def test_the_keeper_hangs_a_photo_and_everybody_sees_it(people: People, tmp_path: Path) -> None:
    keeper = people.phone("keeper")
    keeper.goto("/stations/own/")
    shot(keeper, "phone-station-own")
    keeper.locator("[data-own]", has_text="南关").get_by_role("link", name=re.compile("照片")).click()
    path = tmp_path / "door.png"
    path.write_bytes(PICTURE)
    keeper.get_by_label("照片", exact=True).set_input_files(path)
    keeper.get_by_label("照片里是什么").fill("屋里一排座位，靠墙有微波炉")
    press(keeper, "挂上")
    keeper.locator("li", has_text="微波炉").get_by_role("button", name="放在第一张").click()
    keeper.get_by_role("link", name="大家看到的").click()
    phone = people.phone(java_script_enabled=False)
    phone.goto(keeper.url)
    shown = phone.get_by_role("img").first
    expect(shown).to_have_attribute("alt", "屋里一排座位，靠墙有微波炉")
    assert phone.request.get(str(shown.get_attribute("src"))).headers["cache-control"].startswith("public")


def test_the_map_of_an_hour_and_the_stations_worth_keeping_open(people: People) -> None:
    officer = people.desk("officer")
    officer.goto("/stations/coverage/?hour=22&keep=50")
    expect(officer.locator("#choice")).to_contain_text("西关")
    expect(officer.locator("main")).to_contain_text("示例数据")
    shot(officer, "desk-station-coverage")
    officer.goto("/stations/visits/")
    expect(officer.locator("main")).to_contain_text("余人次")
    shot(officer, "desk-station-visits")
