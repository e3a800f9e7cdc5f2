"""A form asked one question a page: every page posts all answers so far, so that nothing is lost and nothing is stored."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext

from unionhall.base.refusal import Refused

from .forms import UiForm

CHECK = "check"


class AskingForm(UiForm):
    """All answers; a step shows its own fields and carries the others along hidden. `questions` name each step's heading."""

    steps: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    questions: ClassVar[Mapping[str, Any]] = {}
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, step: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.step, self.shown = step, self.steps.get(step, ())
        for name, field in self.fields.items():
            if name not in self.shown:
                field.widget = forms.HiddenInput()

    @classmethod
    def order(cls) -> tuple[str, ...]:
        """The steps, and the page of answers at the end."""
        return (*cls.steps, CHECK)

    def step_errors(self) -> dict[str, Any]:
        """The errors of the fields this step shows; others wait for their own page."""
        return {name: errors for name, errors in self.errors.items() if name in self.shown}

    def answers(self) -> list[dict[str, Any]]:
        """The page of answers before sending: label, what was typed, the step that mends it."""
        return [self.answer(step, name) for step, names in self.steps.items() for name in names]

    def answer(self, step: str, name: str) -> dict[str, Any]:
        """One line of it; a choice is shown by its words."""
        bound, field = self[name], self.fields[name]
        typed = bound.value() or ""
        shown = dict(field.choices).get(typed, "") if isinstance(field, forms.ChoiceField) and typed else typed
        return {"label": bound.label, "value": shown, "step": step, "unit": bound.unit}

    def refuse(self, refusal: Refused) -> None:
        """A service's no, beside the field that it names."""
        self.add_error(refusal.field if refusal.field in self.fields else None, gettext(refusal.sentence).format(**refusal.values))


@dataclass(frozen=True, slots=True)
class Turn:
    """What a request led to: a form at a step to be shown, or (`send`) all answers, valid and looked over."""

    form: AskingForm
    status: int = 200
    send: bool = False


def turn(request: HttpRequest, form: type[AskingForm], **initial: object) -> Turn:
    """Take a request one step on, one step back, or to the sending."""
    order = form.order()
    if request.method != "POST":
        return Turn(form(initial={**initial, "key": secrets.token_hex(20)}, step=order[0]))
    step = request.POST.get("step", "")
    step = step if step in order else order[0]
    typed = form(request.POST, step=step)
    if back := request.POST.get("to"):
        return Turn(form(initial=request.POST.dict(), step=back if back in order else order[0]))
    if step != CHECK and typed.step_errors():
        return Turn(typed, 422)
    if step == CHECK and "send" in request.POST:
        return Turn(typed, send=True) if typed.is_valid() else wrong(request, typed)
    return Turn(form(initial=request.POST.dict(), step=order[min(order.index(step) + 1, len(order) - 1)]))


def wrong(request: HttpRequest, typed: AskingForm) -> Turn:
    """Back to the first step that has an error, everything kept, the sentence beside its field."""
    step = next((step for step, names in typed.steps.items() if set(names) & set(typed.errors)), typed.order()[0])
    shown = type(typed)(request.POST, step=step)
    shown.full_clean()
    for name, errors in typed.errors.items():
        if name not in shown.errors:
            shown.add_error(name if name in shown.fields else None, errors)
    return Turn(shown, 422)


def context(form: AskingForm) -> dict[str, Any]:
    """What ui/asking.html wants; `at_step` of `of_steps` for the bar."""
    order = form.order()
    place, alone = order.index(form.step), len(form.shown) == 1
    if alone:
        form[form.shown[0]].label = form.questions[form.step]
    return {
        "form": form, "step_code": form.step, "question": form.questions[form.step], "at_step": place + 1, "of_steps": len(order),
        "alone": alone, "before": order[place - 1] if place else "", "fields": [form[name] for name in form.shown], "back": "/",
        "answers": form.answers() if form.step == CHECK else [],
    }  # fmt: skip
