"""A leader reads the special report that drew itself, issues it, and prints it; the view over everything opens the ledger."""

import re

from playwright.sync_api import expect

from .people import People
from .screens import shot


def test_a_special_report_drew_itself_is_issued_and_printed(people: People) -> None:
    leader = people.desk("leader")
    leader.goto("/desk/")
    row = leader.get_by_role("link").filter(has_text="专项报告自动出好了").filter(has_text="示例保安")
    expect(row).to_have_count(1)
    row.click()
    expect(leader.get_by_role("heading", level=1)).to_contain_text("草稿，等人定稿")
    expect(leader.locator("main")).to_contain_text("出过突发情况 1 次")
    leader.get_by_role("button", name="定稿").click()
    expect(leader.get_by_role("heading", level=1)).to_contain_text("已定稿")
    leader.get_by_role("link", name="打印").click()
    sheet = leader.locator(".paper")
    expect(sheet.get_by_role("heading", level=1)).to_have_text("重大案件专项报告")
    expect(sheet).to_contain_text("31,200 元")
    expect(sheet).not_to_contain_text("职工378")
    shot(leader, "desk-special-report")


def test_the_view_over_everything_opens_the_ledger_it_counted(people: People) -> None:
    leader = people.desk("leader")
    leader.goto("/wages/overview/")
    expect(leader.get_by_role("heading", level=1)).to_contain_text("在办")
    shot(leader, "desk-overview")
    place = leader.locator("section").filter(has=leader.get_by_role("heading", name=re.compile("^按单位"))).locator("tbody tr").first
    wanted = place.locator("td").nth(1).inner_text()
    place.get_by_role("link").click()
    expect(leader.get_by_role("heading", level=1)).to_have_text("欠薪台账")
    expect(leader.locator(".head")).to_contain_text(f"{wanted} 件")
    leader.goto("/wages/regimes/")
    expect(leader.locator("tbody tr")).to_have_count(6)
    shot(leader, "desk-regimes")
