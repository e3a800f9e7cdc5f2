"""The calculator's form."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from unionhall.base.refusal import Refused

from . import rules


class ClockForm(forms.Form):
    """A rule and the day, or the minute, from which it runs."""

    rule = forms.ChoiceField(label=_("哪一条规则"))
    start = forms.CharField(label=_("从哪一天起"), max_length=40)

    def __init__(self, *args: Any, listed: list[rules.Rule], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule"].choices = [(row.id, f"{row.title} {row.id}") for row in listed]  # type: ignore[attr-defined]

    def clean_start(self) -> date | datetime:
        """A date or a date-time; the refusal's own sentence beside the field."""
        try:
            return rules.parse_start(self.cleaned_data["start"])
        except Refused as no:
            raise forms.ValidationError(translate(no.sentence).format(**no.values), code=no.code) from no
