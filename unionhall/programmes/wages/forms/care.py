"""Forms of care: a return visit's answers, a call on a family, hardship, an incident, a publicity event."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.base.ui.forms import CameraField, DayField, MoneyField, UiForm
from unionhall.kernel.cases.kinds import Question
from unionhall.kernel.cases.rules import HOW_LABELS, VISIT_ANSWER_LABELS, VisitHow

from ..kinds import DEGREE_LABELS, INCIDENT_LABELS
from .desk import choices

SITES = range(1, 5)


class AnswersForm(UiForm):
    """The questions of a return visit: yes, no, or cannot say."""

    def __init__(self, *args: object, questions: Sequence[Question], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [one.code for one in questions]
        for one in questions:
            self.fields[one.code] = forms.ChoiceField(
                label=_(one.label), choices=choices(VISIT_ANSWER_LABELS), widget=forms.RadioSelect, error_messages={"required": _("这一项还没填")}
            )

    def answers(self) -> dict[str, str]:
        """Code → yes, no, unknown; what was not answered is not there."""
        return {code: self.cleaned_data[code] for code in self.codes if self.cleaned_data.get(code)}


class VisitForm(AnswersForm):
    """A return visit as the office writes it down; without anybody reached the questions stay empty."""

    how = forms.ChoiceField(label=_("怎么回访的"), choices=lambda: choices({how: label for how, label in HOW_LABELS.items() if how != VisitHow.OWN}))
    unreached = forms.BooleanField(label=_("没联系上"), required=False)
    note = forms.CharField(label=_("职工怎么说（内部）"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for code in self.codes:
            self.fields[code].required = not (self.is_bound and self.data.get("unreached"))
        self.order_fields(["how", "unreached", *self.codes, "note"])


class CallForm(UiForm):
    """A call on a worker or the family."""

    whom = forms.CharField(label=_("走访了谁家"), max_length=80)
    on = DayField(label=_("哪天"))
    visitors = forms.CharField(label=_("谁去的"), max_length=80)
    told = forms.CharField(label=_("看到什么、聊了什么"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    need = forms.CharField(label=_("还要帮什么"), max_length=200, required=False)
    given = MoneyField(label=_("慰问金"), required=False)


class HardshipForm(UiForm):
    """A claimant's hardship passed on, with the person's own yes."""

    claimant = forms.ChoiceField(label=_("哪一位职工"))
    degree = forms.ChoiceField(label=_("困难到什么程度"), choices=lambda: choices(DEGREE_LABELS), widget=forms.RadioSelect)
    told = forms.CharField(label=_("什么困难"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    consented = forms.BooleanField(label=_("本人同意转给帮扶"), required=False)

    def __init__(self, *args: object, people: Sequence[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["claimant"].choices = people


class IncidentForm(UiForm):
    """What happened around a case."""

    kind = forms.ChoiceField(label=_("出了什么事"), choices=lambda: choices(INCIDENT_LABELS))
    on = DayField(label=_("哪天"))
    told = forms.CharField(label=_("经过"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class PublicityForm(UiForm):
    """A publicity event: up to four sites on one page."""

    title = forms.CharField(label=_("宣传什么"), max_length=80)
    on = DayField(label=_("哪天"))
    partner = forms.TypedChoiceField(label=_("和谁一起办"), coerce=int, empty_value=None, required=False)
    about = forms.CharField(label=_("怎么办的"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: object, partners: Sequence[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].choices = [("", "—"), *partners]
        for n in SITES:
            need = n == 1
            self.fields[f"place{n}"] = forms.CharField(label=_("第 {n} 个地方").format(n=n), max_length=80, required=need)
            self.fields[f"heads{n}"] = forms.IntegerField(label=_("来了多少人"), min_value=0, max_value=100_000, required=need)
            self.fields[f"sheets{n}"] = forms.IntegerField(label=_("发了多少份材料"), min_value=0, max_value=1_000_000, required=False)

    def clean(self) -> dict:
        """A place without people, or people without a place, is half a site."""
        for n in SITES[1:]:
            if bool(self.cleaned_data.get(f"place{n}")) != (self.cleaned_data.get(f"heads{n}") is not None):
                self.add_error(f"place{n}", _("地方和人数要一起填"))
        return self.cleaned_data

    def sites(self) -> list[tuple[str, int, int]]:
        """(place, people, sheets) of the sites that were filled in."""
        data = self.cleaned_data
        return [(data[f"place{n}"], data[f"heads{n}"] or 0, data[f"sheets{n}"] or 0) for n in SITES if data.get(f"place{n}")]


class PhotoForm(UiForm):
    """A picture of an event."""

    file = CameraField(label=_("拍照或者选文件"))
    label = forms.CharField(label=_("照片里是什么"), max_length=80, required=False)
