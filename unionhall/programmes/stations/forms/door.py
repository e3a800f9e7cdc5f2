"""The forms at the door: no log-in, few words."""

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.base.ui.forms import CameraField, PhoneField, UiForm

from ..kinds import OCCUPATION_LABELS, REPORT_LABELS


class TapForm(UiForm):
    """One press; the key makes a double tap one."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)


class CheckInForm(TapForm):
    """Here; what somebody does is asked once per device, and may be left out."""

    occupation = forms.ChoiceField(label=_("您做哪一行"), required=False, choices=lambda: [("unsaid", _("不说")), *((code.value, _(label)) for code, label in OCCUPATION_LABELS.items() if code != "unsaid")])


class ReportForm(TapForm):
    """What is broken, missing or wished for."""

    kind = forms.ChoiceField(label=_("哪一种"), choices=lambda: [(code.value, _(label)) for code, label in REPORT_LABELS.items()], widget=forms.RadioSelect)
    text = forms.CharField(label=_("是什么事"), max_length=600, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("比如：微波炉不热、热水没了、想多几个插座"))
    photo = CameraField(label=_("拍一张照片"), required=False)
    phone = PhoneField(label=_("手机号"), required=False, help_text=_("不留也行，凭回执码看回复；留了，有回复发短信告诉您"))


class GiveForm(TapForm):
    """What is put on the shelf."""

    what = forms.CharField(label=_("放了什么"), max_length=60, help_text=_("比如：八成新的雨衣一件。别写电话"))


class AgainForm(UiForm):
    """What is still not as it should be."""

    says = forms.CharField(label=_("哪里没修好"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class CodeForm(UiForm):
    """Sixteen characters, typed or scanned."""

    code = forms.CharField(label=_("回执码，16 位"), max_length=40)
