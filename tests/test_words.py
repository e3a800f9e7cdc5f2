"""Both languages are whole: every Chinese word for people has its English, and an English page shows no Chinese frame.

Nothing here needs gettext's programs: the catalogue is read, and the words are gathered, in Python.
"""

import ast
import gettext
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import CharField, TextField
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation.template import templatize

import unionhall
from tests.strangers.table import ROWS
from tests.strangers.walk import visitor
from tests.strangers.world import PERSONAS, World, build
from unionhall.kernel.law.models import RuleRow
from unionhall.programmes.wages.rules import articles
from unionhall.reports import queries as reports

HOUSE = Path(unionhall.__file__).resolve().parent
PO = HOUSE / "locale" / "en" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")
HAN = re.compile(r"[\u3400-\u9fff]+")
WIDE = re.compile(r"[\u3001-\u303f\u3400-\u9fff\uff01-\uffef]+")  # Chinese words and full-width marks
HOLES = re.compile(r"%\(\w+\)[sd]|(?<!\{)\{\w+\}(?!\})|%%")
CONTEXT = "\x04"
# name of the call → places of context, singular, plural; as makemessages asks xgettext
CALLS: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None), "gettext": (None, 0, None), "gettext_lazy": (None, 0, None), "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1), "ngettext_lazy": (None, 0, 1), "pgettext": (0, 1, None), "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2), "npgettext_lazy": (0, 1, 2),
}  # fmt: skip
DOORS = {"views", "forms", "api", "shell", "middleware", "templatetags"}
# what a door may say in Chinese: parts of unions' names, the brand
NAMES = {"总工会", "工会", "UnionHall 职工之家"}
SAMPLE = {"一万八千九"}  # what somebody types on the components page


@dataclass
class Message:
    """One entry: key as the compiled file has it, what it stands for, its English (two with a plural), its flags."""

    msgid: str = ""
    plural: str = ""
    context: str = ""
    english: list[str] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)

    @property
    def key(self) -> str:
        """Context and message."""
        return f"{self.context}{CONTEXT}{self.msgid}" if self.context else self.msgid


def read(text: str) -> list[Message]:
    """A catalogue's entries, without its header. ValueError names a line that is none of gettext's."""
    return [message for block in re.split(r"\n\s*\n", text.strip()) if (message := entry(block)).msgid]


def entry(block: str) -> Message:
    """One block of lines; the header has no msgid."""
    message, part = Message(), ""
    slots: dict[str, str] = {}
    for line in block.splitlines():
        if line.startswith("#,"):
            message.flags |= {flag.strip() for flag in line[2:].split(",")}
        elif not line.startswith("#"):
            found = re.fullmatch(r'(?:(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?) )?(".*")', line)
            if found is None:
                raise ValueError(line)
            part = found[1] or part
            slots[part] = slots.get(part, "") + ast.literal_eval(found[2])
    message.msgid, message.plural, message.context = (slots.get(name, "") for name in ("msgid", "msgid_plural", "msgctxt"))
    message.english = [text for name, text in sorted(slots.items()) if name.startswith("msgstr")]
    return message


@cache
def catalogue() -> tuple[Message, ...]:
    """The house's English."""
    return tuple(read(PO.read_text()))


def unready(messages: list[Message] | tuple[Message, ...]) -> list[str]:
    """Messages without English, or with one that msgmerge only guessed."""
    return [
        row.msgid
        for row in messages
        if "fuzzy" in row.flags or not all(row.english) or len(row.english) != (2 if row.plural else 1)
    ]


def holes(text: str) -> set[str]:
    """The places that are filled in."""
    return set(HOLES.findall(text))


def torn(messages: list[Message] | tuple[Message, ...]) -> list[str]:
    """Messages whose English fills in something else."""
    return [row.msgid for row in messages for text in row.english if holes(text) != holes(row.msgid)]


def compiled(messages: tuple[Message, ...]) -> dict[object, str]:
    """What msgfmt makes of the entries, as Python's gettext reads it."""
    found: dict[object, str] = {}
    for row in messages:
        found |= {(row.key, at): text for at, text in enumerate(row.english)} if row.plural else {row.key: row.english[0]}
    return found


# gathering


def spoken(tree: ast.AST) -> Iterator[tuple[ast.Call, str, str]]:
    """(call, context, message) of every call that marks a literal."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        context, singular, _plural = CALLS.get(name, (None, -1, None))
        if 0 <= singular < len(node.args) and isinstance(text := getattr(node.args[singular], "value", None), str):
            yield node, "" if context is None else getattr(node.args[context], "value", ""), text


def in_python(source: str) -> set[str]:
    """Keys that a module marks."""
    return {f"{context}{CONTEXT}{text}" if context else text for _call, context, text in spoken(ast.parse(source))}


def in_template(source: str) -> set[str]:
    """Keys that a template marks: Django turns it into calls, each call is read like Python."""
    literal = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
    text, found = templatize(source), set()
    for call in re.finditer(rf"\b(\w*gettext|_)\(\s*({literal}(?:\s*,\s*{literal})*)", text):
        found |= in_python(f"{call[1]}({call[2]})")
    return found


def sources(suffix: str) -> list[Path]:
    """Files of the house that speak; tests and migrations do not."""
    return [
        path for path in sorted(HOUSE.rglob(f"*{suffix}")) if not {"tests", "migrations"} & set(path.relative_to(HOUSE).parts)
    ]


@cache
def gathered() -> frozenset[str]:
    """Every key of the house."""
    python = (in_python(path.read_text()) for path in sources(".py"))
    templates = (in_template(path.read_text()) for path in sources(".html") if "templates" in path.parts)
    return frozenset().union(*python, *templates)


def renamed(tree: ast.AST) -> list[str]:
    """Literals marked under a name that `make po` does not look for, or inside an f-string, where it does not look."""
    names = {
        alias.asname for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names if alias.name in CALLS
    } - {None, *CALLS}
    calls = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names
    ]
    within = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    odd = [str(node.args[0].value) for node in calls if node.args and isinstance(node.args[0], ast.Constant)]
    return odd + [text for call, _context, text in spoken(tree) if id(call) in within]


def bare(tree: ast.AST) -> list[str]:
    """Chinese literals that no call marks; docstrings are for the reader of the code."""
    marked = {id(part) for call, _context, _text in spoken(tree) for part in ast.walk(call)}
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and HAN.search(node.value)
        if id(node) not in marked | said and node.value not in NAMES
    ]


# the catalogue


def test_every_message_has_its_english_and_none_is_guessed() -> None:
    assert len(catalogue()) > 1400
    assert unready(catalogue()) == []


def test_a_missing_a_guessed_and_a_half_plural_message_are_found() -> None:
    text = 'msgid ""\nmsgstr "Language: en\\n"\n\nmsgid "一"\nmsgstr ""\n\n#, fuzzy\nmsgid "二"\nmsgstr "two"\n\n'
    text += 'msgid "三"\nmsgid_plural "三"\nmsgstr[0] "three"\nmsgstr[1] ""\n\nmsgid "四"\nmsgstr "four"\n'
    assert unready(read(text)) == ["一", "二", "三"]


def test_english_is_english() -> None:
    chinese = {row.msgid for row in catalogue() if any(HAN.search(re.sub(r"示例\w*", "", text)) for text in row.english)}
    assert chinese == set()


def test_each_english_fills_in_what_the_chinese_fills_in() -> None:
    assert torn(catalogue()) == []


def test_a_lost_or_renamed_place_is_found() -> None:
    text = 'msgid "{n} 件"\nmsgstr "{count} cases"\n\nmsgid "%(n)s 人"\nmsgstr "people"\n\nmsgid "{n} 条"\nmsgstr "{n} rows"\n'
    assert torn(read(text)) == ["{n} 件", "%(n)s 人"]


def test_plurals_are_those_of_english() -> None:
    assert r"Plural-Forms: nplurals=2; plural=(n != 1);" in PO.read_text()


def test_the_compiled_catalogue_is_the_catalogue() -> None:
    with MO.open("rb") as file:
        held = dict(gettext.GNUTranslations(file)._catalog)  # type: ignore[attr-defined]
    held.pop("", None)
    assert held == compiled(catalogue()), "run `make po`"


# the words of the house


def test_every_word_of_the_house_is_in_the_catalogue_and_nothing_else() -> None:
    kept = {row.key for row in catalogue()}
    assert sorted(gathered() - kept) == [], "run `make po`, then write the English"
    assert sorted(kept - gathered()) == [], "run `make po`"


def test_words_are_gathered_from_every_way_of_marking() -> None:
    python = 'a = _("一")\nb = ngettext("二", "三", n)\nc = pgettext("x", "四")\nd = t.gettext_lazy("五" "六")\ne = _(name)\n'
    assert in_python(python) == {"一", "二", f"x{CONTEXT}四", "五六"}
    template = '{% load i18n %}{% translate "一" %}{% translate "二" context "y" %}{{ a|default:_("三") }}'
    template += "{% blocktranslate count n=a trimmed %}\n 有 {{ n }} 件\n{% plural %}{{ n }} 件{% endblocktranslate %}"
    assert in_template(template) == {"一", f"y{CONTEXT}二", "三", "有 %(n)s 件"}


def test_every_mark_stands_where_it_is_looked_for() -> None:
    assert {path.name: found for path in sources(".py") if (found := renamed(ast.parse(path.read_text())))} == {}
    odd = "from x import gettext_noop as noop, gettext as _\na = noop('办'), noop(b)\nc = f'{_(\"约\")} {d}'\ne = _('诉')\n"
    assert renamed(ast.parse(odd)) == ["办", "约"]


def test_a_door_says_nothing_in_chinese_that_is_not_marked() -> None:
    doors = [
        path
        for path in sources(".py")
        if DOORS & {*path.relative_to(HOUSE).parts, path.stem} and path != HOUSE / "base/ui/views.py"
    ]
    assert len(doors) > 20
    assert {
        str(path.relative_to(HOUSE)): found
        for path in doors
        if "services" not in path.parts and (found := bare(ast.parse(path.read_text())))
    } == {}


def test_a_bare_word_and_one_inside_a_sentence_are_found() -> None:
    assert bare(ast.parse('"""门"""\na = "办"\nb = f"{n} 件"\nc = _("约")\nd = x.removesuffix("总工会")')) == ["办", " 件"]


# pages in English


@pytest.fixture(autouse=True)
def _the_language_of_other_tests() -> Iterator[None]:
    """A request in English leaves English behind in its thread."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def world(db: None, settings, tmp_path: Path) -> World:
    """The strangers' small world, as a demo."""
    settings.FILES_DIR, settings.DEMO = tmp_path, True
    return build()


def english(world: World, name: str) -> Client:
    """A browser of that persona, with English chosen."""
    client = visitor(world, next(persona for persona in PERSONAS if persona.name == name))
    client.cookies["language"] = "en"
    return client


def stored() -> set[str]:
    """What the database holds in Chinese is data: names, titles, what was said. A stored word that has English is not."""
    found: set[str] = set()
    for model in apps.get_models():
        names = [each.name for each in model._meta.get_fields() if isinstance(each, CharField | TextField)]
        if model.__module__.startswith("unionhall.") and model is not RuleRow and names:
            found.update(text for row in model._default_manager.values_list(*names) for text in row if isinstance(text, str))
    return {text for text in found if HAN.search(text) and len(text) > 1} - {row.msgid for row in catalogue()}


def chinese_in(page: str, data: set[str]) -> list[str]:
    """Chinese words and marks that a page shows or reads out, once data and names of laws are taken away."""
    text = html.unescape(re.sub(r'<(\w+)[^>]*translate="no"[^>]*>.*?</\1>', " ", page, flags=re.DOTALL))
    laws = {value for value in vars(articles).values() if isinstance(value, str) and HAN.search(value)}
    for words in sorted(data | laws, key=len, reverse=True):
        text = text.replace(words, " ")
    return WIDE.findall(re.sub(r"第\d+[条款项](?:之一|第\d+[款项])*、?|中文|示例[^\s<·]*|(?<=>)示(?=<)", " ", text))


PAGES = {
    "anonymous": ("web:home", "web:verb", "web:me", "web:sign_in", "web:sign_in_staff", "wages:report", "wages:mine", "reports:figures", "ui:components",
        "voice:report", "voice:mine", "voice:suggestions", "voice:answers"),
    "worker": ("web:home", "web:me", "wages:mine", "wages:my_case", "voice:mine", "voice:my_matter"),
    "clerk": (
        "web:desk", "web:search", "wages:clues", "wages:register", "wages:clue", "wages:cases", "wages:case", "wages:imports", "wages:import_run",
        "wages:agreement", "wages:money", "wages:conclude", "wages:claimant", "wages:assign", "wages:claims", "wages:site", "wages:elements",
        "wages:changes", "wages:unmask", "wages:step",
    ),
    "counsel": ("wages:claim",),
    "hotline": ("voice:call", "voice:paper", "voice:matters", "voice:matter", "voice:sheet", "voice:knowledge"),
    "leader": ("voice:quality",),
    "administrator": ("web:staff",),
    "auditor": ("web:journal",),
}  # fmt: skip


def test_no_page_in_english_has_a_chinese_frame(world: World) -> None:
    data = stored() | {text for figure in reports.published() for text in (figure.place, figure.says)} | SAMPLE
    target, wrong = world.targets["street"], {}
    for name, pages in PAGES.items():
        client = english(world, name)
        for page in pages:
            answer = client.get(reverse(page, kwargs=ROWS[page].kwargs(target)))
            assert answer.status_code in (200, 302), page
            if found := chinese_in(answer.content.decode(), data):
                wrong[f"{page} as {name}"] = found
    assert wrong == {}


def test_reporting_in_english_has_no_chinese_frame(world: World) -> None:
    client, typed = english(world, "anonymous"), {"employer_name": "金丝雀新厂", "phone": "19900004299", "key": "e" * 40}
    for step in ("employer", "amount", "period", "contact", "told"):
        page = client.post(reverse("wages:report"), {**typed, "step": step}).content.decode()
        assert chinese_in(page, {*stored(), "金丝雀新厂"}) == [], step
    sent = client.post(reverse("wages:report"), {**typed, "step": "check", "send": "1"}).content.decode()
    assert 'lang="en"' in sent
    assert chinese_in(re.sub(r"<pre.*?</pre>", "", sent, flags=re.DOTALL), stored()) == []


def test_a_wrong_answer_is_refused_in_english(world: World) -> None:
    client = english(world, "anonymous")
    for page, answer in (
        ("web:sign_in", {"phone": "12"}),
        ("wages:mine", {"code": "0000 0000 0000 0000"}),
        ("wages:report", {"step": "employer"}),
    ):
        said = client.post(reverse(page), answer)
        assert said.status_code == 422 or "wrong" in said.content.decode(), page
        assert chinese_in(said.content.decode(), stored()) == [], page


def test_the_plan_of_an_import_in_english_has_no_chinese_frame(world: World) -> None:
    cells = [
        ["单位", "姓名", "电话", "人数", "金额", "登记日期"],
        ["金丝雀三厂", "雀七", "19900004271", "3", "两万左右", "2026-03-05"],
    ]
    cells += [["金丝雀四厂", "雀八", "19900004272", "2", "18900", "2026-03-06"]]
    sheet = SimpleUploadedFile("ledger.csv", "\n".join(",".join(row) for row in cells).encode())
    client = english(world, "clerk")
    page = client.post(reverse("wages:imports"), {"file": sheet}, follow=True)
    assert page.redirect_chain
    assert chinese_in(page.content.decode(), {*stored(), *(cell for row in cells for cell in row)} - {"1"}) == []


def test_chinese_left_on_a_page_is_found_and_data_is_not() -> None:
    page = (
        '<html lang="en"><p>示例街道工会 · 金丝雀</p><b translate="no">甲</b><p>劳动合同法第38条</p><input aria-label="查，看">'
    )
    assert chinese_in(page, {"金丝雀"}) == ["查，看"]
