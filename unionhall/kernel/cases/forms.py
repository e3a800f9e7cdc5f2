"""What a partner types: a short code, a number from the phone, an answer; and how an agency is reached."""

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.base.ui.forms import CodeField, PlainField, UiForm


class LinkForm(UiForm):
    """The link's own token, put in by the page's script, or the short code by hand."""

    token = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput(attrs={"data-from-hash": ""}))
    nonce = forms.CharField(max_length=300, widget=forms.HiddenInput)
    said = forms.CharField(
        label=_("回执单上的 8 位短码"), max_length=20, required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "class": "num", "autocapitalize": "characters"}),
        help_text=_("点链接进来的，不用填"),
    )  # fmt: skip

    def clean(self) -> dict:
        """One of the two."""
        if not (self.cleaned_data.get("token") or self.cleaned_data.get("said")):
            self.add_error("said", _("请填回执单上的短码，或者点链接进来"))
        return self.cleaned_data

    @property
    def key(self) -> str:
        """What was shown."""
        return str(self.cleaned_data.get("token") or self.cleaned_data.get("said") or "")


class NumberForm(UiForm):
    """Six digits from the agency's phone."""

    code = CodeField(label=_("验证码，6 位"))


class AnswerForm(UiForm):
    """What the receiver says, and a paper with it."""

    says = PlainField(label=_("怎么答复，或者为什么退回"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4}))
    file = forms.FileField(label=_("附一份材料"), required=False, help_text=_("照片、PDF 或者 Word"))


class AgencyForm(UiForm):
    """The registered contact, and an address that may be told that something waits."""

    phone = PlainField(label=_("登记的联系电话（验证码发到这里）"), max_length=20, required=False)
    webhook = forms.CharField(label=_("收件提醒的网址"), max_length=200, required=False, help_text=_("以 https:// 开头，主机要在管理员的名单里；提醒里没有个人信息"))
    webhook_secret = forms.CharField(label=_("双方约定的签名口令"), max_length=80, required=False, widget=forms.PasswordInput, help_text=_("留空就不改"))
