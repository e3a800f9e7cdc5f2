"""Forms of early warning: an employer's month, its sheet, who goes there, what the visit found, a new threshold."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.base.ui.forms import DayField, MoneyField, UiForm, radio_cards

from ..kinds import ANSWER_LABELS
from ..rules.observations import COLUMNS, PEOPLE
from ..rules.warnings import VERDICT_LABELS
from .desk import choices

LABELS = {column.code: column.label for column in COLUMNS}
COUNTS = tuple(column.code for column in COLUMNS if column.kind is PEOPLE)


class ObservationForm(UiForm):
    """One month of one employer; what is left empty is unknown and stays as it was."""

    employer = forms.CharField(label=_("用人单位"), max_length=120)
    credit_code = forms.CharField(label=_("统一社会信用代码"), max_length=30, required=False)
    month = DayField(label=_("哪个月（选这个月的任意一天）"))
    payroll = MoneyField(label=_("发放总额"), required=False)
    top_payee = MoneyField(label=_("单人最高"), required=False)
    pay_on = DayField(label=_("约定发薪日"), required=False)
    paid_on = DayField(label=_("实际发薪日"), required=False)
    real_name = forms.ChoiceField(label=_("有实名制吗"), choices=lambda: choices(ANSWER_LABELS), initial="unknown")
    account = forms.ChoiceField(label=_("有工资专户吗"), choices=lambda: choices(ANSWER_LABELS), initial="unknown")
    deposit = forms.ChoiceField(label=_("有工资保证金吗"), choices=lambda: choices(ANSWER_LABELS), initial="unknown")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for code in COUNTS:
            self.fields[code] = forms.IntegerField(label=_(LABELS[code]), min_value=0, max_value=1_000_000, required=False)
        first = ["employer", "credit_code", "month", *COUNTS[:3], "payroll", "top_payee"]
        self.order_fields([*first, *COUNTS[3:5], "pay_on", "paid_on", *COUNTS[5:], "real_name", "account", "deposit"])

    def figures(self) -> dict[str, object]:
        """The figures that were filled in; 说不清 says nothing."""
        data = self.cleaned_data
        return {name: data[name] for name in data if name not in ("employer", "credit_code", "month") and data[name] not in (None, "unknown")}


class SheetForm(UiForm):
    """One spreadsheet; what its bytes are is judged by the service."""

    file = forms.FileField(label=_("每月数据的表"), max_length=255, widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}))


class GiveForm(UiForm):
    """Who goes there."""

    account = forms.ChoiceField(label=_("派给谁"))

    def __init__(self, *args: object, people: list[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].choices = people


class VerdictForm(UiForm):
    """Whether the warning was right."""

    verdict = radio_cards([(code.value, _(label)) for code, label in VERDICT_LABELS.items()], label=_("说得准不准"))
    note = forms.CharField(label=_("去看了什么，看到了什么"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class ThresholdForm(UiForm):
    """A new figure from a day on."""

    value = forms.DecimalField(label=_("新的数"), min_value=0, max_digits=12, decimal_places=4)
    valid_from = DayField(label=_("从哪天起用"))
    source = forms.CharField(label=_("依据：谁定的、哪一天定的"), max_length=200)


class ReplayForm(UiForm):
    """Which month, by the thresholds of which day."""

    month = DayField(label=_("哪个月"))
    on = DayField(label=_("按哪一天的规则"), required=False)

    def chosen(self, today: date) -> tuple[date, date]:
        """(month, day of the thresholds): the month's own last day if none is given."""
        return self.cleaned_data["month"], self.cleaned_data.get("on") or today
