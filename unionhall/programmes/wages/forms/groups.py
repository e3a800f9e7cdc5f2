"""A group's forms: the pasted list, representatives, a worker's word written down, going on alone, a sum to share."""

import secrets
from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.base.ui.forms import DayField, MoneyField, UiForm

from ..rules.groups import MATTER_LABELS
from ..rules.roster import HEADINGS
from ..rules.sharing import RULE_LABELS, ShareRule
from .desk import choices


class RosterForm(UiForm):
    """A list as it was pasted, or a sheet; the box holds what is looked at."""

    text = forms.CharField(
        label=_("把名单贴在这里，第一行是列名"), required=False, max_length=400_000, strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "class": "num", "placeholder": "\t".join(HEADINGS)}),
    )  # fmt: skip
    file = forms.FileField(label=_("或者选一个表格文件"), required=False, help_text=_("xlsx、xls、csv 都行"))


class ChosenForm(UiForm):
    """Three to five of those who stay."""

    chosen = forms.TypedMultipleChoiceField(label=_("推举了谁"), coerce=int, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: object, people: Sequence[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].choices = people


class WordForm(UiForm):
    """One worker's word as the office writes it down."""

    matter = forms.ChoiceField(label=_("哪件事"), choices=lambda: choices(MATTER_LABELS))
    yes = forms.TypedChoiceField(
        label=_("他怎么说"), choices=[("yes", _("同意")), ("no", _("不同意"))], coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )  # fmt: skip
    proof = forms.CharField(label=_("凭据，比如“签字表第 3 行”"), max_length=100)


class LeaveForm(UiForm):
    """Why a worker goes on alone."""

    on = DayField(label=_("从哪天起"))
    reason = forms.CharField(label=_("为什么自己去办，比如“自己起诉”"), max_length=200)


class TakeBackForm(UiForm):
    """Why a distribution was a mistake."""

    reason = forms.CharField(label=_("为什么撤回，比如“金额记错了”"), max_length=200)


class OwnLeaveForm(UiForm):
    """The same on the worker's phone."""

    reason = forms.CharField(label=_("写一句为什么，比如“我自己去法院起诉”"), max_length=200)


class ShareForm(UiForm):
    """Money that came in for several workers, and the rule they chose."""

    amount = MoneyField(label=_("一共收到多少元"))
    on = DayField(label=_("哪天付的"))
    slip = forms.CharField(label=_("凭据的号，比如银行回单号"), max_length=80, help_text=_("同一张凭据不会记两次"))
    rule = forms.ChoiceField(label=_("大家定的怎么分"), choices=lambda: choices(RULE_LABELS), widget=forms.RadioSelect)
    final = forms.BooleanField(label=_("公司说都付清了，请职工确认"), required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: object, people: Sequence[tuple[int, str]] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = secrets.token_hex(20)
        for pk, name in people:
            self.fields[f"part{pk}"] = MoneyField(label=_("%(name)s 分多少元") % {"name": name}, required=False)

    def agreed(self) -> dict[int, int]:
        """The agreed list, worker's id → fen; empty under every other rule."""
        if self.cleaned_data.get("rule") != ShareRule.AGREED:
            return {}
        return {int(name[4:]): part for name, part in self.cleaned_data.items() if name.startswith("part") and part}

    def own_fields(self) -> list[forms.BoundField]:
        """The visible fields without the agreed list's."""
        return [field for field in self.visible_fields() if not field.name.startswith("part")]

    def part_fields(self) -> list[forms.BoundField]:
        """The agreed list's fields."""
        return [field for field in self.visible_fields() if field.name.startswith("part")]
