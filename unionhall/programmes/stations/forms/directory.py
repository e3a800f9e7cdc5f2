"""A station's record, a closure, a sheet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from unionhall.base.geo import SYSTEM_LABELS, System
from unionhall.base.refusal import Refused
from unionhall.base.ui.forms import DayField, PlainField, UiForm
from unionhall.kernel.places.rules import hours

from ..kinds import KIND_LABELS
from ..models import Station
from ..rules.amenities import AMENITIES
from ..rules.sheets import HOLIDAYS

SYSTEMS = [(system.value, _(label)) for system, label in SYSTEM_LABELS.items()]


class HoursField(PlainField):
    """Weekly hours as people write them; what cannot be read is refused with the way to write it."""

    def clean(self, value: Any) -> Any:
        """(text, 24 hours)."""
        text = super().clean(value)
        try:
            return hours.written(text) if text else ("", False)
        except Refused as refusal:
            raise forms.ValidationError(_(refusal.sentence).format(**refusal.values), refusal.code) from refusal


class HolidayField(HoursField):
    """不开, blank for as usual, or hours of their own."""

    def clean(self, value: Any) -> Any:
        """A text, 'closed' or ''."""
        text = str(value or "").strip()
        if text in HOLIDAYS:
            return HOLIDAYS[text]
        said, always = super().clean(text)
        return "00:00-24:00" if always else said


class StationForm(UiForm):
    """The whole record. A position is typed as a map shows it; which map is asked beside it."""

    union = forms.ChoiceField(label=_("归哪个工会管"))
    name = PlainField(label=_("驿站名称"), max_length=80)
    kind = forms.ChoiceField(label=_("类型"), choices=[(kind.value, _(label)) for kind, label in KIND_LABELS.items()])
    address = PlainField(label=_("地址"), max_length=200)
    landmark = PlainField(label=_("附近标志"), max_length=80, required=False, help_text=_("来的人一眼能看到的：公交站、药店"))
    phone = PlainField(label=_("电话"), max_length=20, required=False, help_text=_("给来的人打的，大家都看得到"))
    lng = forms.FloatField(label=_("经度"), required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    lat = forms.FloatField(label=_("纬度"), required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    system = forms.ChoiceField(label=_("经纬度从哪儿来的"), choices=SYSTEMS)
    hours = HoursField(label=_("开放时间"), max_length=200, required=False, help_text=_("每天 8:00-20:00，或者 周一至周五 8:30-12:00，13:30-17:30；24 小时就写 24小时"))
    holiday = HolidayField(label=_("节假日"), max_length=200, required=False, help_text=_("照常就空着；不开就写“不开”；时间不一样就写时间"))
    offers = forms.MultipleChoiceField(label=_("有什么"), required=False, choices=[(row.code, _(row.label)) for row in AMENITIES], widget=forms.CheckboxSelectMultiple)
    duty_name = PlainField(label=_("值班联系人"), max_length=40, required=False, help_text=_("只有工会的人看得到"))
    duty_phone = PlainField(label=_("值班电话"), max_length=20, required=False)
    keeper = forms.TypedChoiceField(label=_("管理员"), required=False, coerce=int, empty_value=None, help_text=_("有驿站管理员岗位的人；没开门、缺东西先找他"))
    assured_on = DayField(label=_("最近核实"), required=False)

    def __init__(self, *args: Any, unions: list[tuple[str, str]], keepers: list[tuple[str, str]], fixed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["union"].choices = unions
        self.fields["keeper"].choices = [("", _("还没有")), *keepers]
        if fixed:
            del self.fields["union"]

    def values(self) -> dict[str, object]:
        """What the service takes."""
        data = dict(self.cleaned_data)
        text, always = data["hours"]
        data |= {"hours": text, "always_open": always, "holiday_hours": data.pop("holiday")}
        return {name: value for name, value in data.items() if name not in ("union", "offers", "system")}


def as_typed(row: Station, offers: list[str]) -> dict[str, object]:
    """The form's first values for a station that stands; its position is stored as GPS."""
    place, shown = row.place, {hours.CLOSED: gettext("不开")}
    names = ("name", "address", "landmark", "phone", "lat", "lng")
    return {name: getattr(place, name) for name in names} | {
        "kind": row.kind, "hours": gettext("24小时") if place.always_open else place.hours, "holiday": shown.get(place.holiday_hours, place.holiday_hours),
        "offers": offers, "duty_name": row.duty_name, "duty_phone": row.duty_phone, "assured_on": row.assured_on, "keeper": row.keeper_id, "system": System.WGS84.value,
    }  # fmt: skip


class ClosureForm(UiForm):
    """When it is shut, until when, and why."""

    since = forms.DateTimeField(label=_("从什么时候关"), widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}))
    until = forms.DateTimeField(label=_("什么时候重开"), required=False, help_text=_("还不知道就空着"), widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}))
    reason = PlainField(label=_("为什么关"), max_length=200, help_text=_("来的人看得到"))


class SheetForm(UiForm):
    """One spreadsheet, and in which coordinates its positions are meant."""

    file = forms.FileField(label=_("驿站表"), max_length=255, widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}))
