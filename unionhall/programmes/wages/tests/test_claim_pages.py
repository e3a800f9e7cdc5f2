"""The pages of claims and papers: they compute, refuse beside the field, lose nothing, and show strangers nothing."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document

from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.journal import queries as journal
from unionhall.kernel.law import services as law
from unionhall.kernel.law.rules import Mark
from unionhall.kernel.people import queries as people
from unionhall.kernel.people import services as people_services
from unionhall.programmes.wages.models import Clue
from unionhall.programmes.wages.rules.arrears import Period
from unionhall.programmes.wages.rules.lines import Item
from unionhall.programmes.wages.services import cases as wage_cases
from unionhall.programmes.wages.services import claims, clues

NOW = at("2026-11-23 10:00")
PAGES = ("claims", "site", "elements")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Files of a test lie in its own folder."""
    settings.FILES_DIR = settings.STATIC_ROOT = tmp_path


@pytest.fixture
def worker(ground):
    """职工001 of an opened case, 18,900 reported."""
    report = clues.Report(
        employer_name="示例建筑工程有限公司", region_code="370702001", amount=18_900_00, people=1, contact="职工001",
        phone="19900000037",
    )  # fmt: skip
    receipt, _code = clues.report(report=report, client_key="g" * 32, by=SYSTEM, at=NOW)
    clue = Clue.objects.get(case=receipt.case)
    clues.check(clue_id=clue.pk, by=ground.actors["clerk"], at=NOW)
    return wage_cases.open_from(clue_id=clue.pk, by=ground.actors["officer"], at=NOW).claimants.get()


@pytest.fixture
def enter(client):
    """Sign in by login name; returns the client."""

    def signed_in(login):
        account = people.account_by_login(login)
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        people_services.begin(account=account, session_key=client.session.session_key, device="", agent="", at=NOW)
        return client

    return signed_in


def address(worker, name="claim", *more):
    """A page of the worker's case."""
    parts = {"claim": (worker.pk,), "claim_again": (worker.pk, *more), "claim_remove": (worker.pk, *more)}
    return reverse(f"wages:{name}", args=(worker.arrears.case_id, *parts.get(name, more)))


def rows(*filled, total=6, **more):
    """A posted set of rows."""
    data = {"rows-TOTAL_FORMS": str(total), "rows-INITIAL_FORMS": "0", **more}
    for place, row in enumerate(filled):
        data |= {f"rows-{place}-{name}": value for name, value in row.items()}
    return data


def test_an_item_is_computed_from_its_form_and_shown_with_every_step(enter, worker):
    page = enter("officer")
    summer = [
        {"first": "2026-06-01", "last": "2026-06-30", "due": "6,300"},
        {"first": "2026-07-01", "last": "2026-07-31", "due": "6,300"},
    ]
    answer = page.post(address(worker), rows(*summer, item="arrears"), follow=True)
    text = answer.content.decode()
    assert worker.lines.get().amount == 12_600_00
    for words in ("2026年6月：6,300.00 − 0.00 = 6,300.00 元", "劳动合同法第30条", "12,600.00", "规则版本"):
        assert words in text
    assert 'value="2026-07-31"' in text


@pytest.mark.parametrize(
    ("item", "data", "amount"),
    [
        ("double_wage", {"month_pay": "6300", "started": "2025-03-01", "signed": "2025-09-01"}, 31_500_00),
        ("severance", {"started": "2023-05-08", "ended": "2026-08-20", "pays": "6300\n" * 12, "left_unpaid": "on"}, 22_050_00),
        ("damages_2n", {"started": "2023-05-08", "ended": "2026-08-20", "pays": "6300\n" * 12}, 44_100_00),
        ("added_compensation", {"amount": "18900", "last_day": "2026-01-31"}, None),
        ("interest", {"principal": "18900", "since": "2026-08-01", "until": "2026-10-30"}, None),
    ],
)
def test_every_item_has_a_form(enter, worker, item, data, amount):
    page = enter("officer")
    assert page.get(address(worker), {"item": item}).status_code == 200
    assert page.post(address(worker), {"item": item, **data}).status_code == 302
    assert worker.lines.get(item=item).amount == amount
    assert page.get(address(worker), {"item": item}).status_code == 200


def test_overtime_rows_are_read_with_hours_and_time_off(enter, worker):
    days = [{"day": "2026-10-12", "hours": "1.5"}, {"day": "2026-10-11", "hours": "8", "time_off": "on"}]
    enter("officer").post(address(worker), rows(*days, item="overtime", month_pay="6300"))
    line = worker.lines.get()
    assert line.amount == 81_47
    assert [entry.time_off for entry in claims.inputs_of(line=line).entries] == [False, True]


def test_more_rows_keep_what_was_typed_and_judge_nothing(enter, worker):
    answer = enter("officer").post(address(worker), rows({"day": "不知道"}, item="overtime", month_pay="六千三", more="1"))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="不知道"' in text
    assert 'value="六千三"' in text
    assert 'name="rows-TOTAL_FORMS" value="7"' in text
    assert "field-wrong" not in text
    assert worker.lines.count() == 0


def test_a_wrong_answer_stands_beside_its_field_with_everything_kept(enter, worker):
    page = enter("officer")
    answer = page.post(address(worker), rows({"day": "2026-10-12", "hours": "两小时"}, item="overtime", month_pay="6300"))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "field-wrong" in text
    assert 'value="两小时"' in text
    backwards = {"item": "severance", "started": "2026-08-20", "ended": "2023-05-08", "pays": "6300"}
    text = page.post(address(worker), backwards).content.decode()
    assert "离开的日子早于入职的日子" in text
    assert 'id="id_ended_error"' in text
    assert "这一行请只填数字：六千" in page.post(address(worker), backwards | {"pays": "6300\n六千"}).content.decode()


def test_an_order_without_its_last_day_is_asked_for(enter, worker):
    answer = enter("officer").post(address(worker), {"item": "added_compensation", "amount": "18900"})
    assert answer.status_code == 422
    assert "数额和限期要一起填" in answer.content.decode()


def test_a_rule_that_refuses_the_rows_says_so(enter, worker):
    twice = {"first": "2026-06-01", "last": "2026-06-30", "due": "6300"}
    page = enter("officer")
    answer = page.post(address(worker), rows(twice, twice, item="arrears"))
    assert answer.status_code == 422
    assert "有两期的日子叠在一起" in answer.content.decode()
    assert "先填欠的是哪几期" in page.post(address(worker), rows(item="arrears")).content.decode()


def test_a_line_is_taken_back_and_computed_again(enter, worker):
    for item, inputs in (
        (Item.ARREARS, claims.ArrearsInput((Period(date(2026, 6, 1), date(2026, 6, 30), 100_00),))),
        (Item.ADDED_COMPENSATION, claims.AddedInput()),
    ):
        claims.compute(claimant_id=worker.pk, item=item, inputs=inputs, by=SYSTEM, at=NOW)
    page = enter("officer")
    assert page.post(address(worker, "claim_again", "arrears")).status_code == 302
    assert page.post(address(worker, "claim_remove", "added_compensation")).status_code == 302
    assert [line.item for line in worker.lines.all()] == ["arrears"]
    assert page.post(address(worker, "claim_again", "overtime")).status_code == 404


def test_the_site_form_gives_the_chain_and_the_elements_form_no_verdict(enter, worker):
    page, unknown = enter("officer"), dict.fromkeys(claims.FACT_NAMES, "unknown")
    answers = unknown | {"hired_by": "subcontractor", "contractor": "示例总承包有限公司", "developer": "", "subcontracted": "yes"}
    assert page.post(address(worker, "site"), answers).status_code == 302
    assert "先查清是不是分包、转包" in page.get(address(worker, "site")).content.decode()
    assert page.post(address(worker, "site"), answers | {"lawful": "perhaps"}).status_code == 422
    said = dict.fromkeys(claims.FACTS, "unknown") | {"ordered": "yes"}
    assert page.post(address(worker, "elements"), said).status_code == 302
    text = page.get(address(worker, "elements")).content.decode()
    assert "由人来定" in text
    assert "还没查清" in text


def test_a_figure_filled_in_lists_the_lines_that_change_and_computes_them_again(enter, worker):
    given = claims.SeveranceInput(date(2023, 5, 8), date(2026, 8, 20), (1_800_00,) * 12)
    claims.compute(claimant_id=worker.pk, item=Item.SEVERANCE, inputs=given, by=SYSTEM, at=NOW)
    page = enter("officer")
    assert "用的都是今天的数" in page.get(reverse("wages:changes")).content.decode()
    law.fill_in(
        code="minimum_wage_month", place="370702", value=Decimal(2200), valid_from=date(2020, 6, 1), source="示例文件",
        mark=Mark.C, by=SYSTEM, at=NOW,
    )  # fmt: skip
    text = page.get(reverse("wages:changes")).content.decode()
    for words in ("月最低工资标准", "6,300", "7,700"):
        assert words in text
    assert page.post(address(worker, "claim_again", "severance"), {"changes": "1"}).url == reverse("wages:changes")
    assert worker.lines.get().amount == 7_700_00


def test_a_paper_is_made_and_handed_out_and_stands_in_the_panel(enter, worker):
    page = enter("officer")
    made = page.post(address(worker, "paper", "arbitration"))
    answer = page.get(made.url)
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert Document(BytesIO(b"".join(answer.streaming_content))).paragraphs[0].text == "劳动人事争议仲裁申请书"
    assert "仲裁申请书" in page.get(address(worker, "claims")).content.decode()
    back = page.post(address(worker, "paper", "mediation"), {"next": address(worker)}, follow=True)
    assert "先登记双方的协议" in back.content.decode()
    assert page.post(address(worker, "paper", "poem")).status_code == 404


def test_looking_is_written_into_the_read_log(enter, worker):
    page = enter("officer")
    for name in ("claim", *PAGES):
        page.get(address(worker, name))
    rows = journal.about(f"cases.case:{worker.arrears.case_id}", scope=SYSTEM.scope("")).filter(kind="read")
    assert [row.verb for row in rows] == ["arrears.claims"] * 4


def test_a_stranger_sees_no_page_and_changes_nothing(enter, worker):
    page = enter("neighbour")
    claims.compute(claimant_id=worker.pk, item=Item.ADDED_COMPENSATION, inputs=claims.AddedInput(), by=SYSTEM, at=NOW)
    file = enter("officer").post(address(worker, "paper", "schedule")).url
    enter("neighbour")
    assert {page.get(address(worker, name)).status_code for name in ("claim", *PAGES)} == {404}
    assert page.get(file).status_code == 404
    posts = [("claim",), ("site",), ("elements",), ("paper", "arbitration"), ("claim_again", "added_compensation")]
    assert {page.post(address(worker, *one), {"item": "interest"}).status_code for one in posts} == {404}
    assert page.post(address(worker, "claim_remove", "added_compensation")).status_code == 404
    assert "AX-" not in page.get(reverse("wages:changes")).content.decode()


def test_a_leader_looks_but_has_no_button_and_no_post(enter, worker):
    page = enter("leader")
    text = page.get(address(worker)).content.decode()
    assert "算一项" not in text
    assert "出仲裁申请书" not in text
    assert page.post(address(worker), {"item": "interest"}).status_code == 403
    assert page.get(address(worker, "site")).status_code == 404


def test_a_worker_of_another_case_is_not_found_under_this_one(enter, worker, ground):
    other = wage_cases.add_claimant(case_id=worker.arrears.case_id, name="职工002", owed=0, by=SYSTEM, at=NOW)
    elsewhere = reverse("wages:claim", args=(worker.arrears.case_id + 999, other.pk))
    assert enter("officer").get(elsewhere).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_workers_costs_a_bounded_number_of_queries(enter, worker, count, django_assert_max_num_queries):
    for number in range(2, count + 1):
        wage_cases.add_claimant(case_id=worker.arrears.case_id, name=f"职工{number:03d}", owed=1, by=SYSTEM, at=NOW)
    page = enter("officer")
    with django_assert_max_num_queries(40):
        assert page.get(address(worker, "claims")).status_code == 200
