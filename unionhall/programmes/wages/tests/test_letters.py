# ruff: noqa: F811  fixtures are taken by name
"""Further papers and letters by the hundred: each payer its own duty, nobody named who did not allow it, nothing made twice."""

import re
import time
import zipfile
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from unionhall.base.refusal import Refused
from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.journal import queries as journal
from unionhall.kernel.people import queries as people
from unionhall.programmes.wages.kinds import LetterState
from unionhall.programmes.wages.models import Arrears, Batch, BatchLine, Clue
from unionhall.programmes.wages.services import batches, claims, clues, interviews, papers
from unionhall.programmes.wages.services import cases as wage_cases
from unionhall.programmes.wages.tests.test_claim_pages import enter  # noqa: F401  a fixture
from unionhall.programmes.wages.tests.test_papers import agreed, arrears, breach, content, made, said  # noqa: F401  fixtures

NOW = at("2026-11-23 10:00")
PHONE = "19900000037"
NUMBER = "110101190001010014"
KEY = "k" * 40


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Files of a test lie in its own folder."""
    settings.FILES_DIR = settings.STATIC_ROOT = tmp_path


def chain(arrears) -> None:
    """A subcontractor hired, the general contractor pays first, the developer held the money back."""
    arrears.claimants.update(migrant="yes")
    answers = {
        "hired_by": "subcontractor", "construction": "yes", "contractor": "示例总承包有限公司", "developer": "示例建设单位", "subcontracted": "yes",
        "licensed": "yes", "developer_paid": "no", "passed_on": "no", "borrowed_name": "no", "lawful": "yes",
    }  # fmt: skip
    claims.save_site(case_id=arrears.case_id, answers=answers, by=SYSTEM, at=NOW)


def test_each_payer_gets_its_own_duty_and_nobody_elses(ground, arrears):
    chain(arrears)
    names = [one.name for one in papers.payers_to_ask(arrears=arrears)]
    assert names == ["示例建筑工程有限公司", "示例总承包有限公司", "示例建设单位"]
    texts = [made(arrears, "demand", payer=place) for place in (1, 2, 3)]
    for text, article in zip(texts, ("劳动合同法第30条", "保障农民工工资支付条例第30条", "保障农民工工资支付条例第29条第2款"), strict=True):
        assert article in text
        assert "40,950.00" in text and "肆万零玖佰伍拾元" in text
    assert "第29条" not in texts[0] + texts[1] and "第30条" not in texts[2]
    assert "示例建设单位" not in texts[0] + texts[1]
    assert "从宽" in texts[0] and "从宽" not in texts[1] + texts[2]
    with pytest.raises(Refused, match="which_payer"):
        papers.save(case_id=arrears.case_id, paper="demand", by=SYSTEM, at=NOW, payer=4)


def allow(arrears, answer: str) -> None:
    """The worker's own word about the name in letters to the employer."""
    person = arrears.claimants.get().person
    interview = interviews.begin(case=arrears.case, person=person, by=SYSTEM, at=NOW)
    interviews.say(interview=interview, question="named", value=answer, at=NOW)


def test_a_demand_names_only_who_allowed_it_and_a_later_no_takes_it_back(arrears):
    assert "职工001" not in made(arrears, "demand", payer=1)
    allow(arrears, "yes")
    text = made(arrears, "demand", payer=1)
    assert "职工001" in text and "仲裁时效从贵方收到本函那天起重新计算（调裁法 第27条第2款）" in text
    allow(arrears, "no")
    text = made(arrears, "demand", payer=1)
    assert "职工001" not in text and "重新计算" not in text


def test_a_reply_without_a_lawful_number_of_days_stays_blank_with_the_badge(arrears):
    text = made(arrears, "demand", payer=1)
    assert "请在 ＿＿＿＿ 前付清" in text and "【待核实】" in text


def test_a_transfer_tells_sums_and_places_and_no_worker(arrears):
    text = made(arrears, "transfer")
    assert "40,950.00 元，大写 肆万零玖佰伍拾元" in text and "示例建筑工程有限公司" in text and "5 个工作日" in text
    assert "职工001" not in text and PHONE[-4:] not in text


def test_the_power_of_attorney_has_the_number_in_full_and_the_read_is_written_down(ground, arrears):
    person = arrears.claimants.get().person
    person.id_number = NUMBER
    person.save()
    lawyer = ground.actors["lawyer"]
    wage_cases.give_aid(
        case_id=arrears.case_id, claimant_id=arrears.claimants.get().pk, lawyer=people.account(lawyer.account_id), matter="arbitration", by=ground.actors["officer"], at=NOW
    )  # fmt: skip
    text = made(arrears, "authority", by=lawyer)
    assert NUMBER in text and "示例lawyer" in text and "一般代理" in text and "特别授权" in text
    read = journal.about(f"people.person:{person.pk}", scope=SYSTEM.scope("")).filter(verb="people.unmask.id_number").get()
    assert (read.account_id, "授权委托书" in read.reason) == (lawyer.account_id, True)
    assert NUMBER not in made(arrears, "arbitration") + made(arrears, "support") + made(arrears, "production")


def test_a_group_gives_authority_to_the_representatives_it_chose(arrears):
    other = wage_cases.add_claimant(case_id=arrears.case_id, name="职工002", owed=12_600_00, by=SYSTEM, at=NOW)
    with pytest.raises(Refused, match="which_claimant"):
        papers.save(case_id=arrears.case_id, paper="authority", by=SYSTEM, at=NOW)
    arrears.claimants.filter(pk=other.pk).update(representative=True)
    text = made(arrears, "authority")
    assert "推举下面的人为代表人" in text and "代表人" in text and "办案规则" in text
    assert "职工002" not in made(arrears, "authority", claimant_id=arrears.claimants.exclude(pk=other.pk).get().pk)


def test_a_payment_order_is_asked_for_only_where_its_conditions_hold(agreed):
    with pytest.raises(Refused, match="nothing_due"):
        papers.save(case_id=agreed.case_id, paper="order", by=SYSTEM, at=NOW)
    breach(agreed, at("2026-12-01 00:01"))
    text = said(content(papers.save(case_id=agreed.case_id, paper="order", by=SYSTEM, at=at("2026-12-01 09:00"))))
    assert "支付 10,000.00 元，大写 壹万元" in text and "民诉法 第225条" in text and "第16条" in text
    Clue.objects.update(boss_reachable="no")
    with pytest.raises(Refused, match="po_unreachable"):
        papers.save(case_id=agreed.case_id, paper="order", by=SYSTEM, at=at("2026-12-01 09:00"))


def test_the_employer_is_asked_to_bring_what_the_worker_cannot_show(arrears):
    text = made(arrears, "production")
    assert "工资支付台账和工资清单" in text and "劳动争议调解仲裁法第39条第2款" in text and "考勤记录" in text
    interview = interviews.begin(case=arrears.case, person=arrears.claimants.get().person, by=SYSTEM, at=NOW)
    interviews.say(interview=interview, question="has_period", value="attendance,contract", at=NOW)
    text = made(arrears, "production")
    assert "考勤记录" not in text and "工资支付台账和工资清单" in text
    interviews.say(interview=interview, question="has_arrears", value="iou", at=NOW)
    with pytest.raises(Refused, match="nothing_to_produce"):
        papers.save(case_id=arrears.case_id, paper="production", by=SYSTEM, at=NOW)


def another(number: int, owed: int = 5_000_00) -> Arrears:
    """One more case of the county."""
    report = clues.Report(employer_name=f"示例{number}号工程有限公司", region_code="370702001", amount=owed, people=1)
    receipt, _code = clues.report(report=report, client_key=f"{number:040d}", by=SYSTEM, at=NOW)
    clue = Clue.objects.get(case=receipt.case)
    clues.check(clue_id=clue.pk, by=SYSTEM, at=NOW)
    return wage_cases.open_from(clue_id=clue.pk, by=SYSTEM, at=NOW)


def start(officer, rows=None, key=KEY, paper="transfer") -> Batch:
    return batches.start(paper=paper, rows=Arrears.objects.order_by("pk") if rows is None else rows, client_key=key, by=officer, at=NOW)


def test_letters_are_made_in_lots_once_each_and_what_cannot_be_made_says_why(ground, arrears, monkeypatch):
    monkeypatch.setattr(batches, "AT_ONCE", 2)
    officer = ground.actors["officer"]
    for number in range(1, 4):
        another(number)
    another(9, owed=0)
    batch = start(officer)
    assert start(officer) == batch and BatchLine.objects.count() == 5
    left = [batches.make_some(batch_id=batch.pk, at=NOW) for _lot in range(3)]
    assert left == [3, 1, 0]
    found = {line.arrears.employer_name: (line.state, line.why) for line in batch.lines.select_related("arrears")}
    assert found["示例9号工程有限公司"] == ("refused", "先算清每个人欠多少，再出这份文书")
    assert [state for state, _why in found.values()].count("made") == 4
    files = list(batch.lines.values_list("file", flat=True))
    assert batches.make_some(batch_id=batch.pk, at=NOW) == 0
    assert list(batch.lines.values_list("file", flat=True)) == files
    assert Batch.objects.get().finished_at == NOW
    again = start(officer, key="z" * 40)
    batches.make_some(batch_id=again.pk, at=NOW), batches.make_some(batch_id=again.pk, at=NOW), batches.make_some(batch_id=again.pk, at=NOW)
    assert list(again.lines.values_list("file", flat=True)) == files, "the same letter is not made twice"


def test_the_archive_has_every_letter_and_the_list_and_is_the_same_each_time(ground, arrears):
    officer = ground.actors["officer"]
    another(9, owed=0)
    batch = start(officer)
    batches.make_some(batch_id=batch.pk, at=NOW)
    first, second = BytesIO(), BytesIO()
    assert batches.archive(batch=batch, by=officer, at=NOW, target=first) == 1
    batches.archive(batch=batch, by=officer, at=NOW, target=second)
    with zipfile.ZipFile(first) as one, zipfile.ZipFile(second) as other:
        names = one.namelist()
        assert names == other.namelist() and all(one.read(name) == other.read(name) for name in names if name.endswith(".docx"))
        assert re.fullmatch(r"001 AX-2026-\d+ 线索移送函\.docx", names[0])
        rows = list(load_workbook(BytesIO(one.read("000 清单.xlsx"))).active.iter_rows(values_only=True))
    assert [row[4] for row in rows[1:]] == ["做好了", "没做成"]
    assert "先算清" in rows[2][5]


def test_a_demand_goes_to_each_payer_of_each_case(ground, arrears):
    chain(arrears)
    another(1)
    batch = start(ground.actors["officer"], paper="demand")
    batches.make_some(batch_id=batch.pk, at=NOW)
    labels = [line.file.label for line in batch.lines.select_related("file").order_by("pk")]
    assert labels == ["催告函（示例建筑工程有限公司）", "催告函（示例总承包有限公司）", "催告函（示例建设单位）", "催告函（示例1号工程有限公司）"]


def test_a_stranger_asks_for_no_letters_and_opens_nobody_elses(ground, arrears):
    officer, neighbour = ground.actors["officer"], ground.actors["neighbour"]
    batch = start(officer)
    for who in (neighbour, ground.actors["clerk"], ground.actors["leader"]):
        with pytest.raises(Refused, match="not_yours"):
            batches.load(pk=batch.pk, by=who)
    with pytest.raises(Refused, match="form_key"):
        start(neighbour)
    theirs = start(neighbour, key="n" * 40)
    batches.make_some(batch_id=theirs.pk, at=NOW)
    assert theirs.lines.get().state == LetterState.REFUSED
    assert "不归您管" in theirs.lines.get().why
    with pytest.raises(Refused, match="paper"):
        start(officer, paper="authority", key="a" * 40)


def test_the_pages_lead_from_the_list_to_the_archive(ground, arrears, enter):
    client = enter("officer")
    page = client.get(reverse("wages:cases")).content.decode()
    assert reverse("wages:letters_new") in page
    page = client.get(reverse("wages:letters_new") + "?tab=open")
    assert page.status_code == 200 and arrears.case.reference in page.content.decode()
    key = re.search(r'name="key" value="([0-9a-f]{40})"', page.content.decode())[1]
    assert client.post(reverse("wages:letters_new"), {"case": arrears.case_id, "key": key}).status_code == 422
    done = client.post(reverse("wages:letters_new"), {"case": arrears.case_id, "key": key, "paper": "transfer"})
    batch = Batch.objects.get()
    assert done.url == reverse("wages:letters_batch", args=[batch.pk])
    assert 'http-equiv="refresh"' in client.get(done.url).content.decode()
    batches.make_some(batch_id=batch.pk, at=NOW)
    page = client.get(done.url).content.decode()
    assert "做完了" in page and 'http-equiv="refresh"' not in page
    response = client.get(reverse("wages:letters_file", args=[batch.pk]))
    assert zipfile.ZipFile(BytesIO(b"".join(response.streaming_content))).namelist()[-1] == "000 清单.xlsx"


def test_letters_by_the_hundred_are_not_the_lawyers(ground, arrears, enter):
    assert enter("lawyer").get(reverse("wages:letters_new")).status_code == 404


@pytest.mark.prove
def test_two_hundred_letters_are_made_within_three_minutes(ground, arrears):
    """Measured on the machine at hand and printed: seconds for 200 letters, and for their archive."""
    for number in range(1, 200):
        another(number)
    batch, began = start(ground.actors["officer"], paper="demand"), time.perf_counter()
    while batches.make_some(batch_id=batch.pk, at=NOW):
        pass
    made_in, target = time.perf_counter() - began, BytesIO()
    count = batches.archive(batch=batch, by=ground.actors["officer"], at=NOW, target=target)
    print(f"200 letters in {made_in:.1f} s; archive of {count} letters {target.tell() / 1e6:.1f} MB in {time.perf_counter() - began - made_in:.1f} s")
    assert count == 200 and made_in < 180
