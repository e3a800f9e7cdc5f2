"""A worker's report: one question a page, nothing typed is lost, five answers at most."""

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.base.ui.asking import AskingForm
from unionhall.base.ui.forms import MoneyField, PhoneField
from unionhall.kernel.orgs import queries as orgs

from ..services.clues import Report

STEPS = {
    "employer": ("employer_name", "region_code"),
    "amount": ("amount",),
    "period": ("period",),
    "contact": ("contact", "phone"),
    "told": ("told",),
}
QUESTIONS = {
    "employer": _("哪家单位欠您工资？"),
    "amount": _("一共欠您多少钱？"),
    "period": _("欠的是什么时候的？"),
    "contact": _("我们怎么找您？"),
    "told": _("还有什么要告诉我们？"),
    "check": _("看一遍，没错就发出去"),
}


class ReportForm(AskingForm):
    """All answers about unpaid wages."""

    steps, questions = STEPS, QUESTIONS
    employer_name = forms.CharField(label=_("单位或者工地的名字"), max_length=120, help_text=_("知道多少写多少，写工地名也行"))
    region_code = forms.ChoiceField(label=_("在哪个街道"), required=False)
    amount = MoneyField(label=_("欠多少元"), required=False, help_text=_("记不准就写个大概；说不清，先空着"))
    period = forms.CharField(label=_("哪几个月"), max_length=60, required=False, help_text=_("比如 2026年6月到8月；说不清，先空着"))
    contact = forms.CharField(label=_("怎么称呼您"), max_length=40, required=False)
    phone = PhoneField(label=_("手机号"), required=False, help_text=_("不留也能反映，凭回执码查；留了，我们给您打电话"))
    told = forms.CharField(label=_("补充几句"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        streets = [(row.region_code, row.name.removesuffix("总工会")) for row in orgs.unions().filter(level="street")]
        self.fields["region_code"].choices = [("", _("说不清，先空着")), *streets]

    def report(self) -> Report:
        """The answers as the service takes them; amounts in fen."""
        names = ("employer_name", "region_code", "amount", "period", "contact", "phone", "told")
        return Report(**{name: self.cleaned_data[name] or ("" if name != "amount" else None) for name in names})
