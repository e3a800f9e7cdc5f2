"""The desk's small forms: a code, a walk-in, another price."""

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.base.ui.forms import CodeField, MoneyField, PhoneField, PlainField, UiForm


class CodeForm(UiForm):
    """The code on the phone."""

    code = CodeField(label=_("签到码"), length=8, letters=True)


class WalkInForm(UiForm):
    """Somebody who stands at the desk."""

    name = PlainField(label=_("怎么称呼"), max_length=40)
    phone = PhoneField(label=_("手机号"), required=False, help_text=_("填了就按登记过的身份算价"))
    client_key = forms.CharField(widget=forms.HiddenInput, max_length=64)


class OverrideForm(UiForm):
    """Another price, with the reason."""

    price = MoneyField(label=_("改成付多少"))
    reason = PlainField(label=_("为什么改"), max_length=200)
