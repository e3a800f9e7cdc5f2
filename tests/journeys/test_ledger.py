"""A clerk brings the sample ledger in: the year, two rows mended on the page, taken back, repeated."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

import unionhall.programmes.wages

from .people import People, press
from .screens import shot

LEDGER = Path(unionhall.programmes.wages.__file__).parent / "data" / "sample-ledger.xlsx"
WRONG = 4  # rows of the sample that nobody could read: a day, a phone, a credit code, a lone number


def test_a_clerk_imports_mends_two_rows_undoes_and_repeats(people: People, tmp_path: Path) -> None:
    clerk = people.desk("clerk")
    choose_the_file(clerk)
    say_the_year(clerk)
    download_the_error_sheet(clerk, tmp_path)
    mend_two_rows(clerk)
    fresh = import_the_good_rows(clerk)
    undo(clerk)
    choose_the_file(clerk)
    say_the_year(clerk)
    mend_two_rows(clerk)
    assert import_the_good_rows(clerk) == fresh
    everything_is_known_now(clerk, fresh)


def choose_the_file(page: Page) -> None:
    """Hand the file over as it is."""
    page.goto("/wages/clues/")
    page.get_by_role("link", name="导入台账").last.click()
    page.get_by_label("文件").set_input_files(LEDGER)
    page.get_by_role("button", name="看看会变成什么").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("行会变成什么")


def say_the_year(page: Page) -> None:
    """Days without a year hang on one question."""
    page.get_by_label("这是哪一年的台账？").fill("2024")
    press(page, "按这样再看一遍")
    expect(page.get_by_label("这是哪一年的台账？")).to_have_value("2024")
    expect(wrong(page)).to_have_count(WRONG)
    expect(page.locator("main")).to_contain_text("没有这一天")


def wrong(page: Page) -> Locator:
    """The rows to mend, each with its number and what is wrong."""
    return page.locator("section").filter(has_text="要改的行").locator(".field-wrong")


def mend_two_rows(page: Page) -> None:
    """The day of row 34 and the phone of row 21."""
    shot(page, "desk-import")
    row(page, 34).get_by_label("登记日期").fill("2024年2月29日")
    row(page, 21).get_by_label("联系电话").fill("19900000567")
    press(page, "改好了，再看一遍")
    expect(wrong(page)).to_have_count(WRONG - 2)
    expect(page.locator("main")).not_to_contain_text("没有这一天")


def row(page: Page, number: int) -> Locator:
    """One row to mend."""
    return page.locator("section").filter(has_text="要改的行").locator("div.border-t").filter(has_text=re.compile(f"^第 {number} 行"))


def import_the_good_rows(page: Page) -> int:
    """Import; the result says how many came in and how many were left out."""
    page.get_by_role("button", name=re.compile("^导入合格的")).click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("导入好了")
    expect(page.locator("main")).to_contain_text(f"有误没导入 {WRONG - 2} 行")
    shot(page, "desk-import-result")
    counted = re.search(r"新增 (\d+) 条", heading.inner_text())
    assert counted
    assert int(counted[1]) >= 2, "the two mended rows are new at least"
    expect(page.get_by_role("row").filter(has_text="新增")).to_have_count(int(counted[1]))
    return int(counted[1])


def undo(page: Page) -> None:
    """Taken back, it says so; the mended rows are gone from the list."""
    page.get_by_role("button", name="撤回这一次导入").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("这一次导入撤回了")
    expect(page.get_by_role("button", name="撤回这一次导入")).to_have_count(0)


def everything_is_known_now(page: Page, fresh: int) -> None:
    """The same file once more: nothing new, all unchanged but the rows that stayed wrong."""
    choose_the_file(page)
    say_the_year(page)
    mend_two_rows(page)
    expect(page.get_by_role("row").filter(has_text="新增")).to_have_count(0)
    unchanged = page.get_by_role("row").filter(has_text="不变")
    assert unchanged.count() >= fresh
    expect(page.get_by_role("button", name=re.compile("^导入合格的"))).to_have_count(0)


def download_the_error_sheet(page: Page, folder: Path) -> None:
    """The wrong rows come back as a spreadsheet, each with its sentence."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name="下载错误表").click()
    sheet = folder / "errors.xlsx"
    waiting.value.save_as(sheet)
    assert sheet.read_bytes()[:2] == b"PK"
    assert waiting.value.suggested_filename == "errors.xlsx"
