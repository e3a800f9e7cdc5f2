"""Forms of regimes and briefings: rename, produce, draw, hand back."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.base.ui.forms import DayField, UiForm
from unionhall.kernel.people.rules import ROLE_LABELS, Role

from ..rules.briefings import KIND_LABELS, BriefingKind
from ..rules.regimes import RHYTHM_LABELS
from .desk import choices

OWNERS = (Role.CLERK, Role.OFFICER, Role.LEADER)


class RegimeForm(UiForm):
    """A regime as the union wants it."""

    name = forms.CharField(label=_("叫什么"), max_length=40)
    about = forms.CharField(label=_("做什么"), max_length=120, required=False)
    rhythm = forms.ChoiceField(label=_("多久一次"), choices=lambda: choices(RHYTHM_LABELS))
    owner_role = forms.ChoiceField(label=_("归哪个岗位"), choices=lambda: choices({role: ROLE_LABELS[role] for role in OWNERS}))


class OutputForm(UiForm):
    """The output of a period that is over."""

    on = DayField(label=_("这一期里的随便一天"))
    summary = forms.CharField(label=_("这一期做了什么"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    file = forms.FileField(label=_("附一份材料"), required=False)


class DrawForm(UiForm):
    """Which report, for whom, of which period."""

    kind = forms.ChoiceField(label=_("出哪一种"), choices=lambda: choices({kind: label for kind, label in KIND_LABELS.items() if kind != BriefingKind.MAJOR}))
    union = forms.TypedChoiceField(label=_("哪个单位的"), coerce=int)
    on = DayField(label=_("这一期里的随便一天"))

    def __init__(self, *args: object, unions: Sequence[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["union"].choices = unions


class ReturnForm(UiForm):
    """Why a briefing goes back."""

    says = forms.CharField(label=_("为什么退回"), max_length=200)
