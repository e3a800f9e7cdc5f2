"""An officer takes 530,000 yuan from agreement, over its breach and arbitration, to money that the worker confirms."""

import re

from playwright.sync_api import Page, expect

from . import course
from .people import WORKER_PHONE, People, sign_in_worker
from .screens import shot

TALE = course.Tale("潍坊示例置业有限公司", "530000", "2026年1月到10月", "职工001", WORKER_PHONE, street="北关街道")
SUM = "530,000"


def test_an_officer_takes_530000_yuan_from_agreement_to_confirmed_money(people: People) -> None:
    phone, clerk, officer = people.phone(), people.desk("clerk"), people.desk("officer")
    course.answer_questions(phone, TALE)
    phone.get_by_role("button", name="没错，发出去").click()
    expect(phone.locator(".receipt")).to_contain_text(f"{SUM} 元")
    case = course.check_and_open(clerk, officer, TALE.employer)
    agree_on_a_day_that_has_passed(officer)
    people.house.order("worker", "--once")
    find_it_breached(officer, case)
    go_to_arbitration_with_a_lawyer(officer)
    settle_before_the_commission(officer)
    course.record_paid_off(officer, "530000", "银行回单 0530")
    confirm_after_signing_in(phone)
    rest_the_case(officer)


def agree_on_a_day_that_has_passed(officer: Page) -> None:
    """Signed the day before yesterday, due yesterday, written down today."""
    course.step(officer, "组织调解", "街道调解委员会组织调解")
    course.sign_agreement(officer, "调解协议", -2, -1, "530000")
    expect(course.column(officer, "公司答应")).to_have_text(SUM)


def find_it_breached(officer: Page, case: str) -> None:
    """Nobody pressed anything: the desk shows what is late, the case stands at 到期没付."""
    officer.goto("/desk/")
    late = officer.locator("section").filter(has=officer.get_by_role("heading", name=re.compile("过期了")))
    expect(late).to_contain_text(TALE.employer)
    shot(officer, "desk-today")
    late.get_by_role("link").filter(has_text=TALE.employer).first.click()
    expect(officer).to_have_url(case)
    expect(course.state(officer)).to_have_text("到期没付")
    expect(officer.locator(".tl")).to_contain_text("到期没付清，还差 530,000.00 元")


def go_to_arbitration_with_a_lawyer(officer: Page) -> None:
    """A union lawyer is given, counted as legal aid; then the application."""
    officer.get_by_role("link", name="派人").click()
    officer.get_by_label("做什么").select_option(label="律师")
    officer.get_by_label("派给谁").select_option(label="示例九 · 律师")
    officer.get_by_role("button", name="派人").click()
    aid = officer.locator("aside section").filter(has=officer.get_by_role("heading", name="法律援助"))
    expect(aid).to_contain_text("示例九")
    course.step(officer, "申请仲裁", "申请仲裁，工会派了律师")
    expect(course.state(officer)).to_have_text("仲裁中")


def settle_before_the_commission(officer: Page) -> None:
    """The commission's mediation paper takes the old agreement's place: the promise is not counted twice."""
    course.sign_agreement(officer, "仲裁调解书", 0, 1, "530000", step_name="调解结案")
    expect(course.state(officer)).to_have_text("答应付")
    expect(course.column(officer, "公司答应")).to_have_text(SUM)
    expect(course.column(officer, "公司说已付")).to_have_text("0")


def confirm_after_signing_in(phone: Page) -> None:
    """The worker signs in by phone, finds the matter on the home page and says the money came."""
    sign_in_worker(phone)
    shot(phone, "phone-home-worker")
    phone.goto("/wages/mine/")
    look_at_another_matter(phone)
    phone.get_by_role("link").filter(has_text=TALE.employer).click()
    expect(phone.locator("main")).to_contain_text(f"公司说付了 {SUM} 元。")
    phone.get_by_role("button", name="收到了", exact=True).click()
    expect(course.column(phone, "您确认到手")).to_have_text(SUM)


def look_at_another_matter(phone: Page) -> None:
    """The demo's own case: promised, partly paid, a payment that waits for an answer."""
    phone.get_by_role("link").filter(has_text="潍坊示例建筑有限公司").click()
    expect(course.column(phone, "公司答应")).to_have_text("18,900")
    expect(course.column(phone, "说已付")).to_have_text("9,450")
    expect(course.column(phone, "您确认到手")).to_have_text("6,300")
    shot(phone, "phone-case")
    phone.go_back()


def rest_the_case(officer: Page) -> None:
    """K1: paid and confirmed; nothing but the worker's word made the green sum."""
    officer.reload()
    expect(course.column(officer, "职工确认到手")).to_contain_text(SUM)
    course.conclude(officer)
    expect(course.state(officer)).to_have_text("办结，待回访")
    shot(officer, "desk-case")


def test_the_settlement_of_2024_stands_in_the_demo_with_its_whole_course(people: People) -> None:
    page = people.desk("officer")
    page.goto("/wages/cases/?tab=all")
    shot(page, "desk-ledger")
    page.get_by_label("单位、姓名、编号、手机号").fill("恒基置业")
    page.keyboard.press("Enter")
    page.get_by_role("row").filter(has_text="530,000").get_by_role("link").first.click()
    course_words = page.locator(".tl")
    for words in ("收到 530,000 元", "2024-10-31", "申请仲裁，工会派了律师", "到期没付清", "2024-08-20"):
        expect(course_words).to_contain_text(words)
    expect(course.column(page, "职工确认到手")).to_contain_text(SUM)
    shot(page, "desk-settlement-2024")
