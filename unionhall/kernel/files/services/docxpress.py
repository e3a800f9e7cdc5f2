"""The child that opens templates: a script started by path, with limits; it imports nothing of the house.

Reads one order as JSON and writes one answer: {"document"}, {"documents"}, {"found"} or {"refused", "detail"}.
Rendered are `{{ name }}`, `{{ row.name }}`, `{% for row in rows %}`, `{% if name %}`, `{% else %}`, no more.
"""

import base64
import json
import os
import re
import resource
import sys
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

from docx.document import Document as DocxDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree
from lxml.etree import XMLSyntaxError

MEMORY = 768 * 1024 * 1024
SECONDS = 10
RESULT = 50 * 1024 * 1024
PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")
UNREADABLE = (zipfile.BadZipFile, PackageNotFoundError, XMLSyntaxError, KeyError, ValueError, AttributeError)

NAME = r"[^\W\d_]\w{0,63}"
OPENING = re.compile(r"\{\{|\{%|\{#")
FIELD = re.compile(rf"\{{\{{\s*({NAME})(?:\.({NAME}))?\s*\}}\}}")
LOOP = re.compile(rf"\{{%\s*for\s+({NAME})\s+in\s+({NAME})\s*%\}}")
TEST = re.compile(rf"\{{%\s*if\s+({NAME})(?:\.({NAME}))?\s*%\}}")
CLOSING = re.compile(r"\{%\s*(?:else|endif|endfor)\s*%\}")
RESERVED = {
    "self", "loop", "super", "true", "false", "none", "True", "False", "None", "not", "and", "or", "in", "is",
    "if", "else", "for", "recursive",
}  # fmt: skip
METHODS = set(dir(dict))

# What Word itself would run or fetch. Relations and kinds of parts are let in by name; the rest is foreign.
PAGE_FIELD = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)(?:\s+\\\*\s+[A-Za-z]{1,20})*\s*", re.IGNORECASE)
RELATIONS = {
    "officedocument", "core-properties", "extended-properties", "custom-properties", "thumbnail", "styles",
    "styleswitheffects", "settings", "websettings", "fonttable", "theme", "numbering", "header", "footer", "footnotes",
    "endnotes", "comments", "commentsextended", "commentsids", "commentsextensible", "people", "image", "font",
    "glossarydocument", "customxml", "customxmlprops", "printersettings",
}  # fmt: skip
PARTS = re.compile(
    r"\.(?:xml|rels|vml|png|jpe?g|gif|bmp|tiff?|emf|wmf|svg|wdp|odttf)$|printersettings\d*\.bin$", re.IGNORECASE
)
MARKUP = re.compile(r"\.(?:xml|rels|vml)$", re.IGNORECASE)
ELEMENTS = {
    "altChunk": "chunk", "subDoc": "chunk", "object": "object", "OLEObject": "object", "control": "object",
    "mailMerge": "merge", "attachedTemplate": "link", "sourceFileName": "link", "entryMacro": "macro",
    "exitMacro": "macro", "mcd": "macro", "customUI": "macro",
}  # fmt: skip
POINTERS = {"href", "src"}

SONG, FANG, HEI = "宋体", "仿宋", "黑体"


class Unfit(Exception):
    """The template cannot be used: a code, and what was found."""

    def __init__(self, code: str, *detail: str) -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


class Found:
    """What a template asks for: fields, lists with their rows' fields, and what is not allowed."""

    def __init__(self) -> None:
        self.fields: list[str] = []
        self.lists: dict[str, list[str]] = {}
        self.forbidden: list[str] = []
        self.foreign: list[tuple[str, str]] = []

    def read(self, text: str) -> None:
        """Every expression from left to right; the first that is not plain ends the reading."""
        rows: dict[str, str] = {}
        offset = 0
        while opening := OPENING.search(text, offset):
            whole = self._take(text, opening.start(), rows)
            if whole is None:
                self.forbidden.append(
                    re.sub(r"<[^>]*>", "", text[opening.start() : opening.start() + 400])[:80]
                )
                return
            offset = whole.end()

    def _take(self, text: str, start: int, rows: dict[str, str]) -> re.Match[str] | None:
        """The plain expression that begins at `start`, noted; None when it is not plain."""
        if closing := CLOSING.match(text, start):
            return closing
        if loop := LOOP.match(text, start):
            if RESERVED & set(loop.groups()):
                return None
            rows[loop[1]] = loop[2]
            self.lists.setdefault(loop[2], [])
            return loop
        field = FIELD.match(text, start) or TEST.match(text, start)
        return field if field and self._note(field[1], field[2], rows) else None

    def _note(self, name: str, inner: str | None, rows: dict[str, str]) -> bool:
        if inner is None:
            if name in RESERVED or name in rows:
                return False
            if name not in self.fields and name not in self.lists:
                self.fields.append(name)
            return True
        if name not in rows or inner in METHODS:
            return False
        if inner not in self.lists[rows[name]]:
            self.lists[rows[name]].append(inner)
        return True


def sources(template: DocxTemplate) -> Iterator[str]:
    """Every text that docxtpl hands to Jinja, as it hands it."""
    yield template.patch_xml(template.get_xml())
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        for _key, part in template.get_headers_footers(uri):
            yield template.patch_xml(template.get_part_xml(part))
    for part in template.docx.part.package.iter_parts():
        if part.content_type.endswith(".footnotes+xml"):
            yield template.patch_xml(part.blob.decode())
    yield from (getattr(template.docx.core_properties, name) for name in PROPERTIES)


def taken_apart(raw: bytes) -> tuple[DocxTemplate, Found]:
    """The template and what it asks for."""
    try:
        template, found = DocxTemplate(BytesIO(raw)), Found()
        template.render_init()
        for text in sources(template):
            found.read(text)
        found.foreign = sorted(set(foreign(raw)))
    except UNREADABLE as fault:
        raise Unfit("template_broken", str(fault)[:200]) from fault
    return template, found


def foreign(raw: bytes) -> Iterator[tuple[str, str]]:
    """What Word would run or fetch by itself: (code, where), from every part of the archive, used or not."""
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        for name in archive.namelist():
            if not PARTS.search(name) and not name.endswith("/"):
                yield "object", name[:80]
            if MARKUP.search(name):
                parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
                yield from foreign_in(etree.fromstring(archive.read(name), parser))


def foreign_in(root: Any) -> Iterator[tuple[str, str]]:
    """The same for one part."""
    for node in root.iter(etree.Element):
        local = etree.QName(node).localname
        if code := ELEMENTS.get(local):
            yield code, local
        elif local == "Relationship":
            yield from relation(node)
        for key, value in node.items():
            if etree.QName(key).localname in POINTERS and not value.startswith("#"):
                yield "link", value[:80]
    yield from (("field", text.strip()[:80]) for text in fields_of(root) if not PAGE_FIELD.fullmatch(text))


def relation(node: Any) -> Iterator[tuple[str, str]]:
    """A relation that leads out of the file, or to something that is no plain part of a letter."""
    kind = node.get("Type", "").rpartition("/")[2]
    if node.get("TargetMode", "Internal") != "Internal":
        yield "link", node.get("Target", "")[:80]
    elif kind.lower() not in RELATIONS:
        yield "object", kind[:80]


def fields_of(root: Any) -> Iterator[str]:
    """Every field code as Word puts it together: runs joined, nested ones apart, unclosed ones too."""
    open_fields: list[list[str] | None] = []  # None: past its separator, what follows is the result
    for node in root.iter(etree.Element):
        local = etree.QName(node).localname
        if local == "fldSimple":
            yield next((value for key, value in node.items() if etree.QName(key).localname == "instr"), "")
        elif local in ("instrText", "delInstrText", "t"):
            if open_fields and open_fields[-1] is not None:
                open_fields[-1].append(node.text or "")
            elif local != "t":
                yield node.text or ""
        elif local == "fldChar":
            kind = next((value for key, value in node.items() if etree.QName(key).localname == "fldCharType"), "")
            if kind == "begin":
                open_fields.append([])
            elif open_fields:
                code = open_fields.pop()
                if code is not None:
                    yield "".join(code)
                if kind == "separate":
                    open_fields.append(None)
    yield from ("".join(code) for code in open_fields if code is not None)


def filled(order: dict[str, Any]) -> dict[str, Any]:
    """Render, set Chinese fonts, settle."""
    raw = base64.b64decode(order["template"])
    return answer(rendered(*checked(raw), order["values"]))


def filled_many(order: dict[str, Any]) -> dict[str, Any]:
    """The same template once for each set of values."""
    raw = base64.b64decode(order["template"])
    _first, found = checked(raw)
    made = [rendered(DocxTemplate(BytesIO(raw)), found, values) for values in order["many"]]
    if sum(map(len, made)) > RESULT:
        raise Unfit("document_too_heavy")
    return {"documents": [base64.b64encode(one).decode() for one in made]}


def checked(raw: bytes) -> tuple[DocxTemplate, Found]:
    """The template, if nothing in it is forbidden."""
    template, found = taken_apart(raw)
    if found.forbidden:
        raise Unfit("template_forbidden", *found.forbidden)
    if found.foreign:
        raise Unfit("template_foreign", *(detail for _code, detail in found.foreign))
    return template, found


def rendered(template: DocxTemplate, found: Found, values: dict[str, Any]) -> bytes:
    """One document's bytes."""
    if missing := [name for name in (*found.fields, *found.lists) if name not in values]:
        raise Unfit("field_missing", *missing)
    sandbox = ImmutableSandboxedEnvironment(undefined=StrictUndefined)
    for table in (sandbox.globals, sandbox.filters, sandbox.tests):
        table.clear()
    try:
        template.render(values, sandbox, autoescape=True)
    except UndefinedError as fault:
        raise Unfit("field_missing", str(fault)[:200]) from fault
    except TemplateError as fault:
        raise Unfit("template_broken", str(fault)[:200]) from fault
    dress(template.docx)
    return saved(template)


def linted(order: dict[str, Any]) -> dict[str, Any]:
    """What the template asks for, without rendering it."""
    _template, found = taken_apart(base64.b64decode(order["template"]))
    lists = {name: found.lists[name] for name in sorted(found.lists)}
    fields = [name for name in found.fields if name not in lists]
    return {"found": {"fields": fields, "lists": lists, "forbidden": found.forbidden, "foreign": found.foreign}}


def dressed(order: dict[str, Any]) -> dict[str, Any]:
    """The same document with an East Asian font on every run."""
    try:
        template = DocxTemplate(BytesIO(base64.b64decode(order["template"])))
        template.init_docx()
    except UNREADABLE as fault:
        raise Unfit("template_broken", str(fault)[:200]) from fault
    dress(template.docx)
    return answer(saved(template))


def saved(template: DocxTemplate) -> bytes:
    """The document's bytes, settled."""
    buffer = BytesIO()
    template.docx.save(buffer)
    return settle(buffer.getvalue())


def answer(document: bytes) -> dict[str, Any]:
    """A document as JSON can carry it."""
    if len(document) > RESULT:
        raise Unfit("document_too_heavy")
    return {"document": base64.b64encode(document).decode()}


def settle(document: bytes) -> bytes:
    """The same archive without times: equal content gives equal bytes."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(document)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system, entry.external_attr = (
                zipfile.ZIP_DEFLATED,
                3,
                0o600 << 16,
            )
            new.writestr(entry, old.read(name))
    return buffer.getvalue()


def dress(document: DocxDocument) -> None:
    """Give every run without a Chinese font one by its place: headings 黑体, tables 宋体, else 仿宋."""
    languages = document.settings.element.iter(qn("w:themeFontLang"))
    themed = any(node.get(qn("w:eastAsia"), "").startswith("zh") for node in languages)
    styles = {node.get(qn("w:styleId")): node for node in document.styles.element.iter(qn("w:style"))}
    defaults = has_font(document.styles.element.find(qn("w:docDefaults")), themed)
    for part in document.part.package.iter_parts():
        for paragraph in part.element.iter(qn("w:p")) if hasattr(part, "element") else ():
            style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
            chain = list(ancestry(style.get(qn("w:val")) if style is not None else "Normal", styles))
            if defaults or any(has_font(node, themed) for node in chain):
                continue
            font = font_for(paragraph, chain)
            for run in paragraph.iter(qn("w:r")):
                set_font(run, font, themed, styles)


def ancestry(style_id: str | None, styles: dict[str, Any]) -> Iterator[Any]:
    """A style and those that it is based on; a circle ends."""
    seen: set[str] = set()
    while style_id in styles and style_id not in seen:
        seen.add(style_id)
        yield styles[style_id]
        base = styles[style_id].find(qn("w:basedOn"))
        style_id = base.get(qn("w:val")) if base is not None else None


def has_font(node: Any, themed: bool) -> bool:
    """Whether a style, run or the defaults name a Chinese font; a theme's counts where it has one."""
    if node is None:
        return False
    rows = list(node.iter(qn("w:rFonts")))
    return any(row.get(qn("w:eastAsia")) or (themed and row.get(qn("w:eastAsiaTheme"))) for row in rows)


def font_for(paragraph: Any, chain: list[Any]) -> str:
    """By the place in the document."""
    names = [
        node.find(qn("w:name")).get(qn("w:val"), "") for node in chain if node.find(qn("w:name")) is not None
    ]
    if any(re.match(r"heading|title|标题", name, re.IGNORECASE) for name in names):
        return HEI
    return SONG if any(True for _table in paragraph.iterancestors(qn("w:tbl"))) else FANG


def set_font(run: Any, font: str, themed: bool, styles: dict[str, Any]) -> None:
    """Name the font on one run, unless the run or its own style has one."""
    properties = run.get_or_add_rPr()
    style = properties.find(qn("w:rStyle"))
    own = ancestry(style.get(qn("w:val")), styles) if style is not None else ()
    if has_font(properties, themed) or any(has_font(node, themed) for node in own):
        return
    row = properties.find(qn("w:rFonts"))
    if row is None:
        row = OxmlElement("w:rFonts")
        properties.insert(0 if style is None else 1, row)
    row.set(qn("w:eastAsia"), font)


def limit() -> None:
    """Memory, processor time, file size and priority of this process, before anything is read."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    os.nice(10)


VERBS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "fill": filled,
    "fill_many": filled_many,
    "lint": linted,
    "fonts": dressed,
}


def main() -> None:
    """One order, one answer."""
    limit()
    order = json.load(sys.stdin)
    try:
        result = VERBS[order["verb"]](order)
    except Unfit as unfit:
        result = {"refused": unfit.code, "detail": list(unfit.detail)}
    except MemoryError:
        result = {"refused": "document_too_heavy", "detail": []}
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    main()
