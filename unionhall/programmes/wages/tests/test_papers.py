"""Papers say what the file says: sums, capitals, articles, versions, badges; nobody else gets them."""

import zipfile
from datetime import date
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

from unionhall.base.refusal import Refused
from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.cases import services as cases
from unionhall.kernel.files import services as files
from unionhall.kernel.files.kinds import FileKind
from unionhall.programmes.wages.models import Arrears, Clue
from unionhall.programmes.wages.rules.arrears import Period
from unionhall.programmes.wages.rules.lines import Item
from unionhall.programmes.wages.services import agreements, claims, clues, papers
from unionhall.programmes.wages.services import cases as wage_cases

NOW = at("2026-11-23 10:00")
PHONE = "19900000037"
OF_A_GROUP = frozenset({papers.Paper.REPRESENTATIVES, papers.Paper.DISTRIBUTION})  # test_group_pages makes them
SUMMER = claims.ArrearsInput(
    tuple(Period(date(2026, month, 1), date(2026, month, last), 6_300_00) for month, last in ((6, 30), (7, 31), (8, 31)))
)
SERVICE = claims.SeveranceInput(date(2023, 5, 8), date(2026, 8, 20), (6_300_00,) * 12)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001"
    "e221bc330000000049454e44ae426082"
)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Files of a test lie in its own folder."""
    settings.FILES_DIR = tmp_path


@pytest.fixture
def arrears(ground) -> Arrears:
    """A case of one: 职工001, wages and severance computed."""
    report = clues.Report(
        employer_name="示例建筑工程有限公司", region_code="370702001", amount=18_900_00, people=1, contact="职工001",
        phone=PHONE, migrant="yes", period="2026年6月到8月", project="二期工地", money_kind="wages",
    )  # fmt: skip
    receipt, _code = clues.report(report=report, client_key="p" * 32, by=SYSTEM, at=NOW)
    clues.check(clue_id=Clue.objects.get(case=receipt.case).pk, by=ground.actors["clerk"], at=NOW)
    row = wage_cases.open_from(clue_id=Clue.objects.get(case=receipt.case).pk, by=ground.actors["officer"], at=NOW)
    for item, inputs in ((Item.ARREARS, SUMMER), (Item.SEVERANCE, SERVICE)):
        claims.compute(claimant_id=row.claimants.get().pk, item=item, inputs=inputs, by=SYSTEM, at=NOW)
    return Arrears.objects.get(pk=row.pk)


@pytest.fixture
def agreed(ground, arrears) -> Arrears:
    """The same case with an agreement of two instalments."""
    wage_cases.take(case_id=arrears.case_id, step="negotiate", by=ground.actors["officer"], at=NOW)
    agreements.sign(
        case_id=arrears.case_id, kind="mediation", signed_on=date(2026, 11, 23), by=ground.actors["officer"], at=NOW,
        parts=[(date(2026, 11, 30), 10_000_00), (date(2026, 12, 31), 8_900_00)], body="示例区总工会调解委员会",
    )  # fmt: skip
    return arrears


def content(row) -> bytes:
    """The bytes of a kept paper."""
    with files.opened(blob=row.blob) as file:
        return file.read()


def said(raw: bytes) -> str:
    """All text of a docx: paragraphs, tables, footer."""
    document = Document(BytesIO(raw))
    parts = [document.element.body, document.sections[0].footer._element]
    paragraphs = [paragraph for part in parts for paragraph in part.iter(qn("w:p"))]
    return "\n".join("".join(node.text or "" for node in paragraph.iter(qn("w:t"))) for paragraph in paragraphs)


def made(arrears: Arrears, paper: str, by=SYSTEM, **more) -> str:
    """A paper made, kept and read back."""
    return said(content(papers.save(case_id=arrears.case_id, paper=paper, by=by, at=NOW, **more)))


def test_the_shipped_templates_are_what_the_builder_makes(tmp_path):
    for built in papers.ship(folder=tmp_path):
        shipped = papers.shapes.TEMPLATES / built.name
        with zipfile.ZipFile(built) as new, zipfile.ZipFile(shipped) as old:
            assert {name: new.read(name) for name in new.namelist()} == {name: old.read(name) for name in old.namelist()}
    others = {path.stem for path in papers.shapes.TEMPLATES.glob("briefing_*.docx")}  # the reports' own builder makes those
    assert {path.stem for path in papers.shapes.TEMPLATES.glob("*.docx")} - others == set(papers.SHAPES)


@pytest.mark.parametrize("paper", papers.SHAPES)
def test_every_template_asks_only_for_plain_fields(paper):
    found = files.lint(template=papers.shapes.template(paper=paper))
    assert found.forbidden == ()
    assert found.foreign == ()
    assert {"code", "template", "version", "reference"} <= set(found.fields)


@pytest.mark.parametrize("paper", [paper for paper in papers.SHAPES if paper in papers.POWERS and paper not in OF_A_GROUP])
def test_a_paper_opens_without_a_field_left_and_with_chinese_fonts(agreed, paper):
    raw = content(papers.save(case_id=agreed.case_id, paper=paper, by=SYSTEM, at=at("2026-12-05 09:00"), payer=1))
    text = said(raw)
    assert not [sign for sign in ("{{", "}}", "{%", "%}") if sign in text]
    styles = {style.name: style.element for style in Document(BytesIO(raw)).styles}
    names = ("Normal", "Heading 1", "Heading 2")
    fonts = {name: styles[name].find(f".//{qn('w:rFonts')}").get(qn("w:eastAsia")) for name in names}
    assert fonts == {"Normal": "仿宋", "Heading 1": "黑体", "Heading 2": "黑体"}


def test_the_arbitration_application_has_each_item_with_arithmetic_article_version_and_badge(arrears):
    text = made(arrears, "arbitration")
    for words in (
        "劳动人事争议仲裁申请书", "18,900.00", "22,050.00", "40,950.00", "肆万零玖佰伍拾元",
        "2026年6月：6,300.00 − 0.00 = 6,300.00 元",
        "3.5 × 6,300.00 = 22,050.00 元", "劳动合同法第47条", "2026-11-23/370702001/", "【待核实】", "示例建筑工程有限公司",
        arrears.case.reference, "核验码",
    ):  # fmt: skip
        assert words in text


def test_numbers_of_persons_are_masked_on_paper(arrears):
    text = made(arrears, "arbitration") + made(arrears, "aid")
    assert "199****0037" in text
    assert PHONE not in text


def test_the_respondents_stand_in_the_order_of_payment(arrears):
    answers = {"hired_by": "subcontractor", "construction": "yes", "contractor": "示例总承包有限公司", "licensed": "yes"}
    claims.save_site(case_id=arrears.case_id, answers=answers, by=SYSTEM, at=NOW)
    text = made(arrears, "arbitration")
    assert text.index("示例建筑工程有限公司") < text.index("示例总承包有限公司")
    assert "保障农民工工资支付条例第30条" in text


def test_the_evidence_stands_with_its_hash_and_our_own_papers_do_not(arrears):
    blob = files.keep(content=BytesIO(PNG), name="考勤.png", by=SYSTEM, at=NOW, allow=frozenset({FileKind.IMAGE}))
    cases.add_file(case=arrears.case, blob=blob, label="8月考勤表", by=SYSTEM, at=NOW)
    papers.save(case_id=arrears.case_id, paper="schedule", by=SYSTEM, at=NOW)
    text = made(arrears, "arbitration")
    assert "8月考勤表" in text
    assert blob.sha256 in text
    assert "欠薪明细表" not in text


def test_what_is_not_computed_yet_is_printed_as_reported_with_the_badge(arrears):
    wage_cases.add_claimant(case_id=arrears.case_id, name="职工002", owed=12_600_00, by=SYSTEM, at=NOW)
    text = made(arrears, "arbitration")
    assert "12,600.00" in text
    assert "按本人所报，还没有逐项计算" in text
    assert "53,550.00" in text


def test_an_application_about_nothing_is_refused(ground, arrears):
    worker = arrears.claimants.get()
    worker.lines.all().delete()
    worker.owed = 0
    worker.save()
    Arrears.objects.update(owed=0)
    with pytest.raises(Refused, match="no_claims"):
        papers.save(case_id=arrears.case_id, paper="arbitration", by=SYSTEM, at=NOW)
    assert papers.papers_in(arrears=arrears, scope=SYSTEM.scope("")) == []


def test_the_mediation_agreement_has_instalments_capitals_and_the_wages_only_warning(agreed):
    text = made(agreed, "mediation")
    for words in (
        "18,900.00", "壹万捌仟玖佰元", "2026年11月30日", "10,000.00", "壹万元", "本协议只谈工资", "分两份签", "第51条",
        "2026年12月23日",
    ):  # fmt: skip
        assert words in text
    row = agreed.agreements.get()
    row.wages_only = False
    row.save()
    assert "不能凭它直接起诉" in made(agreed, "mediation")


def test_the_last_day_of_confirmation_past_new_year_is_provisional(ground, arrears):
    wage_cases.take(case_id=arrears.case_id, step="negotiate", by=ground.actors["officer"], at=NOW)
    agreements.sign(
        case_id=arrears.case_id, kind="mediation", signed_on=date(2026, 12, 20), parts=[(date(2027, 1, 31), 1_00)],
        by=SYSTEM, at=NOW,
    )  # fmt: skip
    assert "【暂定】" in made(arrears, "mediation")


def test_without_an_agreement_there_is_no_agreement_to_print(arrears):
    for paper in ("mediation", "payment_order", "order"):
        with pytest.raises(Refused, match="no_agreement"):
            papers.save(case_id=arrears.case_id, paper=paper, by=SYSTEM, at=NOW)
    assert {paper for paper, _label in papers.ready(arrears=arrears, by=SYSTEM)} == {
        "arbitration", "aid", "schedule", "support", "authority", "production", "demand", "transfer",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("migrant", "words"), [("yes", "免予核查"), ("no", "要核查经济困难状况"), ("unknown", "还没查清是不是农民工")]
)
def test_a_rural_worker_claiming_pay_needs_no_check_of_hardship(arrears, migrant, words):
    arrears.claimants.update(migrant=migrant)
    assert words in made(arrears, "aid")


def test_legal_aid_is_asked_for_one_worker_at_a_time(arrears):
    other = wage_cases.add_claimant(case_id=arrears.case_id, name="职工002", owed=12_600_00, by=SYSTEM, at=NOW)
    with pytest.raises(Refused, match="which_claimant"):
        papers.save(case_id=arrears.case_id, paper="aid", by=SYSTEM, at=NOW)
    text = made(arrears, "aid", claimant_id=other.pk)
    assert "职工002" in text
    assert "职工001" not in text


def test_the_schedule_is_numbers_not_formulas_and_adds_up(arrears):
    wage_cases.add_claimant(case_id=arrears.case_id, name="=1+1", owed=12_600_00, by=SYSTEM, at=NOW)
    raw = content(papers.save(case_id=arrears.case_id, paper="schedule", by=SYSTEM, at=NOW))
    with zipfile.ZipFile(BytesIO(raw)) as book:
        assert not [name for name in book.namelist() if "worksheets/sheet" in name and b"<f>" in book.read(name)]
    sheet = load_workbook(BytesIO(raw)).active
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    assert [row[6] for row in rows if row[5] == "小计"] == [40_950, 12_600]
    assert (rows[-1][1], rows[-1][6], rows[-1][7]) == ("合计", 53_550, "伍万叁仟伍佰伍拾元整")
    assert rows[0][3] == "199****0037"
    assert "【待核实】" in {row[9] for row in rows}
    assert [row[1] for row in rows][3] == "=1+1"


def test_the_same_rows_give_the_same_paper_once_and_a_changed_sum_another_code(arrears):
    first = papers.save(case_id=arrears.case_id, paper="arbitration", by=SYSTEM, at=NOW)
    assert papers.save(case_id=arrears.case_id, paper="arbitration", by=SYSTEM, at=NOW) == first
    code = arrears.case.events.order_by("-number").first().inner
    assert code.startswith("核验码 ")
    assert code.endswith(first.blob.sha256)
    less = claims.ArrearsInput(SUMMER.periods[:1])
    claims.compute(claimant_id=arrears.claimants.get().pk, item=Item.ARREARS, inputs=less, by=SYSTEM, at=NOW)
    second = papers.save(case_id=arrears.case_id, paper="arbitration", by=SYSTEM, at=NOW)
    assert papers.papers_in(arrears=arrears, scope=SYSTEM.scope("")) == [second, first]
    assert arrears.case.events.order_by("-number").first().inner != code


def test_a_paper_is_kept_in_the_folder_shared_with_the_only_worker_and_told(ground, arrears):
    row = papers.save(case_id=arrears.case_id, paper="arbitration", by=ground.actors["officer"], at=NOW)
    assert (row.label, row.shared, row.blob.name.endswith("仲裁申请书.docx")) == ("仲裁申请书", True, True)
    assert arrears.case.events.order_by("-number").first().says == "出了一份文书：仲裁申请书"
    assert papers.save(case_id=arrears.case_id, paper="schedule", by=ground.actors["officer"], at=NOW).shared is False
    wage_cases.add_claimant(case_id=arrears.case_id, name="职工002", owed=1, by=SYSTEM, at=NOW)
    assert papers.save(case_id=arrears.case_id, paper="arbitration", by=ground.actors["officer"], at=NOW).shared is False


@pytest.mark.parametrize("who", ["neighbour", "leader", "lawyer", "hotline"])
def test_a_stranger_gets_no_paper(ground, agreed, who):
    for paper in papers.Paper:
        with pytest.raises(Refused, match="not_yours"):
            papers.save(case_id=agreed.case_id, paper=paper, by=ground.actors[who], at=NOW)


def breach(arrears: Arrears, moment) -> None:
    """Let the due days before a moment lapse."""
    cases.sweep(at=moment)
    for deadline in arrears.case.deadlines.filter(state="lapsed", code="instalment"):
        agreements.lapse(deadline=deadline, at=moment)


def test_a_breach_drafts_the_application_and_the_note_once(agreed):
    moment = at("2026-12-01 00:01")
    assert papers.draft_after_breach(case_id=agreed.case_id, at=moment) == []
    breach(agreed, moment)
    drafts = papers.draft_after_breach(case_id=agreed.case_id, at=moment)
    assert [row.label for row in drafts] == ["仲裁申请书（草稿）", "支付令提示（草稿）"]
    assert papers.draft_after_breach(case_id=agreed.case_id, at=at("2026-12-02 00:01")) == []
    note = said(content(drafts[1]))
    for words in ("2026年11月30日", "10,000.00", "壹万元", "可以拿协议向基层法院申请", "第226条"):
        assert words in note
    assert "2026年12月31日" not in note


def test_a_boss_who_cannot_be_reached_gets_no_payment_order(agreed):
    Clue.objects.update(boss_reachable="no")
    breach(agreed, at("2026-12-01 00:01"))
    drafts = papers.draft_after_breach(case_id=agreed.case_id, at=at("2026-12-01 00:02"))
    assert "支付令送不到" in said(content(drafts[1]))


def test_a_case_whose_workers_are_not_listed_is_drafted_from_the_agreement(agreed):
    agreed.claimants.get().lines.all().delete()
    agreed.claimants.update(owed=0)
    breach(agreed, at("2026-12-01 00:01"))
    drafts = papers.draft_after_breach(case_id=agreed.case_id, at=at("2026-12-01 00:02"))
    text = said(content(drafts[0]))
    assert "还没有逐人计算" in text
    assert "18,900.00" in text
