"""Forms for a claim's items, the site's facts and the elements; rows repeat without script."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from unionhall.base.ui import rules as ui_rules
from unionhall.base.ui.forms import DayField, MoneyField, UiForm, UiRenderer, radio_cards

from ..kinds import ANSWER_LABELS
from ..models import Claimant
from ..rules.arrears import Period
from ..rules.lines import ITEM_LABELS, Item
from ..rules.overtime import Overtime
from ..services import claims

EXTRA, MOST = 6, 372
ANSWERS: list[tuple[str, Any]] = [(str(code), _(label)) for code, label in ANSWER_LABELS.items()]


class PeriodRow(UiForm):
    """One pay period."""

    first = DayField(label=_("从哪天"))
    last = DayField(label=_("到哪天"))
    due = MoneyField(label=_("应发"))
    paid = MoneyField(label=_("已发"), required=False)

    def row(self) -> Period:
        """The period in fen; nothing paid is 0."""
        data = self.cleaned_data
        return Period(data["first"], data["last"], data["due"], data["paid"] or 0)


class OvertimeRow(UiForm):
    """Hours worked over on one day."""

    day = DayField(label=_("哪天"))
    hours = forms.DecimalField(label=_("几小时"), max_digits=4, decimal_places=2)
    time_off = forms.BooleanField(label=_("已调休"), required=False)

    def row(self) -> Overtime:
        """The day with its hours."""
        data = self.cleaned_data
        return Overtime(data["day"], Fraction(data["hours"]), data["time_off"])


class Rows(BaseFormSet):
    """Rows that may all be left blank; a row that was filled in before may be emptied."""

    def _construct_form(self, i: int, **kwargs: Any) -> forms.BaseForm:
        form = super()._construct_form(i, **kwargs)
        form.empty_permitted = True
        return form

    def rows(self) -> tuple[Any, ...]:
        """The filled rows as the service takes them."""
        return tuple(form.row() for form in self.forms if form.has_changed())


class ItemForm(UiForm):
    """The part of an item's inputs that stands once; `claimant` fills in what is already known."""

    rows: Any = None
    hint: Any = ""

    @classmethod
    def known(cls, claimant: Claimant) -> dict[str, Any]:
        """First values from the worker's own facts."""
        facts = {"month_pay": claimant.monthly, "started": claimant.begun_on, "ended": claimant.ended_on}
        return {name: value for name, value in facts.items() if name in cls.base_fields and value is not None}

    def inputs(self, rows: tuple[Any, ...]) -> claims.Inputs:
        """The item's inputs, of valid forms."""
        raise NotImplementedError


class ArrearsForm(ItemForm):
    """Unpaid wages, period by period."""

    rows = formset_factory(PeriodRow, formset=Rows, extra=EXTRA, max_num=MOST, absolute_max=MOST, renderer=UiRenderer())
    hint = _("一期一行，比如 2026-06-01 到 2026-06-30。多付的一期不抵别的期")

    def inputs(self, rows: tuple[Any, ...]) -> claims.Inputs:
        return claims.ArrearsInput(rows)


class OvertimeForm(ItemForm):
    """Overtime: the monthly wage and the days."""

    month_pay = MoneyField(label=_("月工资"))
    rows = formset_factory(OvertimeRow, formset=Rows, extra=EXTRA, max_num=MOST, absolute_max=MOST, renderer=UiRenderer())
    hint = _("一天一行。平日、休息日、法定节假日按日历自动分")

    def inputs(self, rows: tuple[Any, ...]) -> claims.Inputs:
        return claims.OvertimeInput(self.cleaned_data["month_pay"], rows)


class DoubleWageForm(ItemForm):
    """Double wage without a written contract."""

    month_pay = MoneyField(label=_("月工资"))
    started = DayField(label=_("哪天入职"))
    signed = DayField(label=_("哪天签的书面合同"), required=False, help_text=_("一直没签就空着"))
    ended = DayField(label=_("哪天离开"), required=False, help_text=_("还在干就空着"))

    def inputs(self, rows: tuple[Any, ...]) -> claims.Inputs:
        return claims.DoubleWageInput(**self.cleaned_data)


class PaysField(forms.CharField):
    """Monthly gross pays, one a line, in yuan; fen out."""

    widget = forms.Textarea(attrs={"rows": 6, "class": "num"})

    def to_python(self, value: Any) -> Any:
        """Fen for each line; a line that is no sum is quoted in the error."""
        lines = [line for line in (super().to_python(value) or "").splitlines() if line.strip()]
        sums = [(line, ui_rules.written_sum(line)) for line in lines]
        if wrong := next((line for line, fen in sums if fen is None), None):
            raise ValidationError(_("这一行请只填数字：%(line)s"), "pays", {"line": wrong[:20]})
        return tuple(fen for _line, fen in sums if fen is not None)

    def prepare_value(self, value: Any) -> Any:
        """Fen as lines of yuan; what was typed stays."""
        return "\n".join(MoneyField().prepare_value(fen) for fen in value) if isinstance(value, tuple) else value


class DamagesForm(ItemForm):
    """2N for an unlawful dismissal."""

    started = DayField(label=_("哪天入职"))
    ended = DayField(label=_("哪天离开"))
    pays = PaysField(label=_("离开前 12 个月的应发工资"), help_text=_("一行一个月，单位元；干不满 12 个月的，有几个月写几行"))

    def inputs(self, rows: tuple[Any, ...]) -> claims.Inputs:
        return claims.DamagesInput(**self.cleaned_data)


class SeveranceForm(DamagesForm):
    """N, with why the worker left."""

    left_unpaid = forms.BooleanField(label=_("因为欠薪离开的"), required=False, initial=True)

    def inputs(self, rows: tuple[Any, ...]) -> claims.Inputs:
        return claims.SeveranceInput(**self.cleaned_data)


class AddedForm(ItemForm):
    """The further 50–100 %: an order and its default."""

    amount = MoneyField(label=_("责令支付多少"), required=False, help_text=_("还没有责令文书，先空着"))
    last_day = DayField(label=_("限期哪天"), required=False)
    paid_in_time = MoneyField(label=_("期限内付了多少"), required=False)

    def clean(self) -> dict[str, Any]:
        """An order has an amount and a last day, or neither."""
        data = self.cleaned_data
        if (data.get("amount") is None) != (data.get("last_day") is None) and not self.errors:
            self.add_error("amount" if data.get("amount") is None else "last_day", _("数额和限期要一起填"))
        return data

    def inputs(self, rows: tuple[Any, ...]) -> claims.Inputs:
        data = self.cleaned_data
        return claims.AddedInput(data["amount"], data["last_day"], data["paid_in_time"] or 0)


class InterestForm(ItemForm):
    """Interest, off while nobody has set a rate."""

    principal = MoneyField(label=_("本金"))
    since = DayField(label=_("从哪天起"))
    until = DayField(label=_("算到哪天"))

    def inputs(self, rows: tuple[Any, ...]) -> claims.Inputs:
        return claims.InterestInput(**self.cleaned_data)


ITEM_FORMS: Mapping[Item, type[ItemForm]] = {
    Item.ARREARS: ArrearsForm, Item.OVERTIME: OvertimeForm, Item.DOUBLE_WAGE: DoubleWageForm, Item.SEVERANCE: SeveranceForm,
    Item.DAMAGES_2N: DamagesForm, Item.ADDED_COMPENSATION: AddedForm, Item.INTEREST: InterestForm,
}  # fmt: skip
ROW_FIELD = {Item.ARREARS: "periods", Item.OVERTIME: "entries"}
ITEM_CHOICES = [(str(item), _(label)) for item, label in ITEM_LABELS.items()]


def first_values(item: Item, claimant: Claimant, kept: claims.Inputs | None) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What a form shows before anybody types: the inputs of the kept line, else the worker's own facts."""
    if kept is None:
        return ITEM_FORMS[item].known(claimant), []
    values = {name: getattr(kept, name) for name in asdict(kept)}
    rows = [asdict(row) for row in values.pop(ROW_FIELD.get(item, ""), ())]
    for row in rows:
        row |= {"hours": f"{float(row['hours']):g}"} if "hours" in row else {}
    return values, rows


class SiteForm(UiForm):
    """The eight questions about a site; each may stay open."""

    hired_by = forms.ChoiceField(label=_("谁招的人、谁发的钱？"), required=False)
    licensed = radio_cards(ANSWERS, label=_("他有用工资格、有证照？"), initial="unknown")
    construction = radio_cards(ANSWERS, label=_("是工程建设吗？"), initial="unknown")
    contractor = forms.CharField(label=_("合同和维权告示牌上写的施工单位"), max_length=120, required=False)
    developer = forms.CharField(label=_("建设单位"), max_length=120, required=False)
    subcontracted = radio_cards(ANSWERS, label=_("活是分包出来的？"), initial="unknown")
    passed_on = radio_cards(ANSWERS, label=_("工程整个转包了？"), initial="unknown")
    borrowed_name = radio_cards(ANSWERS, label=_("有挂靠、借名义的？"), initial="unknown")
    developer_paid = radio_cards(ANSWERS, label=_("建设单位按约拨了工程款和人工费？"), initial="unknown")
    lawful = radio_cards(ANSWERS, label=_("规划、施工手续合法？"), initial="unknown")
    dispatch = radio_cards(ANSWERS, label=_("是没有派遣许可的单位派来的？"), initial="unknown")
    sole_trader = radio_cards(ANSWERS, label=_("是合伙、个人独资或者个体户？"), initial="unknown")
    merged_or_split = radio_cards(ANSWERS, label=_("单位合并、分立了，或者正在办？"), initial="unknown")
    deregistered = radio_cards(ANSWERS, label=_("单位已经注销？"), initial="unknown")

    def __init__(self, *args: Any, hirers: Mapping[Any, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hired_by"].choices = [("", _("说不清")), *((code, _(label)) for code, label in hirers.items())]


class ElementsForm(UiForm):
    """What somebody found out about each element; nothing here decides."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, question in claims.FACTS.items():
            self.fields[code] = radio_cards(ANSWERS, label=_(question), initial="unknown")
