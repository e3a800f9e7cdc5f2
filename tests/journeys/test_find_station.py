"""A courier in large type finds an open station: the phone gives no position, so a landmark or a district says where."""

import re

from playwright.sync_api import expect

from .people import People
from .screens import shot

ELDER = {"size": "elder"}


def test_without_a_position_a_landmark_finds_the_station_and_the_way_there(people: People) -> None:
    phone = people.phone(cookies=ELDER)
    phone.goto("/")
    phone.get_by_role("link", name=re.compile("找$")).click()
    phone.get_by_role("link", name=re.compile("找驿站")).click()
    phone.get_by_role("button", name="用我现在的位置").click()
    expect(phone.locator("[data-locate-said]")).to_have_text("没拿到位置，不要紧。写个地方，或者点一个区。")
    expect(phone.get_by_label("附近有什么，或者哪条路、哪个区")).to_be_focused()
    shot(phone, "phone-find-refused")
    phone.get_by_label("附近有什么，或者哪条路、哪个区").fill("文昌广场")
    phone.keyboard.press("Enter")
    phone.get_by_role("group", name="什么时候开").get_by_role("link", name="都看").click()
    first = phone.locator("[data-station]").first
    expect(first).to_contain_text("文昌广场示例驿站")
    expect(first).to_contain_text("走 1 分钟")
    shot(phone, "phone-find-elder")
    first.get_by_role("link", name="去这里").click()
    for name, host in (("高德地图", "uri.amap.com"), ("百度地图", "api.map.baidu.com"), ("腾讯地图", "apis.map.qq.com")):
        expect(phone.get_by_role("link", name=name)).to_have_attribute("href", re.compile(f"^https://{re.escape(host)}/"))


def test_by_district_only_what_is_open_and_offers_it_and_without_script(people: People) -> None:
    phone = people.phone(cookies=ELDER, java_script_enabled=False)
    phone.goto("/stations/")
    expect(phone.get_by_role("button", name="用我现在的位置")).to_be_hidden()
    phone.get_by_role("link", name=re.compile("北京市东城区")).click()
    expect(phone.locator("[data-station]")).to_have_count(10)
    for words in phone.locator("[data-station]").all_inner_texts():
        assert "开着" in words
        assert "关着" not in words
    phone.get_by_text("再挑：").click()
    phone.get_by_role("link", name="充电").click()
    expect(phone.get_by_role("link", name="充电")).to_have_attribute("aria-current", "true")
    for words in phone.locator("[data-station]").all_inner_texts():
        assert "充电" in words
    shot(phone, "phone-find-district")
    phone.get_by_role("link", name="地图", exact=True).click()
    expect(phone.get_by_role("heading", name="驿站地图")).to_be_visible()
