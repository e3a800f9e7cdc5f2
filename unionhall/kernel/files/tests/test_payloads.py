"""Promise 19: nothing in a template runs. Every payload is refused or stands as inert text; without the guards each is live."""

import zipfile
from base64 import b64encode
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import Environment

from unionhall.base.refusal import Refused

from .. import services
from ..rules.archives import check_contents, parts
from ..rules.faults import Unfit
from ..services import docxpress
from . import payloads

EVERY = payloads.all_payloads()
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a4944415478da63f80f00010101"
    "001cb08c990000000049454e44ae426082"
)
SAMPLE = EVERY[::47]


def text_of(document: bytes) -> str:
    """Every text of every part that shows any, and the raw markup of none."""
    found = Document(BytesIO(document))
    nodes = [found.element.body, found.sections[0].footer._element]
    return "\n".join(node.text or "" for part in nodes for node in part.iter(qn("w:t")))


def evaluated(mark: str, text: str) -> bool:
    return any(one in text for one in mark.split("|")) if mark else False


def outcome(payload: payloads.Payload) -> str:
    """refused, inert or evaluated: the same steps as a real filling, in this process."""
    try:
        check_contents(payload.content, parts(payload.content))
        order = {"template": b64encode(payload.content).decode(), "values": payloads.VALUES}
        docxpress.filled(order)
    except (Unfit, docxpress.Unfit):
        return "refused"
    return "evaluated" if payload.mark else "fetched"


@pytest.mark.parametrize("step", [pytest.param(1, marks=pytest.mark.prove, id="all"), pytest.param(9, id="every ninth")])
def test_of_more_than_two_hundred_templates_none_is_evaluated(step):
    assert len(EVERY) >= 200 and len({payload.label for payload in EVERY}) == len(EVERY)
    found = {payload.label: outcome(payload) for payload in EVERY[::step]}
    print(f"payloads {len(found)}, refused {sum(one == 'refused' for one in found.values())}, evaluated {sum(one == 'evaluated' for one in found.values())}")
    assert {label for label, one in found.items() if one != "refused"} == set()


@pytest.mark.parametrize("payload", SAMPLE, ids=lambda payload: payload.label)
def test_the_child_refuses_them_and_the_look_names_them(payload):
    with pytest.raises(Refused):
        services.fill(template=payload.content, values=payloads.VALUES)
    try:
        found = services.lint(template=payload.content)
    except Refused:
        return
    assert found.forbidden or found.foreign


def test_without_the_guard_the_expressions_are_evaluated():
    """The corpus is live: a plain Jinja runs every one of them (those that name another file ask for a loader)."""
    dead = []
    for payload in payloads.expressions():
        if not payload.label.startswith("body"):
            continue
        template, buffer = DocxTemplate(BytesIO(payload.content)), BytesIO()
        try:
            template.render(payloads.VALUES, Environment(autoescape=True))
            template.save(buffer)
        except TypeError:
            text = "TypeError"
        else:
            text = text_of(buffer.getvalue())
        dead += [] if evaluated(payload.mark, text) else [(payload.label, text[:80])]
    assert dead == []


def test_without_the_look_at_foreign_things_they_would_be_filled_and_handed_out(monkeypatch):
    """Jinja sees nothing in them: most would come out of the house as they went in."""
    cases = [*payloads.fields(), *payloads.foreign()][::5]
    monkeypatch.setattr(docxpress, "foreign", lambda raw: iter(()))
    through = [payload.label for payload in cases if outcome(payload) == "fetched"]
    print(f"foreign {len(cases)}, through without the look {len(through)}")
    assert len(through) > len(cases) / 2


def test_a_plain_letter_with_page_numbers_a_picture_and_comments_is_taken():
    """The other side of the guard: what an ordinary letter holds is no fault."""
    page = payloads.field("PA", "GE \\* MERGEFORMAT") + payloads.field(" NUMPAGES ")
    comments = payloads.relation("comments", "comments.xml", external=False)
    found = services.lint(template=payloads.with_parts(body=page, parts={"word/comments.xml": b"<a/>"}, relations=comments))
    assert (found.forbidden, found.foreign, found.fields) == ((), (), ("name",))
    picture = payloads.saved(lambda document: document.add_picture(BytesIO(PNG)))
    assert services.lint(template=picture).foreign == ()


def test_values_never_become_code():
    """A worker whose name is a payload: the paper shows it, letter by letter."""
    names = [text for text, _mark in payloads.EXPRESSIONS]
    template = payloads.saved(lambda document: [document.add_paragraph(text) for text in ("{%p for row in rows %}", "{{ row.text }}", "{%p endfor %}")])
    made = services.fill(template=template, values={"rows": [{"text": name} for name in names]})
    shown = [paragraph.text for paragraph in Document(BytesIO(made)).paragraphs]
    assert [name for name in names if name not in shown] == []


def test_one_child_fills_many_and_each_is_what_it_would_be_alone():
    template = payloads.saved(payloads.in_body("{{ name }}"))
    many = [{"name": f"职工{number:03d}"} for number in range(5)]
    assert services.fill_many(template=template, many=many) == [services.fill(template=template, values=values) for values in many[:5]]
    with pytest.raises(Refused, match="field_missing"):
        services.fill_many(template=template, many=[{"name": "x"}, {}])
    with pytest.raises(Refused, match="template_foreign"):
        services.fill_many(template=payloads.with_parts(body=payloads.field("DATE")), many=many)


def test_a_broken_part_is_a_broken_template():
    raw = payloads.with_parts(parts={"word/odd.xml": b"<a><b></a>"})
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        assert "word/odd.xml" in archive.namelist()
    with pytest.raises(Refused, match="template_broken"):
        services.lint(template=raw)
