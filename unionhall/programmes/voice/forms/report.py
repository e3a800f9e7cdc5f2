"""What somebody tells without logging in: four questions, one a page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.base.ui.asking import AskingForm
from unionhall.base.ui.forms import PhoneField, UiForm
from unionhall.kernel.orgs import queries as orgs

from ..kinds import KIND_ASKS
from ..services.matters import Said

NAMES = ("kind", "text", "region_code", "place", "place_code", "contact", "phone")


class VoiceForm(AskingForm):
    """All answers; `place_code` comes from the code on a door and is carried along."""

    steps = {"kind": ("kind",), "text": ("text",), "where": ("region_code", "place"), "contact": ("contact", "phone")}
    questions = {
        "kind": _("您想说哪一类事？"), "text": _("是什么事？"), "where": _("在哪里的事？"), "contact": _("我们怎么找您？"),
        "check": _("看一遍，没错就发出去"),
    }  # fmt: skip
    kind = forms.ChoiceField(label=_("哪一类"), choices=lambda: [(code.value, _(label)) for code, label in KIND_ASKS.items()], widget=forms.RadioSelect)
    text = forms.CharField(label=_("什么事"), max_length=1000, widget=forms.Textarea(attrs={"rows": 6}), help_text=_("几句话就行，写得清时间、地点最好"))
    region_code = forms.ChoiceField(label=_("在哪个街道"), required=False)
    place = forms.CharField(label=_("具体在哪里"), max_length=60, required=False, help_text=_("比如哪个驿站、哪个工地；说不清，先空着"))
    contact = forms.CharField(label=_("怎么称呼您"), max_length=40, required=False)
    phone = PhoneField(label=_("手机号"), required=False, help_text=_("不留也能说，凭回执码查；留了，有答复发短信告诉您"))
    place_code = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        streets = [(row.region_code, row.name.removesuffix("总工会")) for row in orgs.unions().filter(level="street")]
        self.fields["region_code"].choices = [("", _("说不清，先空着")), *streets]
        if "kind" not in self.shown:
            self.fields["kind"].choices = [(code.value, _(label)) for code, label in KIND_ASKS.items()]

    def said(self) -> Said:
        """The answers as the service takes them."""
        return Said(**{name: self.cleaned_data[name] for name in NAMES})


class CodeForm(UiForm):
    """Sixteen characters, typed or scanned."""

    code = forms.CharField(label=_("回执码，16 位"), max_length=40)


class WordForm(UiForm):
    """A word with the person's own yes or no."""

    says = forms.CharField(label=_("想说的话"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))
