"""A group's case in the browser: from one worker's report to the list that fifteen sign, each confirming on their own phone."""

import re
import zipfile

from playwright.sync_api import Page, expect

from . import course
from .people import People, day, sign_in_worker
from .screens import shot

FIRST = "19900002501"
OWED = (18_900, 16_200, 15_800, 15_000, 14_400, 14_100, 13_900, 13_600, 13_300, 12_800, 12_500, 11_900, 11_600, 10_500, 9_500)
TALE = course.Tale("潍坊示例管网工程有限公司", "204000", "2026年7月到10月", "职工501", FIRST, street="北关街道")


def roster() -> str:
    """The list as it is copied out of a sheet; the last phone is a figure short."""
    rows = (f"职工{500 + n}\t{19900002500 + n if n < 15 else '1990000251'}\t{owed}\t2026-07-01\t是" for n, owed in enumerate(OWED, start=1))
    return "\n".join(["姓名\t手机号\t欠多少元\t从哪天起欠\t农民工", *rows])


def test_a_group_goes_from_a_report_to_the_list_that_everybody_signs(people: People) -> None:
    phone, clerk, officer = people.phone(), people.desk("clerk"), people.desk("officer")
    course.answer_questions(phone, TALE)
    phone.get_by_role("button", name="没错，发出去").click()
    expect(phone.locator(".receipt")).to_contain_text("204,000 元")
    case = course.check_and_open(clerk, officer, TALE.employer)
    bring_them_in(officer)
    choose_three(officer, case)
    course_of_money(officer, case)
    print_the_list(officer)
    confirm_as_a_representative(phone)


def bring_them_in(officer: Page) -> None:
    """The pasted list: one wrong row is said, mended in the box, and all fifteen stand."""
    officer.get_by_role("link", name="按名单加人").click()
    officer.get_by_label("把名单贴在这里").fill(roster())
    officer.get_by_role("button", name="看看每一行").click()
    expect(officer.locator("main")).to_contain_text("电话号码位数或号段不对")
    shot(officer, "desk-group-list")
    officer.get_by_label("把名单贴在这里").fill(roster().replace("1990000251\t9500", "19900002515\t9500"))
    officer.get_by_role("button", name="改好了，再看一遍").click()
    officer.get_by_role("button", name=re.compile("没错，加这")).click()
    expect(officer.get_by_role("heading", level=1)).to_have_text("15 人一起办，一共欠 204,000 元")


def choose_three(officer: Page, case: str) -> None:
    """Three representatives, and the talk with the company begins."""
    officer.get_by_role("link", name="登记推举的代表").click()
    for name in ("职工501", "职工502", "职工503"):
        officer.get_by_label(name, exact=True).check()
    officer.get_by_role("button", name="登记").click()
    expect(officer.locator("aside")).to_contain_text("职工501、职工502、职工503")
    officer.goto(case)
    course.step(officer, "约谈公司", "给大家讲了支持起诉，材料交给了检察院")
    officer.get_by_role("link", name="大家的账，分钱").click()


def course_of_money(officer: Page, case: str) -> None:
    """Part of the money: first what each would get, then recorded."""
    officer.get_by_role("link", name="分一笔钱").click()
    officer.get_by_label("一共收到多少元").fill("100000")
    officer.get_by_label("哪天付的").fill(day(0))
    officer.get_by_label("凭据的号").fill("示例回单 0088")
    officer.get_by_role("button", name="看看每人得多少").click()
    expect(officer.get_by_role("row").filter(has_text="职工515")).to_contain_text("4,656.86")
    shot(officer, "desk-group-shares")
    officer.get_by_role("button", name="没错，就这样记下").click()
    expect(officer.get_by_role("heading", level=1)).to_have_text("第 1 笔 100,000 元")


def print_the_list(officer: Page) -> None:
    """The list comes as a document with total and capitals."""
    with officer.expect_download() as waited:
        officer.get_by_role("button", name="打分配表，给大家签").click()
    with zipfile.ZipFile(waited.value.path()) as paper:
        text = re.sub(r"<[^>]+>", "", paper.read("word/document.xml").decode())
    assert "壹拾万元整" in text
    assert all(f"职工{500 + number}" in text for number in range(1, 16))


def confirm_as_a_representative(phone: Page) -> None:
    """The worker's own line, own word, and as a representative the totals; of the others nothing."""
    sign_in_worker(phone, FIRST)
    phone.goto("/wages/mine/")
    phone.get_by_role("link").filter(has_text=re.compile("AX-")).first.click()
    expect(phone.locator("main")).to_contain_text("公司说付了 9,264.71 元。")
    phone.get_by_role("button", name="收到了", exact=True).click()
    for _matter in range(2):
        phone.get_by_role("button", name="同意", exact=True).first.click()
    expect(phone.locator("main")).to_contain_text("15 人一起办，0 人确认全部到手")
    expect(phone.locator("main")).not_to_contain_text("职工502")
    expect(phone.locator("main")).not_to_contain_text("7,941.18")
    phone.get_by_text("您是代表，看得到总数").scroll_into_view_if_needed()
    shot(phone, "phone-group")
