"""A hotline clerk takes an ordinary call by keyboard alone in under a minute; a suggestion is traced to what it changed."""

import re
from time import monotonic

from playwright.sync_api import Page, expect

from .people import People, press
from .screens import shot

ORDINARY = 60  # seconds that an ordinary call may take


def test_an_ordinary_call_is_taken_by_keyboard_in_under_a_minute(people: People) -> None:
    clerk, caller = people.desk("hotline"), people.phone()
    clerk.goto("/voice/call/")
    began = monotonic()
    code = take(clerk)
    assert monotonic() - began < ORDINARY
    follow(caller, code)


def take(page: Page) -> str:
    """Number, kind by one key, words, place, Ctrl+Enter: no mouse. Returns the code that is read out."""
    keys = page.keyboard
    expect(page.get_by_label("来电号码")).to_be_focused()
    keys.type("19900000612")
    with page.expect_response("**/voice/call/caller/"):
        keys.press("Tab")
    expect(page.locator("#caller")).to_contain_text("高温补贴")
    keys.press("4")
    expect(page.get_by_label("他怎么说的")).to_be_focused()
    keys.type("站点的热水器坏了两天，骑手没水喝")
    keys.press("Tab")
    keys.type("南关")
    shot(page, "desk-call")
    with page.expect_navigation():
        keys.press("Control+Enter")
    done = page.locator("#done")
    expect(done).to_contain_text("已派出")
    expect(done).to_contain_text("南关街道总工会")
    expect(page.get_by_label("来电号码")).to_be_focused()
    return done.locator("[data-receipt]").inner_text()


def follow(page: Page, code: str) -> None:
    """The code that was read out opens the matter, on any phone."""
    page.goto("/voice/mine/")
    page.get_by_label("回执码，16 位").fill(code.lower())
    page.get_by_role("button", name="查", exact=True).click()
    expect(page.get_by_role("heading", name="已经派给能办的工会。")).to_be_visible()


def test_a_call_answered_from_a_known_answer_found_while_typing(people: People) -> None:
    clerk = people.desk("hotline")
    clerk.goto("/voice/call/")
    clerk.keyboard.type("19900000620")
    clerk.keyboard.press("Tab")
    clerk.keyboard.press("1")
    clerk.keyboard.type("没签合同干了五个月")
    with clerk.expect_response("**/voice/call/found/**"):
        clerk.get_by_label("答复要点").press_sequentially("hetong")
    expect(clerk.locator("#found .choice")).to_have_count(1)
    clerk.keyboard.press("Tab")
    clerk.keyboard.press("Space")
    with clerk.expect_navigation():
        clerk.keyboard.press("Control+Enter")
    expect(clerk.locator("#done")).to_contain_text("已答复")


def test_a_suggestion_is_traced_and_everybody_may_read_what_became_of_it(people: People) -> None:
    phone, officer = people.phone(), people.desk("officer")
    suggest(phone)
    officer.goto("/voice/matters/?kind=suggestion&q=充电桩")
    officer.locator("table a").first.click()
    answer = officer.locator("#act-answer")
    answer.get_by_label("答复，职工会看到").fill("驿站门口下月装两个充电桩，谢谢您提醒。")
    press(officer, "答复")
    trace(officer)
    shot(officer, "desk-suggestion")
    read(phone)


def suggest(page: Page) -> None:
    """From the code on a station's door: kind, words, place, phone; then the receipt."""
    page.goto("/voice/at/NG-02/?name=南关二站")
    page.get_by_label("我有个建议").check()
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("是什么事").fill("驿站门口能不能装充电桩")
    for _page in range(3):
        page.get_by_role("button", name="下一步").click()
    expect(page.locator("#answers")).to_contain_text("南关二站")
    page.get_by_role("button", name="没错，发出去").click()
    expect(page.get_by_role("heading", name="收到了")).to_be_visible()
    shot(page, "phone-voice-receipt")
    page.get_by_role("button", name="看进展和答复").click()
    expect(page.get_by_role("heading", name="我们收到了您说的事。")).to_be_visible()


def trace(page: Page) -> None:
    """The officer links it to a service; a name in it would be refused."""
    form = page.locator("#act-trace")
    if form.get_attribute("open") is None:
        form.locator("summary").click()
    form.get_by_label("变了什么").select_option("service")
    form.get_by_label("改成了什么").fill("南关二站门口装两个充电桩")
    form.get_by_label("哪天开始").fill("2026-01-05")
    form.get_by_label("当初建议了什么").fill("驿站门口装充电桩，打 19900000620")
    press(page, "登记带来的变化")
    expect(page.locator("#act-trace .field-wrong")).to_contain_text("人人看得到")
    page.locator("#act-trace").get_by_label("当初建议了什么").fill("驿站门口装充电桩")
    press(page, "登记带来的变化")
    expect(page.locator("main")).to_contain_text("这条建议有了结果")


def read(page: Page) -> None:
    """The suggester sees it on their page, everybody on the public one."""
    page.reload()
    expect(page.locator("main")).to_contain_text("您的建议有了结果")
    shot(page, "phone-suggestion")
    page.goto("/voice/suggestions/")
    expect(page.get_by_role("heading", name="南关二站门口装两个充电桩")).to_be_visible()
    assert not re.search(r"ZS-\d{4}-\d{6}", page.locator("main").inner_text())
    shot(page, "phone-suggestions")
