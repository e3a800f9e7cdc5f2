"""Signing in: at most three fields."""

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.base.ui.forms import CodeField, DayField, PhoneField, UiForm
from unionhall.kernel.cases.rules import TIE_LABELS


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


class TieForm(UiForm):
    """A tie of one's own, or of somebody on the staff: to whom, how, until when."""

    whose = forms.ChoiceField(label=_("谁"), required=False)
    kind = forms.ChoiceField(label=_("什么关系"), choices=lambda: [(kind.value, _(words)) for kind, words in TIE_LABELS.items()])
    name = forms.CharField(label=_("跟哪家单位"), max_length=120, required=False)
    code = forms.CharField(label=_("它的统一社会信用代码"), max_length=30, required=False)
    who = forms.CharField(label=_("跟哪个人，比如老板的姓名"), max_length=40, required=False)
    valid_to = DayField(label=_("到哪天为止"), required=False)
    note = forms.CharField(label=_("说明"), max_length=200, required=False)

    def __init__(self, *args: object, people: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["whose"].choices = [("", _("我自己")), *people]
        if not people:
            del self.fields["whose"]
