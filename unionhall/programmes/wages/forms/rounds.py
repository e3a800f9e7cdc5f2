"""The round's forms: one check with its duties, a new place, a visit's inspector, a sheet of checks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from unionhall.base.ui.forms import MoneyField, UiForm, radio_cards
from unionhall.kernel.orgs.rules import INDUSTRY_LABELS

from ..rules.rounds.checks import RESULT_LABELS, Result, duties
from ..services.rounds import Finding

RESULTS = [(str(code), _(label)) for code, label in RESULT_LABELS.items()]
ANSWERS = [("yes", _("做到了")), ("no", _("没做到")), ("", _("没看"))]
POINT = "point-"


class CheckForm(UiForm):
    """What was seen at one place; only the result must be said. `client_id` and `checked_at` come from the sender."""

    client_id = forms.CharField(widget=forms.HiddenInput, max_length=40)
    checked_at = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    queued = forms.CharField(widget=forms.HiddenInput, max_length=1, required=False)
    result = radio_cards(RESULTS, label=_("看得怎么样？"))
    note = forms.CharField(
        label=_("看到了什么"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        help_text=_("有情况、没看成，都写一句"),
    )  # fmt: skip
    people = forms.IntegerField(label=_("大约几个人没拿到"), min_value=1, max_value=100000, required=False)
    amount = MoneyField(label=_("大约欠多少元"), required=False)
    period = forms.CharField(label=_("欠的哪几个月"), max_length=60, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def __init__(self, *args: Any, industry: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.duties = duties(industry)
        for duty in self.duties:
            self.fields[POINT + duty.point] = radio_cards(
                ANSWERS, label=_(duty.question), help_text=str(duty.article), required=False, initial=""
            )

    def points(self) -> list[Any]:
        """The duties' own fields, in the order of the checklist."""
        return [self[POINT + duty.point] for duty in self.duties]

    def answers(self) -> Mapping[str, str]:
        """point → yes or no, of a valid form; what was not looked at is left out."""
        return {duty.point: said for duty in self.duties if (said := self.cleaned_data[POINT + duty.point])}

    def finding(self) -> Finding:
        """What is known of arrears; only a clue carries it."""
        data = self.cleaned_data
        if data["result"] != Result.CLUE:
            return Finding()
        return Finding(people=data["people"], amount=data["amount"], period=data["period"])

    def moment(self) -> datetime | None:
        """When the sender says it was; None when it says nothing readable."""
        text = self.cleaned_data["checked_at"].replace("Z", "+00:00")
        try:
            found = datetime.fromisoformat(text) if text else None
        except ValueError:
            return None
        return found if found and found.tzinfo else None


class SiteForm(UiForm):
    """A place that is not on the list yet."""

    name = forms.CharField(label=_("用人单位"), max_length=120)
    place = forms.CharField(label=_("项目、工地"), max_length=120, required=False)
    union = forms.TypedChoiceField(label=_("在哪一片"), coerce=int)
    industry = forms.ChoiceField(label=_("行业"), choices=lambda: [(str(code), __(label)) for code, label in INDUSTRY_LABELS.items()])
    people = forms.IntegerField(label=_("大约多少人"), min_value=1, max_value=100000, required=False)

    def __init__(self, *args: Any, unions: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["union"].choices = unions


class MoveForm(UiForm):
    """Who walks there instead."""

    account = forms.TypedChoiceField(label=_("改派给谁"), coerce=int)

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].choices = people


class ChecksFileForm(UiForm):
    """A workbook with a sheet of weekly checks."""

    file = forms.FileField(label=_("周排查记录"), max_length=255, widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}))
