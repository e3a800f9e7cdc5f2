"""The course of a matter, step by step, as its people press it: from a report on a phone to a case that rests."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from .people import day

CODE = re.compile(r"^[0-9A-Z]{4} [0-9A-Z]{4}\s+[0-9A-Z]{4} [0-9A-Z]{4}$")


@dataclass(frozen=True, slots=True)
class Tale:
    """What a worker tells."""

    employer: str
    amount: str
    period: str
    contact: str
    phone: str
    told: str = ""
    street: str = "北关街道"


def answer_questions(page: Page, tale: Tale) -> None:
    """The five questions, one page each, up to the page of answers."""
    page.goto("/wages/report/")
    onward(page, "哪家单位欠您工资", {"单位或者工地的名字": tale.employer}, choose={"在哪个街道": tale.street})
    onward(page, "一共欠您多少钱", {"一共欠您多少钱": tale.amount})
    onward(page, "欠的是什么时候的", {"欠的是什么时候的": tale.period})
    onward(page, "我们怎么找您", {"怎么称呼您": tale.contact, "手机号": tale.phone})
    onward(page, "还有什么要告诉我们", {"还有什么要告诉我们": tale.told})
    expect(page.get_by_role("heading", name="看一遍，没错就发出去")).to_be_visible()


def onward(page: Page, question: str, fields: dict[str, str], choose: dict[str, str] | None = None) -> None:
    """Answer a page of the report and press 下一步."""
    expect(page.get_by_role("heading", name=question)).to_be_visible()
    for label, text in fields.items():
        page.get_by_label(label).fill(text)
    for label, option in (choose or {}).items():
        page.get_by_label(label).select_option(label=option)
    page.get_by_role("button", name="下一步").click()


def receipt_code(page: Page) -> str:
    """The code on the receipt card: sixteen characters in four groups."""
    shown = page.locator(".receipt .code").inner_text().strip()
    assert CODE.match(shown), shown
    return re.sub(r"\s+", "", shown)


def find_clue(page: Page, employer: str) -> None:
    """From the clue list, by the search box, to the clue's page."""
    page.goto("/wages/clues/")
    page.get_by_label("单位、姓名、编号、手机号").fill(employer)
    page.keyboard.press("Enter")
    expect(page.get_by_role("row", name=re.compile(employer))).to_have_count(1)
    page.get_by_role("row", name=re.compile(employer)).get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(employer)


def check_and_open(clerk: Page, officer: Page, employer: str) -> str:
    """The clerk checks, the officer opens the case; returns the case's address."""
    find_clue(clerk, employer)
    expect(state(clerk)).to_have_text("已收到")
    clerk.get_by_role("button", name="开始核实").click()
    expect(state(clerk)).to_have_text("核实中")
    find_clue(officer, employer)
    officer.get_by_role("button", name="查实立案").click()
    expect(officer).to_have_url(re.compile(r"/wages/cases/\d+/$"))
    expect(state(officer)).to_have_text("已立案")
    return officer.url


def step(page: Page, name: str, says: str = "") -> None:
    """A plain step of the case: its page, a sentence for the worker, done."""
    page.locator(".casehead").get_by_role("link", name=name).click()
    page.get_by_label("写给职工看的一句话").fill(says)
    page.get_by_role("button", name=name).click()
    expect(page.locator(".casehead")).to_be_visible()


def sign_agreement(page: Page, kind: str, signed: int, due: int, yuan: str, step_name: str = "签调解协议") -> None:
    """Sign what was agreed: days count from today."""
    page.locator(".casehead").get_by_role("link", name=step_name).click()
    page.get_by_label("签的什么").select_option(label=kind)
    page.get_by_label("哪天签的").fill(day(signed))
    page.get_by_label("第 1 期，最晚哪天").fill(day(due))
    page.get_by_label("第 1 期，多少元").fill(yuan)
    page.get_by_role("button", name="签协议").click()
    expect(page.locator(".casehead")).to_be_visible()


def record_paid_off(page: Page, yuan: str, note: str) -> None:
    """The company says it paid everything; the worker is asked."""
    page.locator(".casehead").get_by_role("link", name="登记公司付清").click()
    page.get_by_label("多少元").fill(yuan)
    page.get_by_label("凭据，比如银行回单号").fill(note)
    page.get_by_label("公司说都付清了，请职工确认").check()
    page.get_by_role("button", name="记一笔钱").click()
    expect(state(page)).to_have_text("等职工确认")


def conclude(page: Page) -> None:
    """Close with K1."""
    page.locator(".casehead").get_by_role("link", name="办结").click()
    page.get_by_label("结论").select_option(label="K1 付清并确认")
    page.get_by_role("button", name="办结").click()


def state(page: Page) -> Locator:
    """The tag beside the heading."""
    return page.locator(".casehead h1 .tag")


def column(page: Page, name: str) -> Locator:
    """One sum of the money strip."""
    return page.locator(".m4 > div").filter(has_text=name).locator("dd")
