"""The page frame: weight, words, no script or style inside pages, and parts that say what is wrong beside it."""

import gzip
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest
from django.forms import CharField, ChoiceField, Form
from django.http import Http404, QueryDict
from django.template import engines
from django.template.loader import get_template
from django.test import RequestFactory, override_settings
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

import unionhall
from unionhall.base.access import NOBODY
from unionhall.base.identity import id_stands
from unionhall.base.ui import rules, views
from unionhall.base.ui.forms import CodeField, DayField, IdField, MoneyField, PhoneField, PlainField, UiForm

HOUSE = Path(unionhall.__file__).resolve().parent
UI = HOUSE / "base" / "ui"
STATIC = UI / "static" / "ui"
KB = 1024
HAN = re.compile(r"[\u3400-\u9fff]")
ICON = re.compile(r"""\{%\s*icon\s+["']([\w-]+)["']""")


def templates() -> list[Path]:
    """Every template of the house."""
    return sorted(path for path in HOUSE.rglob("templates/**/*.html") if "tests" not in path.parts)


def packed(path: Path) -> int:
    """Bytes as they go over the wire."""
    return len(gzip.compress(path.read_bytes(), 9))


def drawn(source: str, **context: Any) -> str:
    """A template from text, rendered without a request."""
    return str(engines["django"].from_string("{% load i18n ui %}" + source).render(context))


# weight


def test_the_style_sheet_stays_within_thirty_kilobytes() -> None:
    assert 0 < packed(STATIC / "app.css") <= 30 * KB


def test_own_script_stays_within_five_kilobytes_on_workers_pages_and_on_the_desk() -> None:
    assert 0 < (STATIC / "ui.js").stat().st_size <= 5 * KB
    assert 0 < (STATIC / "desk.js").stat().st_size <= 5 * KB


def test_htmx_stays_within_seventeen_kilobytes() -> None:
    assert 0 < packed(STATIC / "vendor" / "htmx.min.js") <= 17 * KB


@pytest.mark.parametrize("path", [STATIC / "vendor" / "htmx.LICENSE", UI / "icons" / "LICENSE"], ids=lambda path: path.name)
def test_what_came_from_others_keeps_its_licence(path: Path) -> None:
    assert len(path.read_text()) > 200


def test_the_style_sheet_and_scripts_fetch_nothing_from_elsewhere() -> None:
    for name in ("app.css", "ui.js", "desk.js"):
        assert not re.search(
            r"url\((?!\"?data:)|@import|https?://(?!www\.w3\.org)", (STATIC / name).read_text().partition("*/")[2] or ""
        )


@pytest.mark.parametrize(
    "words", ["prefers-color-scheme:dark", "prefers-contrast:more", "prefers-reduced-motion:reduce", "@media print"]
)
def test_the_device_is_heard_when_nobody_chose(words: str) -> None:
    assert words in (STATIC / "app.css").read_text().replace(": ", ":")


# contrast, computed from the built sheet


def palettes() -> dict[str, dict[str, str]]:
    """Token → colour of each palette, read from the built sheet."""
    sheet = (STATIC / "app.css").read_text()
    found = {}
    for name in ("hall", "hall-dark", "hall-contrast"):
        block = re.search(rf"\[data-theme={name}\]\{{([^}}]*--ink-2[^}}]*)\}}", sheet)
        assert block, name
        found[name] = dict(re.findall(r"--([\w-]+):(#[0-9a-f]{3,6})\b", block[1]))
    return found


def luminance(colour: str) -> float:
    """Relative luminance of WCAG."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * one for one in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    """Contrast of WCAG."""
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


PAIRS = [
    ("color-base-content", "color-base-100", 4.5),
    ("ink-2", "color-base-200", 4.5),
    ("ink-3", "color-base-200", 4.5),
    ("ink-3", "side", 4.5),
    ("edge", "color-base-100", 3),
    ("edge", "color-base-200", 3),
    ("color-primary", "color-base-200", 4.5),
    ("color-primary", "blue-soft", 4.5),
    ("color-error", "red-soft", 4.5),
    ("orange", "orange-soft", 4.5),
    ("color-warning", "amber-soft", 4.5),
    ("color-success", "green-soft", 4.5),
    ("wait", "wait-soft", 4.5),
    ("color-primary-content", "color-primary", 4.5),
    ("color-error-content", "color-error", 4.5),
    ("color-success-content", "color-success", 4.5),
    ("ink-2", "hover", 4.5),
]


@pytest.mark.parametrize("palette", ["hall", "hall-dark", "hall-contrast"])
def test_text_and_edges_can_be_read_in_every_palette(palette: str) -> None:
    tokens = palettes()[palette]
    assert [(one, two) for one, two, least in PAIRS if ratio(tokens[one], tokens[two]) < least] == []


def test_pale_ink_would_be_found() -> None:
    assert ratio("#87837a", "#f6f4ef") < 4.5


# templates


def test_every_template_keeps_to_120_lines() -> None:
    long = {path.name: lines for path in templates() if (lines := len(path.read_text().splitlines())) > 120}
    assert long == {}
    assert len(templates()) > 30


def inside(text: str) -> list[str]:
    """What the content policy blocks: inline style, handlers, script without src."""
    bad = [r"\sstyle\s*=", r"\son[a-z]+\s*=\s*[\"']", r"<script(?![^>]*\bsrc=)(?! type=\"application/ld\+json\">)", r"<style", r"javascript:", r"\shx-on"]
    return [found[0] for one in bad if (found := re.search(one, text, re.IGNORECASE))]


def test_no_template_carries_style_or_script_inside() -> None:
    assert {path.name: bad for path in templates() if (bad := inside(path.read_text()))} == {}


@pytest.mark.parametrize(
    "text", ['<p style="color:red">', "<a onclick='go()'>", "<script>go()</script>", '<a href="javascript:go()">']
)
def test_style_or_script_inside_is_found(text: str) -> None:
    assert len(inside(text)) == 1


def bare(text: str) -> list[str]:
    """Chinese outside translate and blocktranslate, and outside tags' comments. 中文, the name of the language, stays.

    So does a paper for a Chinese authority, marked as Chinese: nobody hands it in in English.
    """
    text = re.sub(r'<main\b[^>]*\blang="zh-CN"[^>]*>.*?</main>', "", text, flags=re.DOTALL)
    text = re.sub(r"\{%\s*comment\b.*?endcomment\s*%\}|\{#.*?#\}", "", text, flags=re.DOTALL)
    text = re.sub(r"\{%\s*blocktrans(?:late)?\b.*?endblocktrans(?:late)?\s*%\}", "", text, flags=re.DOTALL)
    text = (
        re.sub(r"\{%\s*trans(?:late)?\s.*?%\}|(?<![\w-])_\((?:\"[^\"]*\"|'[^']*')\)", "", text)
        .replace(">中文<", "><")
        .replace("中文{%", "{%")
    )
    return [line.strip() for line in text.splitlines() if HAN.search(line)]


def test_every_word_in_a_template_can_be_translated() -> None:
    found = {str(path.relative_to(HOUSE)): lines for path in templates() if (lines := bare(path.read_text()))}
    assert found == {}


@pytest.mark.parametrize(
    "text", ["<p>办</p>", '{% include "x.html" with title="办" %}', '<input placeholder="办">', "{{ a|default:'办' }}"]
)
def test_a_bare_word_is_found(text: str) -> None:
    assert len(bare(text)) == 1


def test_translated_words_are_not_taken_for_bare_ones() -> None:
    assert (
        bare('{% translate "办" %}{% blocktranslate %}办{% endblocktranslate %}{% comment %}办{% endcomment %}{{ _("办") }}')
        == []
    )


def icons_named() -> Iterator[tuple[str, str]]:
    """(icon, file) for every icon that a template names, or a plug or view of the house writes down."""
    for path in templates():
        yield from ((name, path.name) for name in ICON.findall(path.read_text()))
        yield from ((name, path.name) for name in re.findall(r"\{%\s*tag\s+\"\w*\"\s+\"([\w-]+)\"", path.read_text()))
    yield from ((row["icon"], "views.py") for row in [*views.DOCK, *views.STEPS, *views.SEGMENTS])


def test_every_icon_that_is_named_is_there() -> None:
    named = list(icons_named())
    assert len(named) > 40
    assert sorted({pair for pair in named if not (UI / "icons" / f"{pair[0]}.svg").is_file()}) == []


def test_every_icon_is_a_drawing_without_script() -> None:
    for path in (UI / "icons").glob("*.svg"):
        tags = {node.tag.rpartition("}")[2] for node in ElementTree.fromstring(path.read_text()).iter()}
        assert tags <= {"svg", "path", "circle", "rect", "line", "polyline", "polygon", "ellipse"}, path.name


@pytest.mark.parametrize("path", [path for path in templates() if UI in path.parents], ids=lambda path: path.name)
def test_every_template_of_the_frame_compiles(path: Path) -> None:
    assert get_template(str(path.relative_to(UI / "templates"))) is not None


@pytest.mark.parametrize("name", ["400", "403", "404", "500", "403_csrf"])
def test_an_error_page_says_what_is_kept_and_whom_to_call_without_any_context(name: str) -> None:
    text = get_template(f"{name}.html").render({})
    assert 'href="tel:12351"' in text
    assert re.search(r"丢|都还在|您填的", text)
    assert "<h1" in text


# the components page


def page(language: str = "zh-hans", theme: str = "", size: str = "") -> str:
    """The components page as a visitor of that language, palette and size gets it."""
    request = RequestFactory().get("/components/")
    request.look = SimpleNamespace(theme=theme, size=size)  # type: ignore[attr-defined]
    request.actor = NOBODY  # type: ignore[attr-defined]
    with translation.override(language):
        return str(get_template("ui/components.html").render(views.sample_context(), request))


def test_the_components_page_is_open_in_demo_mode_only() -> None:
    request = RequestFactory().get("/components/")
    request.actor = NOBODY  # type: ignore[attr-defined]
    assert views.components.door == "demo"  # type: ignore[attr-defined]
    with override_settings(DEMO=False), pytest.raises(Http404):
        views.components(request)


def test_every_part_stands_on_the_components_page() -> None:
    shown = "".join(
        (UI / "templates/ui/samples" / name).read_text()
        for name in ("marks.html", "phone.html", "desk.html", "matter.html", "states.html")
    )
    within = {
        "field",
        "fields",
        "summary",
        "look",
        "messages",
        "account",
        "keys",
        "alarm",
        "home_bar",
        "close",
        "way_out",
        "chip",
    }  # parts of parts and of frames
    parts = {path.stem for path in (UI / "templates/ui/parts").glob("*.html")} - within
    assert {part for part in parts if f"ui/parts/{part}.html" not in shown} == set()


def test_what_is_rendered_carries_no_style_or_script_inside_either() -> None:
    assert inside(page()) == []


def test_without_a_choice_the_device_decides_on_the_palette() -> None:
    root = re.search(r"<html[^>]*>", page())
    assert root
    assert "data-theme" not in root[0]
    assert 'lang="zh-CN"' in root[0]


def test_a_chosen_palette_and_large_print_stand_on_the_root() -> None:
    root = re.search(r"<html[^>]*>", page("en", "hall-contrast", "elder"))
    assert root
    assert 'data-theme="hall-contrast"' in root[0]
    assert 'data-size="elder"' in root[0]
    assert 'lang="en"' in root[0]


def test_no_chinese_word_of_the_frame_is_left_in_english() -> None:
    text = re.sub(r"<[^>]*>|中文|示例\w*", " ", page("en"))
    assert HAN.findall(text) == []


def test_headings_of_a_table_row_are_told_again_on_the_phone() -> None:
    rows = re.findall(r"<tr data-row>(.*?)</tr>", page(), re.DOTALL)
    cells = re.findall(r"<td[^>]*>", rows[0])
    assert len(rows) == 4
    assert all("data-label" in cell for cell in cells[1:])


# forms


class Wish(Form):
    """A plain form of Django: the renderer of the settings gives it the look."""

    owed = MoneyField(label="欠多少", help_text="写个大概")
    name = CharField(label="姓名")


def test_an_error_stands_above_its_field_with_icon_and_what_was_typed_stays() -> None:
    text = str(Wish({"owed": "一万八千九", "name": "职工001"}))
    error, field = text.index('id="id_owed_error"'), text.index("<input")
    assert error < field
    assert 'value="一万八千九"' in text
    assert "请只填数字，比如 18900" in text
    assert "<svg" in text[error:field]
    tag = re.search(r"<input[^>]*name=\"owed\"[^>]*>", text)
    assert tag
    assert 'aria-describedby="id_owed_helptext id_owed_error"' in tag[0]
    assert 'aria-invalid="true"' in tag[0]
    assert 'data-value="18900"' in text


def test_the_focus_goes_to_the_first_wrong_field_and_only_there() -> None:
    text = str(Wish({"owed": "x", "name": ""}))
    assert text.count("autofocus") == 1
    assert "autofocus" in re.search(r"<input[^>]*name=\"owed\"[^>]*>", text)[0]
    assert "autofocus" not in str(Wish())


def test_several_errors_are_listed_at_the_top_with_links() -> None:
    text = str(Wish({"owed": "x", "name": ""}))
    assert text.index('href="#id_owed"') < text.index('href="#id_name"') < text.index("<input")
    assert 'class="sum' not in str(Wish({"owed": "x", "name": "职工001"}))


def test_a_group_of_choices_has_a_legend_and_points_at_its_error() -> None:
    text = str(views.SampleForm({}, auto_id="id_%s"))
    group = text[text.index("<fieldset") : text.index("</fieldset>")]
    assert "<legend>" in group
    assert 'aria-describedby="id_way_error"' in group
    assert group.count('type="radio"') == 3


def test_the_browsers_own_bubbles_stay_away_and_the_button_is_never_disabled() -> None:
    text = page()
    assert "novalidate" in text
    assert " disabled" not in text
    assert not re.search(r"<form[^>]*novalidate[^>]*>.*?<input[^>]*\srequired", text, re.DOTALL)


def test_a_missing_answer_is_named_in_the_houses_words() -> None:
    class One(UiForm):
        name = CharField(label="姓名")
        kind = ChoiceField(label="哪一种", error_messages={"required": "请选一个"})

    form = One({})
    assert form.errors["name"] == ["这一项还没填"]
    assert form.errors["kind"] == ["请选一个"]


@pytest.mark.parametrize(
    ("field", "typed", "clean"),
    [
        (PhoneField(), " １９９　０００１ ２３４５ ".replace("　", " "), "19900012345"),
        (PhoneField(), "+86 199-0000-1234", "19900001234"),
        (IdField(), "11010119000307 001x".replace("001x", "0011"), None),
        (CodeField(), "１２３ ４５６", "123456"),
        (CodeField(length=16, letters=True), "7k3m-29qh 4t8w 6xbn", "7K3M29QH4T8W6XBN"),
        (MoneyField(), "￥１８，９００．５０ 元", 1890050),
        (MoneyField(), "18900", 1890000),
        (MoneyField(required=False), "", None),
        (DayField(), "２０２６年８月３１日", date(2026, 8, 31)),
        (DayField(), "20260831", date(2026, 8, 31)),
        (PlainField(), "ＡＢ１２，三楼（东）", "AB12，三楼（东）"),
    ],
)
def test_fields_take_what_people_paste(field: Any, typed: str, clean: object) -> None:
    if isinstance(field, IdField):
        assert field.to_python(typed) == "110101190003070011"
    else:
        assert field.clean(typed) == clean


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        (PhoneField(), "1990000123", "手机号是 11 位，您填了 10 位"),
        (PhoneField(), "29900001234", "手机号以 1 开头，请看一下有没有少打"),
        (PhoneField(), "一九九零零零零", "手机号只填数字，比如 19900001234"),
        (CodeField(), "12345", "这个码是 6 位，您填了 5 位"),
        (CodeField(), "12a456", "验证码只有数字"),
        (IdField(), "1101011900030700", "身份证号是 18 位，您填了 16 位"),
        (IdField(), "110101190003070011", "身份证号对不上，请对着证件再看一遍"),
        (MoneyField(), "1.89万", "请只填数字，比如 18900"),
        (MoneyField(), "很多", "请只填数字，比如 18900"),
        (MoneyField(), "-5", "请只填数字，比如 18900"),
        (DayField(), "8月31日", "请写成 2026-08-31 这样，要有年份"),
        (DayField(), "2026-02-30", "请写成 2026-08-31 这样，要有年份"),
    ],
)
def test_what_cannot_be_taken_is_said_in_one_sentence(field: Any, typed: str, words: str) -> None:
    class One(UiForm):
        it = field

    assert One({"it": typed}).errors["it"] == [words]


@pytest.mark.parametrize("number", ["37070219050101000X", "370702196001010027"])
def test_a_right_id_number_is_taken_whatever_its_year_with_a_small_x_and_blanks(number: str) -> None:
    assert IdField().clean(f"{number[:6]} {number[6:14]} {number[14:].lower()}") == number


@pytest.mark.parametrize("number", ["370702190502300021", "37070219050101002", "3707021905010100²X", "37070219050101001X"])
def test_an_id_number_with_a_wrong_day_or_digit_does_not_stand(number: str) -> None:
    assert not id_stands(number)


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("一万八千九", 18900),
        ("一万八千九百", 18900),
        ("两万", 20000),
        ("一万零八十", 10080),
        ("三千五", 3500),
        ("十五", 15),
        ("一百零五", 105),
        ("1.89万", 18900),
        ("约2万元", 20000),
        ("大概三千块", 3000),
        ("18千", 18000),
        ("一二三", None),
        ("很多", None),
        ("", None),
        ("元", None),
    ],
)
def test_a_sum_in_words_has_its_likely_reading(text: str, reading: int | None) -> None:
    assert rules.likely_sum(text) == reading


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.integers(min_value=0, max_value=10**12))
def test_every_sum_reads_back_as_it_was_printed(fen: int) -> None:
    shown = drawn("{{ fen|yuan }}", fen=fen)
    assert rules.written_sum(shown) == fen


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(max_size=30))
def test_no_text_makes_a_field_stumble(text: str) -> None:
    class All(UiForm):
        money, phone, number, code, day = MoneyField(), PhoneField(), IdField(), CodeField(), DayField()

    assert isinstance(All(dict.fromkeys(("money", "phone", "number", "code", "day"), text)).errors, dict)


# words, marks and days

TODAY = date(2026, 10, 28)


@pytest.mark.parametrize(
    ("language", "value", "words"),
    [
        ("zh-hans", date(2026, 10, 31), "10月31日 周六"),
        ("zh-hans", date(2027, 1, 12), "2027年1月12日 周二"),
        ("zh-hans", None, "—"),
        ("en", date(2026, 10, 31), "Sat 31 Oct"),
        ("en", date(2027, 1, 12), "Tue 12 Jan 2027"),
        ("zh-hans", datetime(2026, 10, 30, 23, 0, tzinfo=UTC), "10月31日 周六"),
    ],
)
def test_days_are_real_dates_in_both_languages(language: str, value: date | None, words: str) -> None:
    with translation.override(language), override_settings(TIME_ZONE="Asia/Shanghai"):
        assert drawn("{{ value|day:today }}", value=value, today=TODAY) == words
        assert drawn("{% day value %}", value=value, today=TODAY) == words


def test_a_day_without_a_today_tells_its_year() -> None:
    assert drawn("{% day value %}|{{ value|short_day }}", value=date(2026, 10, 31)) == "2026年10月31日 周六|2026年10月31日"


@pytest.mark.parametrize(
    ("value", "tone", "words"),
    [
        (date(2026, 10, 26), "tag-red", "过了 2 天"),
        (TODAY, "tag-amber", "今天"),
        (date(2026, 10, 31), "tag-amber", "还有 3 天"),
        (date(2026, 11, 1), 'class="tag"', "还有 4 天"),
    ],
)
def test_the_tag_of_a_due_day_has_word_icon_and_tone(value: date, tone: str, words: str) -> None:
    text = drawn("{% due value %}", value=value, today=TODAY)
    assert tone in text
    assert words in text
    assert "<svg" in text


@pytest.mark.parametrize(
    ("fen", "shown", "grey"), [(1890000, "18,900", False), (1890050, "18,900.50", False), (0, "0", True), (None, "—", True)]
)
def test_zero_is_grey_and_unknown_is_another_thing(fen: int | None, shown: str, grey: bool) -> None:
    text = drawn("{{ fen|money }}", fen=fen)
    assert f">{shown}<" in text
    assert ("nil" in text) is grey


def test_a_warning_is_shape_word_and_count() -> None:
    shapes = {re.search(r' d="([^"]+)"', drawn(f'{{% level "{name}" 2 %}}'))[1] for name in ("red", "orange", "yellow", "none")}  # type: ignore[index]
    assert len(shapes) == 4
    assert "红 2 项" in drawn('{% level "red" 2 %}')
    assert "无" in drawn("{% level missing %}")


def test_an_icon_alone_has_a_voice_and_beside_a_word_none() -> None:
    assert 'aria-hidden="true"' in drawn('{% icon "phone" %}')
    assert 'role="img" aria-label="打电话"' in drawn('{% icon "phone" label="打电话" %}')


def test_an_icon_that_is_not_there_is_not_passed_over() -> None:
    with pytest.raises(FileNotFoundError):
        drawn('{% icon "nowhere" %}')


def test_what_is_given_to_a_tag_is_escaped() -> None:
    assert "<b>" not in drawn('{% tag "red" "" words %}{% qr words words %}{% icon "phone" label=words %}', words="<b>")


@pytest.mark.parametrize(
    ("value", "shown"), [("37070219000101001X", "37****1X"), ("19900001234", "199****1234"), ("1234", "****"), (None, "—")]
)
def test_personal_numbers_are_masked(value: str | None, shown: str) -> None:
    assert drawn("{{ value|masked }}", value=value) == shown


def test_an_enquiry_code_is_read_out_in_fours() -> None:
    assert drawn("{{ code|grouped }}", code="7k3m29qh4t8w6xbn") == "7K3M 29QH 4T8W 6XBN"


def test_a_qr_code_holds_its_dark_squares_and_a_quiet_zone() -> None:
    text = drawn("{% qr words %}", words="https://hall.invalid/r/7K3M29QH4T8W6XBN")
    side = int(re.search(r'viewBox="0 0 (\d+)', text)[1])  # type: ignore[index]
    starts = [(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h", text)]
    assert side >= 33
    assert min(x for x, _ in starts) == min(y for _, y in starts) == 4
    assert len(starts) > 100


def test_turning_a_page_keeps_the_other_filters() -> None:
    query = QueryDict("trade=build&trade=parcel&after=9")
    assert drawn("{% turned query after=next %}", query=query, next="12") == "trade=build&amp;trade=parcel&amp;after=12"
    assert drawn('{% turned query after="" %}', query=query) == "trade=build&amp;trade=parcel"


def test_money_has_four_columns_and_only_the_confirmed_one_is_green() -> None:
    text = drawn('{% include "ui/parts/money_strip.html" with promised=1890000 ordered=None paid=945000 confirmed=630000 %}')
    columns = re.findall(r"<div[^>]*>.*?</div>", text, re.DOTALL)
    assert len(columns) == 4
    assert [index for index, column in enumerate(columns) if "sure" in column] == [3]
    assert all(sum_ in text for sum_ in ("18,900", "—", "9,450", "6,300"))


def test_a_deadline_shows_its_safe_day_only_when_it_differs() -> None:
    line = {"what": "x", "due": date(2026, 11, 15), "law": "y", "safe_day": date(2026, 11, 13), "provisional": True}
    part = '{% include "ui/parts/deadline.html" %}'
    text = drawn(part, line=line, today=TODAY)
    assert "稳妥日" in text
    assert "11月13日" in text
    assert "暂定" in text
    assert "待核实" not in text
    assert "稳妥日" not in drawn(part, line=line | {"safe_day": line["due"]}, today=TODAY)
