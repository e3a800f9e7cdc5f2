"""The pages of early warning, of employers' months, and of what has gone up: they say why, keep what was typed, show strangers nothing."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.cases import services as cases
from unionhall.kernel.notices.models import Notice
from unionhall.kernel.people import queries as people
from unionhall.kernel.people import services as people_services
from unionhall.kernel.people.rules import Role
from unionhall.programmes.wages.models import Clue, Observation, Warning
from unionhall.programmes.wages.services import clues, observations, warnings

from .conftest import staff

NOW = at("2026-11-23 10:00")
HEADINGS = ("用人单位", "月份", "出勤人数", "发薪人数", "有工资记录人数", "发放总额(万元)", "约定发薪日", "工资专户")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Files of a test lie in its own folder."""
    settings.FILES_DIR = settings.STATIC_ROOT = tmp_path


@pytest.fixture
def enter(client):
    """Sign in by login name; returns the client."""

    def signed_in(login):
        account = people.account_by_login(login)
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        people_services.begin(account=account, session_key=client.session.session_key, device="", agent="", at=timezone.now())
        return client

    return signed_in


def last_month():
    """The first day of the month before this one: pages ask the real clock."""
    return (timezone.localdate().replace(day=1) - timedelta(days=1)).replace(day=1)


@pytest.fixture
def raised(ground):
    """A month in which most of the workers have no pay record, judged."""
    observations.observe(employer_name="示例建筑工程有限公司", month=last_month(), figures={"attended": 10, "paid": 10, "recorded": 3}, by=ground.actors["clerk"], at=timezone.now())
    warnings.evaluate(by=ground.actors["officer"], at=timezone.now())
    return Warning.objects.get()


def sheet(*rows):
    """A spreadsheet with a title above its heading."""
    book = Workbook()
    book.active.append(["示例区用工单位月报"])
    for row in (HEADINGS, *rows):
        book.active.append(row)
    held = BytesIO()
    book.save(held)
    held.name = "月报.xlsx"
    held.seek(0)
    return held


def test_the_list_says_why_and_what_to_look_at(enter, raised):
    page = enter("leader").get(reverse("wages:warnings")).content.decode()
    assert "出勤 10 人，有工资记录 3 人，7 人没有（70%）" in page
    assert "看工资支付台账" in page
    assert reverse("wages:evaluate") not in page
    assert "不决定任何事" in page
    assert "示例建筑" not in enter("neighbour").get(reverse("wages:warnings")).content.decode()


def test_one_warning_shows_threshold_source_mark_and_takes_a_verdict_once(enter, raised):
    client, url = enter("inspector"), reverse("wages:warning", args=[raised.pk])
    page = client.get(url).content.decode()
    for words in ("超过 10%就是红色", "gzthsware", "据转载", "说说准不准", "派谁去"):
        assert words in page
    wrong = client.post(reverse("wages:warning_answer", args=[raised.pk]), {"verdict": "right", "note": "看"})
    assert wrong.status_code == 422
    assert "写明去看了什么" in wrong.content.decode()
    assert client.post(reverse("wages:warning_answer", args=[raised.pk]), {"verdict": "right", "note": "去看了，台账只有 3 个人"}).status_code == 302
    page = client.get(url).content.decode()
    assert "台账只有 3 个人" in page
    assert "说说准不准" not in page
    assert "100%" in client.get(reverse("wages:thresholds")).content.decode()


def test_a_stranger_finds_no_warning_and_gives_none(enter, raised):
    for login in ("neighbour", "hotline"):
        client = enter(login)
        assert client.get(reverse("wages:warning", args=[raised.pk])).status_code == 404
        assert client.post(reverse("wages:warning_answer", args=[raised.pk]), {"verdict": "right", "note": "没去也写"}).status_code == 404
    raised.refresh_from_db()
    assert raised.verdict == ""


def test_a_threshold_is_changed_on_its_page_and_the_month_is_judged_by_either(enter, raised):
    client, url = enter("officer"), reverse("wages:threshold", args=["no_record", "red"])
    data = {"value": "0.8", "valid_from": timezone.localdate().isoformat(), "source": "示例会议纪要"}
    assert client.post(url, {**data, "source": ""}).status_code == 422
    assert client.post(url, data).status_code == 302
    replay, month = reverse("wages:replay", args=[raised.employer_id]), last_month().isoformat()
    old = client.get(replay, {"month": month, "on": month}).content.decode()
    new = client.get(replay, {"month": month, "on": timezone.localdate().isoformat()}).content.decode()
    assert ("70%" in old, "70%" in new) == (True, False)
    assert "缺数，算不了" in new
    assert client.get(replay, {"month": "x"}).status_code == 200


def test_a_sheet_is_shown_row_by_row_its_wrong_rows_handed_back_and_imported_once(enter, ground):
    client = enter("clerk")
    rows = [
        ["示例甲厂", "2026-10", 20, 18, 20, 9.5, "2026-10-28", "有"], ["示例乙厂", "2026年10月", 20, 30, 20, None, None, None],
        ["示例丙厂", "不记得", 5, 5, 5, None, None, "也许"], ["示例甲厂", "2026-10", 1, 1, 1, None, None, None],
    ]  # fmt: skip
    kept = client.post(reverse("wages:observations_sheet"), {"file": sheet(*rows)})
    assert kept.status_code == 302
    page = client.get(kept.url).content.decode()
    for words in ("发薪的人比出勤的还多", "月份写成", "写“有”“没有”", "上面已经有一行", "导入合格的 1 行"):
        assert words in page
    back = client.post(kept.url, {"do": "sheet"})
    told = [[cell.value for cell in row] for row in load_workbook(BytesIO(back.content)).active.iter_rows()]
    assert [row[0] for row in told if row[0] and row[0].startswith("示例") and "厂" in row[0]] == ["示例乙厂", "示例丙厂", "示例甲厂"]
    for _ in range(2):
        assert client.post(kept.url, {"do": "import"}).status_code == 302
    row = Observation.objects.get()
    assert (row.attended, row.payroll, row.pay_on, row.account, row.version) == (20, 95_000_00, date(2026, 10, 28), "yes", 1)
    assert enter("neighbour").get(kept.url).status_code in (400, 404, 409)
    assert "示例甲厂" not in client.get(reverse("wages:observations")).content.decode()


def test_a_file_that_is_no_sheet_is_refused_beside_its_field(enter, ground):
    held = BytesIO(b"GIF89a not a sheet")
    held.name = "x.xlsx"
    assert enter("clerk").post(reverse("wages:observations_sheet"), {"file": held}).status_code == 422
    assert not Observation.objects.exists()


def test_a_month_is_written_down_by_form_and_a_slip_keeps_what_was_typed(enter, ground):
    client, url = enter("inspector"), reverse("wages:observe")
    data = {"employer": "示例丁厂", "month": last_month().isoformat(), "attended": "5", "paid": "6", "real_name": "no", "account": "unknown", "deposit": "unknown"}
    wrong = client.post(url, data)
    assert wrong.status_code == 422
    assert "示例丁厂" in wrong.content.decode()
    assert client.post(url, {**data, "paid": "4"}).status_code == 302
    row = Observation.objects.get()
    assert (row.attended, row.paid, row.real_name, row.account) == (5, 4, "no", "unknown")


# What has gone up.


@pytest.fixture
def silent(ground):
    """A reporter whom nobody answered, and an officer of the city."""
    staff("cityofficer", Role.OFFICER, ground.unions["city"], "19900009098")
    then = timezone.now() - timedelta(days=40)
    receipt, code = clues.report(
        report=clues.Report(employer_name="示例沉默工地", region_code="370702001", contact="职工007", phone="19900000707"), client_key="s" * 40, by=SYSTEM, at=then
    )
    cases.sweep(at=timezone.now() - timedelta(days=25))
    cases.climb(at=timezone.now())
    return Clue.objects.get(case=receipt.case), code


def test_the_upper_unions_find_it_on_their_desks_with_the_reason(enter, silent):
    clue, _code = silent
    for login, whose in (("cityofficer", "示例区总工会"), ("officer", "示例街道总工会")):
        page = enter(login).get("/escalations/").content.decode()
        assert clue.case.reference in page, login
        assert whose in page
        assert "首次答复反映人" in page
    assert clue.case.reference in enter("cityofficer").get("/desk/").content.decode()
    for login in ("neighbour", "auditor"):
        assert clue.case.reference not in enter(login).get("/escalations/?tab=all").content.decode(), login


def test_the_worker_reads_in_plain_words_where_it_has_gone_and_then_the_answer(client, enter, silent):
    clue, code = silent
    client.post("/wages/mine/", {"code": code})
    page = client.get(f"/wages/mine/{clue.case_id}/").content.decode()
    assert "没有人按时答复您，您的事已经升到 示例市总工会" in page
    client.logout()
    office = enter("cityofficer")
    assert office.post(reverse("wages:clue_reply", args=[clue.pk]), {"says": " "}).status_code == 422
    assert office.post(reverse("wages:clue_reply", args=[clue.pk]), {"says": "市里派人去了，周五给您回话"}).status_code == 302
    assert Notice.objects.filter(channel="app", text__contains="有答复了").count() == 1
    assert clue.case.reference not in office.get("/escalations/").content.decode()
    assert clue.case.reference in office.get("/escalations/?tab=all").content.decode()
    client.logout()
    client.post("/wages/mine/", {"code": code})
    page = client.get(f"/wages/mine/{clue.case_id}/").content.decode()
    assert "市里派人去了" in page
    assert "有人答复了您" in page


def test_a_neighbour_cannot_answer(enter, silent):
    clue, _code = silent
    assert enter("neighbour").post(reverse("wages:clue_reply", args=[clue.pk]), {"says": "都办好了，放心吧"}).status_code in (400, 404, 409)
    assert not clue.case.escalations.filter(answered_at__isnull=False).exists()
