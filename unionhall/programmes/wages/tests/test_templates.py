"""Templates that a clerk edits: looked at in sentences, inherited down the tree, stamped on each paper, and back."""

from io import BytesIO

import pytest
from docx import Document

from unionhall.base.refusal import Refused
from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.journal import queries as journal
from unionhall.programmes.wages.models import Arrears, Clue, TemplateVersion
from unionhall.programmes.wages.services import cases as wage_cases
from unionhall.programmes.wages.services import clues, papers
from unionhall.programmes.wages.services.papers import Paper, examples, templates
from unionhall.programmes.wages.tests.test_papers import content, said

NOW = at("2026-11-23 10:00")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Files of a test lie in its own folder."""
    settings.FILES_DIR = tmp_path


def edited(*texts: str, paper: str = "transfer") -> bytes:
    """The shipped template with paragraphs added, as Word would save it."""
    document, buffer = Document(papers.shapes.template(paper=Paper(paper))), BytesIO()
    for text in texts:
        document.add_paragraph(text)
    document.save(buffer)
    return buffer.getvalue()


def put(by, union, *texts: str, paper: str = "transfer", note: str = ""):
    """Hand in and adopt an edited template."""
    raw = edited(*texts, paper=paper)
    blob = templates.receive(content=BytesIO(raw), name="改好的.docx", by=by, at=NOW)
    return templates.adopt(union_id=union.pk, paper=Paper(paper), blob_id=blob.pk, by=by, at=NOW, note=note)


def sentences(*texts: str, paper: str = "transfer") -> list[str]:
    look = templates.look(content=edited(*texts, paper=paper), paper=Paper(paper))
    return [sentence.format(**values) for sentence, values in look.troubles]


@pytest.fixture
def arrears(ground) -> Arrears:
    """A case of the street."""
    report = clues.Report(employer_name="示例建筑工程有限公司", region_code="370702001", amount=18_900_00, people=3, contact="职工001", phone="19900000037")
    receipt, _code = clues.report(report=report, client_key="p" * 32, by=SYSTEM, at=NOW)
    clue = Clue.objects.get(case=receipt.case)
    clues.check(clue_id=clue.pk, by=SYSTEM, at=NOW)
    return wage_cases.open_from(clue_id=clue.pk, by=ground.actors["officer"], at=NOW)


def test_every_paper_has_the_fields_of_its_invented_case(ground, arrears):
    """The lint and the preview know a paper by its example, so the example has to be what is printed."""
    values = papers.values_of(file=papers.load_file(case_id=arrears.case_id, paper=Paper.TRANSFER, by=SYSTEM, at=NOW), paper=Paper.TRANSFER, stamp="x")
    assert set(values) == set(examples.EXAMPLES[Paper.TRANSFER])
    assert set(examples.EXAMPLES) == set(papers.SHAPES)


def test_wrong_fields_are_told_in_sentences_with_what_was_meant():
    assert sentences("{{ employer }} {{ total }}") == []
    assert sentences("{{ employr }}") == ["没有“employr”这个字段，是不是“employer”？"]
    assert sentences("{{ 完全不对 }}") == ["没有“完全不对”这个字段"]
    assert sentences("{%p for row in asked %}", "{{ row.lable }}", "{%p endfor %}", paper="production") == ["“asked”里没有“lable”这一列，是不是“label”？"]
    assert sentences("{%p for row in employer %}", "{{ row.a }}", "{%p endfor %}") == ["“employer”不是一张表，不能一行一行地写"]
    assert sentences("{{ employer.__class__ }}")[0].startswith("这里不行：{{ employer.__class__ }}")
    assert sentences("{{ employer|upper }}", "{% set x = 1 %}") != []


def test_a_template_keeps_the_code_and_its_own_version():
    document, buffer = Document(), BytesIO()
    document.add_paragraph("{{ employer }} {{ asked }}")
    document.save(buffer)
    look = templates.look(content=buffer.getvalue(), paper=Paper.PRODUCTION)
    said_all = [sentence.format(**values) for sentence, values in look.troubles]
    assert [sentence[:8] for sentence in said_all[:2]] == ["要留着“code", "要留着“temp"]
    assert said_all[2:] == ["“asked”是一张表，要一行一行地写"]
    assert "burden_law" in look.left_out


def test_a_preview_is_filled_with_an_invented_case():
    text = said(templates.preview(content=edited("抬头 {{ employer }}"), paper=Paper.TRANSFER))
    assert "抬头 示例建筑工程有限公司" in text
    assert "{{" not in text


def test_a_street_uses_the_countys_until_it_has_its_own(ground, arrears):
    clerk, county, street = ground.actors["clerk"], ground.unions["county"], ground.unions["street"]
    chosen = lambda: templates.chosen(paper=Paper.TRANSFER, path=street.path)  # noqa: E731
    assert chosen().stamp.startswith("系统自带")
    put(clerk, county, "区里的话")
    assert chosen().stamp.startswith("示例区总工会第 1 版")
    put(clerk, street, "街道的话")
    assert chosen().stamp.startswith("示例街道总工会第 1 版")
    templates.turn(union_id=street.pk, paper=Paper.TRANSFER, choice="inherited", by=clerk, at=NOW)
    assert chosen().stamp.startswith("示例区总工会第 1 版")
    templates.turn(union_id=street.pk, paper=Paper.TRANSFER, choice="shipped", by=clerk, at=NOW)
    assert chosen().stamp.startswith("系统自带")
    assert templates.chosen(paper=Paper.TRANSFER, path=ground.unions["sister"].path).union is None
    rows = templates.history(union=street, paper=Paper.TRANSFER, by=clerk)
    assert [(row.number, row.choice, row.actor) for row in rows] == [(3, "shipped", "示例clerk"), (2, "inherited", "示例clerk"), (1, "own", "示例clerk")]
    with pytest.raises(Refused, match="choice"):
        templates.turn(union_id=street.pk, paper=Paper.TRANSFER, choice="own", by=clerk, at=NOW)


def test_a_paper_is_made_with_it_and_stamped_with_its_version(ground, arrears):
    officer = ground.actors["officer"]
    plain = papers.save(case_id=arrears.case_id, paper="transfer", by=officer, at=NOW)
    version = put(ground.actors["clerk"], ground.unions["county"], "区里的话：{{ employer }}", note="加了一句")
    row = papers.save(case_id=arrears.case_id, paper="transfer", by=officer, at=NOW)
    assert row.pk != plain.pk
    text = said(content(row))
    stamp = f"示例区总工会第 1 版 {version.blob.sha256[:8]}"
    assert "区里的话：示例建筑工程有限公司" in text and stamp in text
    assert stamp in arrears.case.events.order_by("-number").first().inner
    assert "系统自带" in said(content(plain))
    assert journal.about(f"wages.templateversion:{version.pk}", scope=SYSTEM.scope("")).get().verb == "wages.template"


def test_the_same_file_twice_is_one_version_and_a_bad_one_is_none(ground):
    clerk, county = ground.actors["clerk"], ground.unions["county"]
    version = put(clerk, county, "话")
    assert templates.adopt(union_id=county.pk, paper=Paper.TRANSFER, blob_id=version.blob_id, by=clerk, at=NOW) == version
    blob = templates.receive(content=BytesIO(edited("{{ employr }}")), name="a.docx", by=clerk, at=NOW)
    with pytest.raises(Refused, match="template"):
        templates.adopt(union_id=county.pk, paper=Paper.TRANSFER, blob_id=blob.pk, by=clerk, at=NOW)
    assert TemplateVersion.objects.count() == 1


@pytest.mark.parametrize("who", ["officer", "neighbour", "leader", "lawyer", "administrator"])
def test_a_stranger_changes_no_template(ground, who):
    blob = templates.receive(content=BytesIO(edited()), name="a.docx", by=ground.actors["clerk"], at=NOW)
    stranger = ground.actors[who]
    with pytest.raises(Refused, match="not_yours"):
        templates.adopt(union_id=ground.unions["county"].pk, paper=Paper.TRANSFER, blob_id=blob.pk, by=stranger, at=NOW)
    with pytest.raises(Refused, match="not_yours"):
        templates.turn(union_id=ground.unions["county"].pk, paper=Paper.TRANSFER, choice="shipped", by=stranger, at=NOW)
    with pytest.raises(Refused, match="no_power"):
        templates.receive(content=BytesIO(edited()), name="a.docx", by=stranger, at=NOW)


def test_a_clerk_keeps_no_template_of_the_city_or_the_sister_and_takes_nobody_elses_file(ground):
    clerk = ground.actors["clerk"]
    for name in ("city", "sister"):
        with pytest.raises(Refused, match="not_yours"):
            put(clerk, ground.unions[name])
    theirs = templates.receive(content=BytesIO(edited()), name="a.docx", by=SYSTEM, at=NOW)
    with pytest.raises(Refused, match="not_yours"):
        templates.received(pk=theirs.pk, by=clerk)
