import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt
from docxtpl import DocxTemplate
from jinja2 import Environment

from unionhall.base.refusal import Refused

from .. import services
from ..kinds import Block, Each, Grid, Heading, Pairs, Paragraph, When
from ..services import documents, docxpress
from . import hostile

BLOCKS: list[Block] = [
    Heading("一、申请人"),
    Pairs(((("姓名", "{{ name }}"), ("电话", "{{ phone }}")), (("住址", "{{ address }}"),))),
    Heading("二、请求"),
    Grid("items", (("项目", "{{ row.item }}", 100), ("金额（元）", "{{ row.money }}", 60))),
    When("note", (Paragraph("另：{{ note }}"),)),
    Each("facts", (Paragraph("{{ row.text }}"),)),
    Paragraph("{{ day }}", align="right"),
]
VALUES = {
    "number": "AX-2026-000123",
    "name": "职工001",
    "phone": "19900000001",
    "address": "示例市 1 号 <b>&\n二楼",
    "items": [{"item": "工资", "money": "18,900.00"}, {"item": "加班费", "money": "-600.00"}],
    "note": "",
    "facts": [{"text": "2024年3月入职"}, {"text": "2024年8月20日未付"}],
    "day": "2024年8月20日",
    "law": "劳动法第五十条",
}


def form(*blocks: Block) -> bytes:
    return services.paper(title="仲裁申请书 {{ number }}", blocks=blocks or BLOCKS, foot="{{ law }}")


def plain(text: str) -> bytes:
    """A template with one paragraph, its text in one run."""
    document, buffer = Document(), BytesIO()
    document.add_paragraph(text)
    document.save(buffer)
    return buffer.getvalue()


def read(document: bytes) -> list[str]:
    found = Document(BytesIO(document))
    cells = [cell.text for table in found.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in found.paragraphs] + cells


def test_a_template_is_filled_with_fields_rows_and_what_is_there() -> None:
    filled = services.fill(template=form(), values=VALUES)
    texts = read(filled)
    assert texts[:5] == [
        "仲裁申请书 AX-2026-000123",
        "一、申请人",
        "二、请求",
        "2024年3月入职",
        "2024年8月20日未付",
    ]
    assert "示例市 1 号 <b>&\n二楼" in texts and not any("另：" in text for text in texts)
    assert [row.cells[0].text for row in Document(BytesIO(filled)).tables[1].rows] == [
        "项目",
        "工资",
        "加班费",
    ]
    assert (
        Document(BytesIO(filled)).sections[0].footer.paragraphs[0].text == "劳动法第五十条　第 1 页 共 1 页"
    )


def test_the_same_input_gives_the_same_bytes() -> None:
    assert form() == form()
    assert services.fill(template=form(), values=VALUES) == services.fill(template=form(), values=VALUES)


def test_a_template_from_a_path_is_filled_like_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(form())
    assert services.fill(template=tmp_path / "a.docx", values=VALUES) == services.fill(
        template=form(), values=VALUES
    )


def test_lint_tells_what_a_template_asks_for() -> None:
    found = services.lint(template=form())
    assert set(found.fields) == {"number", "name", "phone", "address", "note", "day", "law"}
    assert found.lists == {"facts": ("text",), "items": ("item", "money")} and found.forbidden == ()


def test_a_field_without_value_is_refused_by_name() -> None:
    values = {name: value for name, value in VALUES.items() if name not in {"phone", "items"}}
    with pytest.raises(Refused, match="field_missing.*phone、items"):
        services.fill(template=form(), values=values)
    rows = [{"item": "工资"}]
    with pytest.raises(Refused, match="field_missing"):
        services.fill(template=form(), values={**VALUES, "items": rows})


@pytest.mark.parametrize(
    "value",
    [
        1,
        None,
        b"x",
        {"a": "b"},
        ["text"],
        [["text"]],
        [{"a": 1}],
        [{"a": ["b"]}],
        [{"a": {"b": "c"}}],
        Ellipsis,
    ],
    ids=repr,
)
def test_anything_but_strings_and_rows_of_strings_is_an_error(value: object) -> None:
    with pytest.raises(TypeError):
        services.fill(template=form(), values={**VALUES, "note": value})  # type: ignore[dict-item]


@pytest.mark.parametrize("name", ["__class__", "a b", "a.b", "", "1a", "_a"])
def test_a_field_has_a_plain_name(name: str) -> None:
    with pytest.raises(TypeError):
        services.fill(template=form(), values={**VALUES, name: "x"})


# promise 19: nothing in a template runs

ROOTS = [
    "name", "''", "()", "[]", "{}", "1", "self", "loop", "row", "config", "request", "cycler", "lipsum",
    "namespace", "none", "true", "items",
]  # fmt: skip
TAILS = [
    ".__class__", ".__init__.__globals__", "['__class__']", "|attr('__class__')", ".mro()",
    ".format(x)", "()", "*9**9", "|upper", "~''", ".items", " if 1 else 2",
]  # fmt: skip
STATEMENTS = [
    "{% set x = 1 %}", "{% include 'a' %}", "{% import 'os' as o %}", "{% extends 'a' %}", "{% raw %}",
    "{% macro m() %}{% endmacro %}", "{% call m() %}{% endcall %}", "{% filter upper %}", "{% do x %}",
    "{% for x in range(9) %}", "{% for x in items if x %}", "{% for x, y in items %}",
    "{% if name == 'a' %}", "{% if not name %}", "{% with x = 1 %}", "{% print(1) %}", "{# note #}",
    "{% autoescape false %}", "{%- if name() -%}", "{{r name|safe }}", "{{ name }", "{{", "{%",
    "{{ _name }}", "{{ 名|e }}", "{% hm %}", "{% vm %}", "{% colspan 9*9 %}", "{% for self in items %}",
]  # fmt: skip
PAYLOADS = [f"{{{{ {root}{tail} }}}}" for root in ROOTS for tail in TAILS] + STATEMENTS


def test_none_of_more_than_two_hundred_payloads_is_allowed() -> None:
    assert len(PAYLOADS) >= 200
    for payload in PAYLOADS:
        found = docxpress.Found()
        found.read(payload)
        assert found.forbidden, payload


@pytest.mark.parametrize("place", ["body", "header", "footer", "title", "split runs"])
def test_a_payload_is_found_and_refused_wherever_it_stands(place: str) -> None:
    document, buffer, payload = Document(), BytesIO(), "{{ ''.__class__ }}"
    match place:
        case "title":
            document.core_properties.title = payload
        case "split runs":
            paragraph = document.add_paragraph()
            for piece in ("{", "{ ''.__cl", "ass__ }", "}"):
                paragraph.add_run(piece).bold = True
        case "body":
            document.add_paragraph(payload)
        case _:
            getattr(document.sections[0], place).paragraphs[0].text = payload
    document.save(buffer)
    assert len(services.lint(template=buffer.getvalue()).forbidden) == 1
    with pytest.raises(Refused, match="template_forbidden"):
        services.fill(template=buffer.getvalue(), values={})


def test_without_the_guard_a_payload_is_evaluated() -> None:
    template, buffer = DocxTemplate(BytesIO(plain("{{ ''.__class__ }}{{ 6 * 7 }}"))), BytesIO()
    template.render({}, Environment(autoescape=True))
    template.save(buffer)
    assert read(buffer.getvalue()) == ["<class 'str'>42"]


def test_a_value_that_looks_like_a_field_stays_text() -> None:
    values = {**VALUES, "name": "{{ phone }}", "facts": [{"text": payload} for payload in PAYLOADS]}
    texts = read(services.fill(template=form(), values=values))
    assert "{{ phone }}" in texts and set(PAYLOADS) <= set(texts)


# limits


@pytest.mark.parametrize(
    "name", ["bomb", "billion laughs", "macro", "path upward", "half an archive", "empty"]
)
def test_a_hostile_template_is_refused_before_the_child_sees_it(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "CHILD", Path("absent"))
    with pytest.raises(Refused, match="file_"):
        services.lint(template=hostile.REFUSED[name][0])


@pytest.mark.parametrize(
    "part", [hostile.DEEP, b"<w:document/>", b"<a", b""], ids=["deep", "wrong", "torn", "blank"]
)
def test_a_broken_document_is_refused_in_words(part: bytes) -> None:
    source, buffer = BytesIO(plain("x")), BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, part if name == "word/document.xml" else old.read(name))
    with pytest.raises(Refused):
        services.fill(template=buffer.getvalue(), values={})


def test_a_document_that_grows_without_end_is_stopped_in_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "WALL_SECONDS", 0.05)
    with pytest.raises(Refused, match="document_too_heavy"):
        services.fill(template=form(), values=VALUES)


def test_the_child_has_less_memory_than_a_greedy_template_wants(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    small = tmp_path / "docxpress.py"
    small.write_text(
        re.sub(r"^MEMORY = .*$", "MEMORY = 160 * 1024 * 1024", documents.CHILD.read_text(), flags=re.M)
    )
    monkeypatch.setattr(documents, "CHILD", small)
    rows = [{"text": "长" * 2_000} for _row in range(5_000)]
    with pytest.raises(Refused, match="document_too_heavy"):
        services.fill(template=form(), values={**VALUES, "facts": rows})


def test_a_fault_of_the_program_is_loud(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "child.py").write_text("raise LookupError('broken')")
    monkeypatch.setattr(documents, "CHILD", tmp_path / "child.py")
    with pytest.raises(RuntimeError, match="broken"):
        services.fill(template=form(), values=VALUES)


# paper and fonts


def test_a_paper_is_a4_with_the_house_margins_and_fonts() -> None:
    document = Document(BytesIO(form()))
    section = document.sections[0]
    sides = (section.left_margin, section.right_margin, section.top_margin, section.bottom_margin)
    assert [round(length.mm, 1) for length in (section.page_width, section.page_height)] == [210, 297]
    assert [round(side.mm, 1) for side in sides] == [25] * 4
    for name, font, size in (("Normal", "仿宋", 12), ("Heading 1", "黑体", 16), ("Heading 2", "黑体", 12)):
        style = document.styles[name]
        assert style.font.size == Pt(size) and style.paragraph_format.line_spacing == 1.5
        assert style.element.rPr.rFonts.get(qn("w:eastAsia")) == font


def test_a_row_never_breaks_and_the_heading_of_a_table_repeats() -> None:
    grid = Document(BytesIO(services.fill(template=form(), values=VALUES))).tables[1]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in grid.rows)
    assert [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in grid.rows] == [True, False, False]


def fonts_of(document: bytes) -> set[str]:
    """The East Asian font of each run that has one of its own."""
    runs = Document(BytesIO(document)).element.iter(qn("w:rFonts"))
    return {font for run in runs if (font := run.get(qn("w:eastAsia")))}


def test_runs_without_a_chinese_font_get_one_by_their_place() -> None:
    document, buffer = Document(), BytesIO()
    document.add_heading("标题")
    document.add_paragraph("正文")
    document.add_table(1, 1).cell(0, 0).text = "表格"
    document.save(buffer)
    dressed = services.ensure_fonts(document=buffer.getvalue())
    assert fonts_of(buffer.getvalue()) == set() and fonts_of(dressed) == {"黑体", "仿宋", "宋体"}
    assert read(dressed) == ["标题", "正文", "表格"]


def test_a_font_that_the_template_names_is_left_alone() -> None:
    document, buffer = Document(), BytesIO()
    run = document.add_paragraph().add_run("正文")
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "楷体")
    document.save(buffer)
    assert fonts_of(services.ensure_fonts(document=buffer.getvalue())) == {"楷体"}
    assert fonts_of(services.ensure_fonts(document=form())) == set()
