"""Signing in: at most three fields. And the forms by which an administrator sets a union up."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_lazy as lazy

from unionhall.base.ui.forms import CodeField, CompactField, DayField, PhoneField, PlainField, UiForm
from unionhall.kernel.cases.rules import TIE_LABELS
from unionhall.kernel.law.rules import MARK_LABELS, Mark
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.orgs.rules import AGENCY_LABELS, LEVEL_LABELS
from unionhall.kernel.people.rules import ROLE_LABELS


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


class PasswordForm(UiForm):
    """One's own password."""

    old = forms.CharField(label=_("现在的密码"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))
    new = forms.CharField(label=_("新密码，至少 12 位"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))


class AppointForm(UiForm):
    """Who, as what, where, from when. The log-in is asked once per person."""

    name = PlainField(label=_("姓名"), max_length=40)
    phone = PhoneField(label=_("手机号"))
    login = PlainField(label=_("账号（小写字母开头；已经有账号的不用填）"), max_length=40, required=False)
    role = forms.ChoiceField(label=_("岗位"), choices=[(role.value, lazy(label)) for role, label in ROLE_LABELS.items()])
    union = forms.ModelChoiceField(label=_("在哪个工会"), queryset=None)
    agency = forms.ModelChoiceField(label=_("哪一家（律师、协作单位的人才填）"), queryset=None, required=False)
    valid_from = DayField(label=_("从哪天起"))

    def __init__(self, *args: Any, unions: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["union"].queryset = unions  # type: ignore[attr-defined]
        self.fields["agency"].queryset = orgs.agencies_of(unions)  # type: ignore[attr-defined]


class UnionForm(UiForm):
    """A union below another."""

    parent = forms.ModelChoiceField(label=_("上级工会"), queryset=None)
    name = PlainField(label=_("名称"), max_length=80)
    level = forms.ChoiceField(label=_("层级"), choices=[(level.value, lazy(label)) for level, label in LEVEL_LABELS.items()])
    region_code = CompactField(label=_("行政区划代码（没有就空着）"), max_length=12, required=False)
    phone = CompactField(label=_("电话"), max_length=20, required=False)
    valid_from = DayField(label=_("从哪天起"))

    def __init__(self, *args: Any, unions: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = unions  # type: ignore[attr-defined]


class AgencyForm(UiForm):
    """A partner of a union."""

    union = forms.ModelChoiceField(label=_("哪个工会的协作单位"), queryset=None)
    kind = forms.ChoiceField(label=_("哪一类"), choices=[(kind.value, lazy(label)) for kind, label in AGENCY_LABELS.items()])
    name = PlainField(label=_("名称"), max_length=80)
    phone = CompactField(label=_("电话"), max_length=20, required=False)
    contracted = forms.BooleanField(label=_("和工会签了合同"), required=False)

    def __init__(self, *args: Any, unions: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["union"].queryset = unions  # type: ignore[attr-defined]


class FigureForm(UiForm):
    """A figure for a place from a day on."""

    place = forms.ChoiceField(label=_("哪个地方用"), required=False)
    value = forms.DecimalField(label=_("数"), max_digits=14, decimal_places=4)
    valid_from = DayField(label=_("从哪天起"))
    source = PlainField(label=_("依据：哪一份文件、哪一天发布"), max_length=200)
    mark = forms.ChoiceField(label=_("核到什么程度"), choices=[(mark.value, lazy(label)) for mark, label in MARK_LABELS.items()])

    def __init__(self, *args: Any, places: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [(code, code or _("各地都用")) for code in places]  # type: ignore[attr-defined]

    def clean_mark(self) -> Mark:
        """The mark as the law's own word."""
        return Mark(self.cleaned_data["mark"])


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
