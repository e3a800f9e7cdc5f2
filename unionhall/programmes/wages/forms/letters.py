"""Which letter for many cases; an edited template; one question of the interview."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.base.ui.forms import DayField, IdField, MoneyField, PhoneField, PlainField, UiForm

from ..rules.interview import Kind, Question
from ..services.papers import MANY, PAPER_LABELS


class LettersForm(UiForm):
    """One kind of letter; the key makes a second press ask for nothing new."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    paper = forms.ChoiceField(label=_("出哪一种"), choices=lambda: [(str(paper), _(PAPER_LABELS[paper])) for paper in MANY], widget=forms.RadioSelect)


class TemplateForm(UiForm):
    """An edited template; what is in it is judged by the service."""

    file = forms.FileField(label=_("改好的 Word 文件"), max_length=255, widget=forms.FileInput(attrs={"accept": ".docx"}))


class AdoptForm(UiForm):
    """A word about what was changed."""

    note = forms.CharField(label=_("改了什么"), max_length=80, required=False)


def question_form(question: Question, data: object = None, value: str = "") -> UiForm:
    """The form of one question, with what was answered before."""
    form = UiForm(data)
    field = _field(question)
    field.initial = _shown(question, value)
    form.fields["answer"] = field
    return form


def _field(question: Question) -> forms.Field:
    words = {"label": _(question.ask), "help_text": _(question.why) if question.why else "", "required": question.must}
    choices = [(code, _(label)) for code, label in question.choices]
    field: forms.Field
    match question.kind:
        case Kind.MONEY:
            field = MoneyField(**words)
        case Kind.DAY:
            field = DayField(**words)
        case Kind.PHONE:
            field = PhoneField(**words)
        case Kind.ID:
            field = IdField(**words)
        case Kind.CHOICE:
            field = forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **words)
        case Kind.CHECKS:
            field = forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **words)
        case _:
            field = PlainField(max_length=120, **words)
    field.error_messages["required"] = _("这一项还没填")
    return field


def _shown(question: Question, value: str) -> object:
    if question.kind is Kind.MONEY:
        return int(value) if value else None
    return value.split(",") if question.kind is Kind.CHECKS else value


def said(question: Question, cleaned: object) -> str:
    """A clean answer as the text that is kept: fen, ISO day, codes with commas."""
    if cleaned in (None, ""):
        return ""
    if question.kind is Kind.CHECKS:
        return ",".join(str(each) for each in cleaned)
    return cleaned.isoformat() if question.kind is Kind.DAY else str(cleaned)
