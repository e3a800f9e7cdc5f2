"""The rota's forms: leave, a provider's days, a span to plan, a promise, somebody new, a reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.base.ui.forms import UiForm

from ..rules.rota.duties import AVAILABLE_LABELS, AvailableKind

WEEKDAYS = [("0", _("周一")), ("1", _("周二")), ("2", _("周三")), ("3", _("周四")), ("4", _("周五")), ("5", _("周六")), ("6", _("周日"))]
DATED = (AvailableKind.WISH, AvailableKind.AWAY, AvailableKind.EXTRA)


def day_field(label: Any, **more: Any) -> forms.DateField:
    """A day by the browser's own picker."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


class LeaveForm(UiForm):
    """From when to when; the consequence is shown before anything is sent."""

    first = day_field(_("从哪天起"))
    last = day_field(_("到哪天"), help_text=_("只请一天，就填同一天"))
    reason = forms.CharField(label=_("为什么"), max_length=200, required=False)


class SpanForm(UiForm):
    """The days to plan."""

    first = day_field(_("从哪天起"))
    last = day_field(_("到哪天"))


class PatternForm(UiForm):
    """The weekdays on which somebody comes."""

    weekdays = forms.MultipleChoiceField(label=_("每周哪几天能来"), choices=WEEKDAYS, widget=forms.CheckboxSelectMultiple)


class DayForm(UiForm):
    """One dated exception or wish."""

    day = day_field(_("哪一天"))
    kind = forms.ChoiceField(label=_("这天怎么样"), choices=lambda: [(str(kind), _(AVAILABLE_LABELS[kind])) for kind in DATED] + [("", _("跟平时一样"))], required=False)


class ProviderForm(UiForm):
    """Somebody who holds a provider's post here."""

    account = forms.TypedChoiceField(label=_("谁"), coerce=int)
    group = forms.ChoiceField(label=_("哪一组"))
    weekdays = forms.MultipleChoiceField(label=_("每周哪几天能来"), choices=WEEKDAYS, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, accounts: list[tuple[int, str]], groups: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].choices, self.fields["group"].choices = accounts, groups


class ReasonForm(UiForm):
    """One sentence why."""

    reason = forms.CharField(label=_("写一句为什么"), max_length=200)
