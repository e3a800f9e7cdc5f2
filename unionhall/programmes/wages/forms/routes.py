"""Choosing a road, and the questions that decide which are open."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.base.ui.forms import UiForm, radio_cards

from ..services.routes import QUESTIONS
from .claims import ANSWERS


class RouteForm(UiForm):
    """One of the roads that are not closed, and why."""

    note = forms.CharField(label=_("为什么选这条"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, roads: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["route"] = radio_cards(roads, label=_("走哪条"))
        self.order_fields(["route", "note", "version"])


class QuestionsForm(UiForm):
    """What somebody found out; each may stay open."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, question in QUESTIONS.items():
            self.fields[code] = radio_cards(ANSWERS, label=_(question), initial="unknown")
