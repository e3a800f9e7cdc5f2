"""A worker writes the own application on a phone, one question a page; puts the phone away and goes on by the code."""

from pathlib import Path

from playwright.sync_api import Page, expect

from . import course
from .people import People
from .screens import shot

TALE = course.Tale("潍坊示例门窗有限公司", "18900", "2026年6月到8月", "职工502", "19900000502", "工资条在我这里")
GIVEN = {"address": "示例路 1 号", "begun": "2026-06-01", "ended": "2026-08-31", "monthly": "6300", "work": "瓦工"}
CHOSEN = {"still": ["no"], "contract": ["no"], "named": ["yes"], "witness": ["yes"], "has_relation": ["badge", "chat"], "has_arrears": ["iou"]}


def test_a_worker_is_led_to_the_own_application(people: People, tmp_path: Path) -> None:
    phone = people.phone()
    course.answer_questions(phone, TALE)
    phone.get_by_role("button", name="没错，发出去").click()
    code = course.receipt_code(phone)
    enter(phone, code)
    phone.get_by_role("button", name="开始").click()
    answer(phone, until="contract")
    phone.context.clear_cookies()
    enter(phone, code)
    expect(phone.locator("main")).to_contain_text("答了")
    phone.get_by_role("button", name="接着答").click()
    expect(phone.locator("h2", has_text="签过书面合同吗？")).to_be_visible()
    answer(phone)
    expect(phone.locator("main")).to_contain_text("仲裁申请书好了")
    expect(phone.locator("main")).to_contain_text("这些在单位手里")
    shot(phone, "phone-interview-papers")
    with phone.expect_download() as arriving:
        phone.get_by_role("button", name="下载 Word 文件").click()
    arriving.value.save_as(tmp_path / "own.docx")
    assert arriving.value.suggested_filename.endswith("本人仲裁申请书.docx")
    assert (tmp_path / "own.docx").read_bytes().startswith(b"PK")
    phone.get_by_role("link", name="看能打印的页面").click()
    expect(phone.locator("main")).to_contain_text("18,900.00 元，大写 壹万捌仟玖佰元")


def enter(page: Page, code: str) -> None:
    """By the receipt code, from the list of what I can claim."""
    page.goto("/wages/interview/")
    page.get_by_label("回执码，16 位").fill(code)
    page.get_by_role("button", name="接着").click()


def answer(page: Page, until: str = "") -> None:
    """Each page its question: choose, write, or leave it empty."""
    for _page in range(30):
        code = page.url.rstrip("/").rsplit("/", 1)[-1]
        if "/ask/" not in page.url or code == until:
            return
        for value in CHOSEN.get(code, []):
            page.check(f"input[value={value}]")
        if code in GIVEN:
            page.fill("[name=answer]", GIVEN[code])
        if code == "has_relation":
            shot(page, "phone-interview")
        with page.expect_navigation():
            page.get_by_role("button", name="下一步").click()
    raise AssertionError("the interview does not end")
