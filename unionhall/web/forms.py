"""Signing in: at most three fields."""

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.base.ui.forms import CodeField, PhoneField, UiForm


class PhoneForm(UiForm):
    """A worker's first step."""

    phone = PhoneField(label=_("您的手机号"))


class CodeForm(UiForm):
    """A worker's second step."""

    phone = forms.CharField(widget=forms.HiddenInput)
    code = CodeField(label=_("短信里的 6 位验证码"))


class StaffForm(UiForm):
    """Staff: login, password, the code of the authenticator."""

    login = forms.CharField(label=_("账号"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "username"}))
    password = forms.CharField(label=_("密码"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))
    code = CodeField(label=_("动态码（6 位）"))
