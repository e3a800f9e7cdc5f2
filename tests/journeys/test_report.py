"""A worker reports without logging in, follows by the code, and says on the phone that the money came."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from . import course
from .people import People, picture
from .screens import shot

TALE = course.Tale("潍坊示例幕墙有限公司", "18900", "2026年6月到8月", "职工501", "19900000501", "工资条在我这里")


def test_a_worker_reports_follows_adds_a_photo_and_confirms_the_money(people: People, tmp_path: Path) -> None:
    phone, clerk, officer = people.phone(), people.desk("clerk"), people.desk("officer")
    code = report_with_a_slip(phone)
    follow_by_code(phone, code, picture(tmp_path))
    see_the_clue_at_the_desk(clerk)
    course.check_and_open(clerk, officer, TALE.employer)
    agree_and_pay(officer)
    confirm_on_the_phone(phone, code)
    close_the_case(officer)
    look_once_more(phone, code)


def report_with_a_slip(page: Page) -> str:
    """Six pages; a wrong number is said beside its field, nothing typed is lost, back keeps answers; two presses file once."""
    page.goto("/")
    shot(page, "phone-home")
    page.get_by_role("link", name="反映欠薪", exact=True).click()
    expect(page.locator("header")).to_contain_text("第 1 步，共 6 步")
    shot(page, "phone-report")
    course.answer_questions(page, TALE)
    a_wrong_number(page)
    a_step_back(page)
    shot(page, "phone-report-check")
    page.get_by_role("button", name="没错，发出去").dblclick()
    expect(page.get_by_role("heading", name="收到了")).to_be_visible()
    expect(page.locator(".receipt")).to_contain_text(TALE.employer)
    expect(page.locator(".receipt")).to_contain_text("18,900 元")
    shot(page, "phone-receipt")
    return course.receipt_code(page)


def a_wrong_number(page: Page) -> None:
    """Ten figures: the sentence stands beside the field, the figures stay, the rest stays too."""
    page.get_by_role("button", name="改手机号").click()
    page.get_by_label("手机号").fill("1990000050")
    page.get_by_role("button", name="下一步").click()
    expect(page.locator(".field-wrong")).to_contain_text("手机号是 11 位，您填了 10 位")
    expect(page.get_by_label("手机号")).to_have_value("1990000050")
    expect(page.get_by_label("手机号")).to_be_focused()
    expect(page.get_by_label("怎么称呼您")).to_have_value(TALE.contact)
    shot(page, "phone-report-wrong")
    page.get_by_label("手机号").fill("199 0000 0501")
    page.get_by_role("button", name="下一步").click()


def a_step_back(page: Page) -> None:
    """Back and on again: every answer is still there."""
    expect(page.get_by_label("还有什么要告诉我们")).to_have_value(TALE.told)
    for question, answer in (("我们怎么找您", TALE.contact), ("欠的是什么时候的", TALE.period)):
        page.get_by_role("button", name="上一步").click()
        expect(page.get_by_role("heading", name=question)).to_be_visible()
        assert answer in [box.input_value() for box in page.locator("#report input:visible").all()]
    for _page in range(3):
        page.get_by_role("button", name="下一步").click()
    answers = page.locator("#answers")
    for words in (TALE.employer, TALE.street, TALE.period, TALE.contact, TALE.told):
        expect(answers).to_contain_text(words)


def follow_by_code(page: Page, code: str, photo: Path) -> None:
    """Typed small and with blanks, the code opens the matter; a photo goes into its folder."""
    loose = " ".join(re.findall("....", code.lower()))
    page.goto("/wages/mine/")
    page.get_by_label("回执码，16 位").fill("0000 0000 0000 0000")
    page.get_by_role("button", name="查", exact=True).click()
    expect(page.locator(".field-wrong")).to_contain_text("查不到这个码")
    page.get_by_label("回执码，16 位").fill(loose)
    page.get_by_role("button", name="查", exact=True).click()
    expect(page.get_by_role("heading", name="我们收到了您反映的事。")).to_be_visible()
    page.get_by_label("拍照或者选文件").set_input_files(photo)
    page.get_by_label("这是什么").fill("8月工资条")
    page.get_by_role("button", name="传上去").click()
    expect(page.get_by_text("8月工资条")).to_be_visible()
    expect(page.locator(".tl")).to_contain_text("职工补了一份材料")


def see_the_clue_at_the_desk(clerk: Page) -> None:
    """One clue, however often the button was pressed, with what was told and the photo."""
    course.find_clue(clerk, TALE.employer)
    for words in (TALE.street, "18,900 元", TALE.period, TALE.contact, TALE.told, "8月工资条"):
        expect(clerk.locator("main")).to_contain_text(words)
    expect(clerk.locator("main")).not_to_contain_text(TALE.phone)
    shot(clerk, "desk-clue")


def agree_and_pay(officer: Page) -> None:
    """Talks, an agreement due tomorrow, then the company says it paid."""
    course.step(officer, "约谈公司", "约了公司来谈")
    expect(course.state(officer)).to_have_text("正在谈")
    course.sign_agreement(officer, "调解协议", 0, 1, "18900")
    expect(course.state(officer)).to_have_text("答应付")
    expect(course.column(officer, "公司答应")).to_have_text("18,900")
    expect(officer.locator("aside")).to_contain_text("还有 1 天")
    course.record_paid_off(officer, "18900", "银行回单 0001")
    expect(course.column(officer, "公司说已付")).to_have_text("18,900")
    expect(course.column(officer, "职工确认到手")).to_have_text("0")
    expect(officer.locator(".casehead")).to_contain_text("还不能办结：1 人没确认到手")


def confirm_on_the_phone(page: Page, code: str) -> None:
    """Promised is not paid: only the worker's own word turns the sum green."""
    page.goto("/wages/mine/")
    page.get_by_label("回执码，16 位").fill(code)
    page.get_by_role("button", name="查", exact=True).click()
    expect(page.locator("main")).to_contain_text("公司说付了 18,900 元。")
    shot(page, "phone-confirm")
    page.get_by_role("button", name="收到了", exact=True).click()
    expect(course.column(page, "您确认到手")).to_have_text("18,900")
    expect(page.get_by_role("button", name="没收到")).to_have_count(0)
    expect(page.locator(".standing")).not_to_contain_text("请点")


def close_the_case(officer: Page) -> None:
    """With K1, now that nothing is open."""
    officer.reload()
    expect(course.column(officer, "职工确认到手")).to_contain_text("18,900")
    course.conclude(officer)
    expect(course.state(officer)).to_have_text("办结，待回访")


def look_once_more(page: Page, code: str) -> None:
    """The worker reads that it is done, and who looked at the matter."""
    page.reload()
    expect(page.locator(".standing")).to_contain_text("这件事办结了。")
    page.get_by_text("谁看过我这件事").click()
    expect(page.locator("details[open]")).to_contain_text("示例七")
    page.get_by_role("button", name="看完了，收起来").click()
    page.go_back()
    expect(page.locator("body")).not_to_contain_text(TALE.employer)


@pytest.mark.parametrize("tale", [course.Tale("潍坊示例门窗厂", "6300", "2026年9月", "职工502", "")])
def test_the_report_reaches_its_receipt_without_javascript(people: People, tale: course.Tale) -> None:
    page = people.phone(java_script_enabled=False)
    course.answer_questions(page, tale)
    page.get_by_role("button", name="没错，发出去").click()
    code = course.receipt_code(page)
    page.get_by_role("button", name="看进展，补照片").click()
    expect(page.get_by_role("heading", name="我们收到了您反映的事。")).to_be_visible()
    assert code not in page.url
