"""Papers made by program: the shipped templates, with their `{{ }}` fields left as text."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph as DocxParagraph

from ..kinds import Block, Each, Grid, Heading, Pairs, Paragraph, When
from .docxpress import FANG, HEI, settle

LATIN = "Times New Roman"
BODY, HEAD, SMALL = Pt(12), Pt(16), Pt(10.5)
WIDTH_MM = 160
INDENT = Pt(24)  # two characters of the body
ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
}


def paper(*, title: str, blocks: Sequence[Block], foot: str = "") -> bytes:
    """A docx: A4, margins 25 mm, title 黑体 16 pt, body 仿宋 12 pt at 1.5 lines, 第 X 页 共 Y 页.

    `foot` stands before the page numbers: law and rule version, verification code. Same input, same bytes.
    """
    document = Document()
    _set_page(document)
    _set_styles(document)
    heading = document.add_paragraph(title, style="Heading 1")
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for block in blocks:
        _add(document, block)
    _set_footer(document, foot)
    document.core_properties.author = ""
    document.core_properties.title = ""
    document.core_properties.comments = ""
    buffer = BytesIO()
    document.save(buffer)
    return settle(buffer.getvalue())


def _add(document: DocxDocument, block: Block) -> None:
    match block:
        case Heading():
            document.add_paragraph(block.text, style="Heading 2")
        case Paragraph():
            _add_paragraph(document, block)
        case Pairs():
            _add_pairs(document, block)
        case Grid():
            _add_grid(document, block)
        case Each():
            _add_between(document, f"for {block.each} in {block.rows}", block.blocks, "endfor")
        case When():
            _add_between(document, f"if {block.name}", block.blocks, "endif")


def _add_between(document: DocxDocument, opening: str, blocks: Sequence[Block], closing: str) -> None:
    """Blocks between two paragraphs that docxtpl takes away."""
    document.add_paragraph(f"{{%p {opening} %}}")
    for block in blocks:
        _add(document, block)
    document.add_paragraph(f"{{%p {closing} %}}")


def _add_paragraph(document: DocxDocument, block: Paragraph) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(block.text).bold = block.bold or None
    paragraph.alignment = ALIGN[block.align]
    if block.indent and block.align == "left":
        paragraph.paragraph_format.first_line_indent = INDENT


def _add_pairs(document: DocxDocument, block: Pairs) -> None:
    """Four columns: label, value, label, value; a value alone in its line spans three."""
    table = _table(document, 0, (30, 50, 30, 50))
    for line in block.lines:
        cells = table.add_row().cells
        if len(line) == 1:
            cells[1].merge(cells[3])
        for number, (label, text) in enumerate(line):
            _write(cells[2 * number], label, bold=True)
            _write(cells[2 * number + 1], text)
    _finish(table)


def _add_grid(document: DocxDocument, block: Grid) -> None:
    """A heading that repeats on each page, and one line between the row markers."""
    table = _table(document, 4, tuple(width for _label, _text, width in block.columns))
    for number, (label, text, _width) in enumerate(block.columns):
        _write(table.cell(0, number), label, bold=True)
        _write(table.cell(2, number), text)
    _write(table.cell(1, 0), f"{{%tr for {block.each} in {block.rows} %}}")
    _write(table.cell(3, 0), "{%tr endfor %}")
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    _finish(table)


def _table(document: DocxDocument, rows: int, widths: Sequence[int]) -> Table:
    table = document.add_table(rows, len(widths), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width * WIDTH_MM / sum(widths))
    return table


def _finish(table: Table) -> None:
    """Widths on each cell, and no row breaks across pages."""
    for row in table.rows:
        row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))
        for cell in row._tr.tc_lst:
            span = range(cell.grid_offset, cell.grid_offset + cell.grid_span)
            cell.width = Mm(sum(table.columns[number].width.mm for number in span))


def _write(cell: _Cell, text: str, bold: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.add_run(text).bold = bold or None
    paragraph.paragraph_format.line_spacing = 1.15


def _set_page(document: DocxDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(25)


def _set_styles(document: DocxDocument) -> None:
    """Named fonts in place of the theme's, black headings, Chinese as the East Asian language."""
    for name, font, size in (("Normal", FANG, BODY), ("Heading 1", HEI, HEAD), ("Heading 2", HEI, BODY)):
        style = document.styles[name]
        style.font.size, style.font.color.rgb = size, RGBColor(0, 0, 0)
        style.font.bold = False
        style.paragraph_format.line_spacing = 1.5
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
        _name_fonts(style.element.get_or_add_rPr(), font)
    document.styles["Heading 1"].paragraph_format.space_after = Pt(12)
    document.styles["Heading 2"].paragraph_format.space_before = Pt(6)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")


def _name_fonts(properties: Any, font: str) -> None:
    row = properties.get_or_add_rFonts()
    for name in list(row.attrib):
        del row.attrib[name]
    for slot, value in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", font)):
        row.set(qn(f"w:{slot}"), value)


def _set_footer(document: DocxDocument, foot: str) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.tab_stops.clear_all()
    if foot:
        paragraph.add_run(foot + "　").font.size = SMALL
    for text, field in (("第 ", "PAGE"), (" 页 共 ", "NUMPAGES"), (" 页", "")):
        paragraph.add_run(text).font.size = SMALL
        if field:
            _add_field(paragraph, field)


def _add_field(paragraph: DocxParagraph, name: str) -> None:
    """A field that the reader's program counts: begin, name, separator, a first value, end."""
    for kind, text in (("begin", ""), ("", name), ("separate", ""), ("value", "1"), ("end", "")):
        run = paragraph.add_run(text if kind == "value" else "")
        run.font.size = SMALL
        if kind in ("begin", "separate", "end"):
            node = OxmlElement("w:fldChar")
            node.set(qn("w:fldCharType"), kind)
            run._r.append(node)
        elif not kind:
            node = OxmlElement("w:instrText")
            node.text = f" {text} "
            run._r.append(node)
