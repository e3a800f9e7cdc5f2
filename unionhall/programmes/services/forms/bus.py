"""The bus's forms: a request, a plan, who comes, a result."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from unionhall.base.ui.forms import DayField, UiForm
from unionhall.kernel.people.rules import clean_phone

from ..rules.bus import RISK_LABELS, Risk
from ..rules.stores import LEVEL_LABELS, Store
from ..services.requests import Asked, People

LINES = 4
GAP = re.compile(r"[\s,，;；、]+")  # as typed, or as a spreadsheet pastes two cells
CLOCK = re.compile(r"^(\d{1,2})[:：](\d{2})$")


def minutes(text: str) -> int:
    """14:30 as minutes of the day. ValidationError for anything else."""
    found = CLOCK.match(text.strip())
    if not found or int(found[1]) > 24 or int(found[2]) > 59:
        raise ValidationError(_("时间写成 8:00 这样"))
    return int(found[1]) * 60 + int(found[2])


class AskForm(UiForm):
    """What an enterprise's union asks: up to four workshops, each with heads, shift and risk."""

    employer = forms.CharField(label=_("企业名称"), max_length=120)
    address = forms.CharField(label=_("车开到哪里"), max_length=200, help_text=_("路名、门牌、哪个门"))
    gate = forms.CharField(label=_("厂门口的位置"), required=False, help_text=_("纬度,经度，比如 36.71,119.10；不知道先空着，但是排不进计划"))
    power = forms.BooleanField(label=_("有 220 伏电源"), required=False)
    parking = forms.BooleanField(label=_("有停大车的地方"), required=False)
    note = forms.CharField(label=_("还有什么要说的"), max_length=300, required=False)

    def __init__(self, *args: object, classes: Iterable[Risk], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for n in range(1, LINES + 1):
            self.fields[f"name{n}"] = forms.CharField(label=_("车间 %(n)s") % {"n": n}, max_length=40, required=n == 1)
            self.fields[f"heads{n}"] = forms.IntegerField(
                label=_("多少人"), required=n == 1, min_value=1, max_value=5000, error_messages={"invalid": _("写数字，比如 120")}, widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            )  # fmt: skip
            self.fields[f"begins{n}"] = forms.CharField(label=_("几点上班"), initial="8:00", required=False)
            self.fields[f"ends{n}"] = forms.CharField(label=_("几点下班"), initial="17:30", required=False)
            self.fields[f"risk{n}"] = forms.ChoiceField(label=_("有没有职业病危害"), required=False, choices=[(code.value, _(RISK_LABELS[code])) for code in (Risk.NONE, *classes)])
        for field in self.fields.values():
            if field.required:
                field.error_messages["required"] = _("这一项还没填")

    def plain(self) -> list[forms.BoundField]:
        """The fields of the enterprise."""
        return [self[name] for name in ("employer", "address", "gate", "power", "parking", "note")]

    def shops(self) -> list[dict[str, object]]:
        """The fields of each workshop; from the second on they lie folded until something is in them."""
        groups = [[self[f"{name}{n}"] for name in ("name", "heads", "begins", "ends", "risk")] for n in range(1, LINES + 1)]
        return [{"fields": each, "open": n == 1 or bool(each[0].value() or each[1].value())} for n, each in enumerate(groups, 1)]

    def clean(self) -> dict:
        """The lines as workshops; what cannot be read is said beside its field."""
        data, found = super().clean() or {}, []
        for n in (n for n in range(1, LINES + 1) if data.get(f"name{n}")):
            times = [self.time(f"{end}{n}") for end in ("begins", "ends")]
            if None not in times:
                found.append(People(data[f"name{n}"], data.get(f"heads{n}") or 0, *times, data.get(f"risk{n}") or Risk.NONE))
        data["workshops"], data["where"] = tuple(found), self.where()
        return data

    def time(self, name: str) -> int | None:
        """Minutes of the day, or None with the error at its field."""
        try:
            return minutes(self.cleaned_data.get(name) or "")
        except ValidationError as error:
            self.add_error(name, error)
            return None

    def where(self) -> tuple[float | None, float | None]:
        """Latitude and longitude; an error beside the field when they are no place."""
        text = (self.cleaned_data.get("gate") or "").replace("，", ",").strip()
        found = re.fullmatch(r"(-?\d{1,2}(?:\.\d+)?)\s*,\s*(-?\d{1,3}(?:\.\d+)?)", text)
        if text and (not found or abs(float(found[1])) > 90 or abs(float(found[2])) > 180):
            self.add_error("gate", _("写成 36.71,119.10 这样，先纬度、后经度"))
            return None, None
        return (float(found[1]), float(found[2])) if found else (None, None)

    def asked(self) -> Asked:
        """As the service takes it."""
        data = self.cleaned_data
        plain = {name: data[name] for name in ("employer", "address", "power", "parking", "note", "workshops")}
        return Asked(**plain, lat=data["where"][0], lng=data["where"][1])


class ReasonForm(UiForm):
    """Why not."""

    reason = forms.CharField(label=_("为什么"), max_length=200)


class PlanForm(UiForm):
    """From which day, and where the bus stands at night."""

    first = DayField(label=_("从哪天起，排两周"))
    lat = forms.FloatField(label=_("车停在哪里：纬度"), min_value=-90, max_value=90)
    lng = forms.FloatField(label=_("经度"), min_value=-180, max_value=180)


class MoveForm(UiForm):
    """To which day."""

    day = DayField(label=_("挪到哪天"))


class NamesForm(UiForm):
    """Who comes in a slot: one a line, a phone behind it if the person is to read the results."""

    names = forms.CharField(label=_("谁来，一行一个"), help_text=_("名字，空一格，手机号。没有手机号也能来，只是自己在手机上看不了结果"), widget=forms.Textarea(attrs={"rows": 4}))

    def clean_names(self) -> list[tuple[str, str]]:
        """(name, phone or ''). Every row that is wrong is told by its number, all at once."""
        found: dict[int, tuple[str, str]] = {}
        wrong: list[ValidationError] = []
        for row, line in enumerate(self.cleaned_data["names"].splitlines(), 1):
            name, rest = [*GAP.split(line.strip(), maxsplit=1), ""][:2]
            one = (name[:40], clean_phone(rest))
            if rest.strip() and not one[1]:
                wrong.append(ValidationError(_("第 %(row)s 行：%(name)s 的手机号是 11 位数字，以 1 开头"), params={"row": row, "name": name}))
            elif one[1] and one in found.values():
                first = next(n for n, each in found.items() if each == one)
                wrong.append(ValidationError(_("第 %(row)s 行：%(name)s 和第 %(first)s 行是同一个人"), params={"row": row, "name": name, "first": first}))
            elif name:
                found[row] = one
        if wrong:
            raise ValidationError(wrong)
        return list(found.values())


class ListForm(NamesForm):
    """Who is on a workshop's list."""

    workshop = forms.ChoiceField(label=_("车间"))
    field_order = ("workshop", "names")

    def __init__(self, *args: object, workshops: list[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["workshop"].choices = workshops


class LateForm(UiForm):
    """How late the bus is."""

    minutes = forms.IntegerField(label=_("晚到多少分钟"), min_value=5, max_value=240, widget=forms.TextInput(attrs={"inputmode": "numeric"}))


class CodeForm(UiForm):
    """The code on a worker's phone."""

    code = forms.CharField(label=_("手机上的码"), max_length=20)


class ResultForm(UiForm):
    """One store's result for one person."""

    level = forms.ChoiceField(label=_("怎么样"), widget=forms.RadioSelect)
    words = forms.CharField(label=_("查到了什么，用本人看得懂的话写"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
    advice = forms.CharField(label=_("接下来怎么做"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: object, store: Store, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [(code.value, _(words)) for code, words in LEVEL_LABELS[store].items()]
