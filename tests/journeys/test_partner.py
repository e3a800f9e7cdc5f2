"""A partner without an account answers by one-time link; scanners that fetch it first, with and without scripts, use nothing up."""

import re
import urllib.request

from playwright.sync_api import Page, expect

from .people import PHONE, People, press, sign_in_worker
from .screens import shot

PREVIEWERS = (
    "Mozilla/5.0 (compatible; WeChat-Preview)", "facebookexternalhit/1.1", "Slackbot-LinkExpanding 1.0", "WhatsApp/2.23", "Mozilla/5.0 DingTalkBot-LinkService",
)  # fmt: skip


def test_a_partner_answers_by_link_after_the_scanners_have_been_there(people: People) -> None:
    officer, partner = people.desk("officer"), people.phone()
    link = issue(officer)
    for agent in PREVIEWERS:
        for method in ("HEAD", "GET"):
            fetched(people, link, method, agent)
    for _turn in range(3):
        scanned_with_scripts(people, link)
    open_as_human(people, partner, link)
    sign_and_answer(partner)
    hear_of_it(officer)


def issue(page: Page) -> str:
    """The officer opens the referral that waits for the procuratorate and issues a fresh link."""
    page.goto("/wages/cases/?q=示例园林&tab=all")
    page.locator("tbody a.text-primary").first.click()
    panel = page.locator("section.panel", has_text="请别的单位帮忙")
    panel.scroll_into_view_if_needed()
    panel.get_by_role("link", name="看这一件移送").first.click()
    press(page, re.compile("换一条，旧的作废|发一条链接"))
    shot(page, "desk-referral")
    found = page.locator(".select-all").inner_text()
    return found[found.index("/partner/") :]


def fetched(people: People, link: str, method: str, agent: str) -> None:
    """A fetcher takes the address as it stands; what follows # never leaves it."""
    asked = urllib.request.Request(people.house.address + link.partition("#")[0], method=method, headers={"User-Agent": agent})
    with urllib.request.urlopen(asked, timeout=10) as reply:
        assert reply.status == 200
        assert "职工" not in reply.read().decode().replace("职工之家", "")


def scanned_with_scripts(people: People, link: str) -> None:
    """A scanner with a whole browser: runs the page's script, waits for the network, presses nothing."""
    page = people.phone()
    page.goto(link)
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("button", name="发验证码")).to_be_visible()
    assert "#" not in page.url
    page.context.close()
    people.opened.remove(page.context)


def number(page: Page) -> str:
    """Six figures on the agency's phone."""
    tab = page.context.new_page()
    tab.goto("/notices/outbox/")
    found = re.search(r"\d{6}", tab.locator("[data-sms]").filter(has_text="用来打开").first.inner_text())
    tab.close()
    assert found
    return found[0]


def open_as_human(people: People, page: Page, link: str) -> None:
    """Press, type the number from the registered phone; afterwards the link is used up for everybody else."""
    page.goto(link)
    shot(page, "phone-partner-door")
    press(page, "发验证码")
    page.get_by_label("验证码，6 位").fill(number(page))
    press(page, "打开")
    expect(page.locator("main")).to_contain_text("请求支持起诉")
    late = people.phone()
    late.goto(link)
    press(late, "发验证码")
    expect(late.locator("main")).to_contain_text("这个链接不能用了")


def sign_and_answer(page: Page) -> None:
    """Sign for it, answer, get the receipt; the worker's data is gone from the page."""
    expect(page.locator("main")).to_contain_text("潍坊示例园林有限公司")
    expect(page.locator("main")).to_contain_text("19900000377")
    shot(page, "phone-partner-packet")
    press(page, "签收")
    page.get_by_label("怎么答复，或者为什么退回").fill("材料齐了，决定支持起诉")
    press(page, "答复")
    expect(page.locator("main")).to_contain_text("UH1|YS-")
    expect(page.locator("main")).not_to_contain_text("19900000377")
    shot(page, "phone-partner-receipt")
    press(page, "看完了，关上")
    expect(page.get_by_role("button", name="发验证码")).to_be_visible()


def hear_of_it(page: Page) -> None:
    """The officer reads the answer on the referral and on the case's timeline, and finds it among the transfers."""
    page.reload()
    expect(page.locator("main")).to_contain_text("材料齐了，决定支持起诉")
    page.goto("/wages/joint/")
    shot(page, "desk-joint")
    page.goto("/wages/joint/?year=2024")
    expect(page.locator("main")).to_contain_text("2024 年有记录的 7 项")
    page.get_by_role("link", name="联合研判").click()
    expect(page.locator("main")).to_contain_text("2024-06-05")
    page.goto("/wages/joint/study/")
    page.get_by_role("link", name=re.compile("联合研判")).last.click()
    expect(page.locator("main")).to_contain_text("移送过期没答复")
    shot(page, "desk-study")


def test_a_worker_says_no_yes_and_takes_it_back(people: People) -> None:
    page = people.page(size=PHONE)
    sign_in_worker(page)
    page.goto("/me/")
    page.get_by_role("link", name="我的材料给了谁").click()
    asked = page.locator("section.panel", has_text="潍城区法律援助中心")
    expect(asked).to_contain_text("等您答复")
    shot(page, "phone-consents")
    press(page, re.compile("^同意$"))
    expect(asked).to_contain_text("同意了")
    press(page, "收回同意")
    expect(asked).to_contain_text("收回了")
    expect(asked).to_contain_text("已撤回")
