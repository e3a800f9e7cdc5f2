"""The desk's forms: a clue from the telephone, a step with its words, duties, agreements, money."""

import secrets
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.base.ui.forms import DayField, IdField, MoneyField, PhoneField, UiForm
from unionhall.kernel.cases.rules import CHANNEL_LABELS, DUTY_LABELS, Channel
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.orgs.rules import INDUSTRY_LABELS

from ..kinds import AGREEMENT_LABELS, ANSWER_LABELS, MONEY_KIND_LABELS
from ..rules.columns import EntryKind
from ..rules.conclusions import CONCLUSIONS
from ..services.clues import Report

TEXT_FIELDS = ("employer_name", "credit_code", "region_code", "project", "period", "contact", "phone", "told", "industry", "work")


def choices(labels: dict) -> list[tuple[str, str]]:
    """Choices of a label table, translated when shown."""
    return [(str(code), _(label)) for code, label in labels.items()]


class ClueForm(UiForm):
    """A clue as the clerk or the hotline writes it down."""

    channel = forms.ChoiceField(label=_("怎么来的"), choices=lambda: choices({k: v for k, v in CHANNEL_LABELS.items() if k not in (Channel.WEB, Channel.SHEET)}))
    employer_name = forms.CharField(label=_("用人单位"), max_length=120)
    credit_code = forms.CharField(label=_("统一社会信用代码"), max_length=30, required=False)
    region_code = forms.ChoiceField(label=_("镇街"), required=False)
    industry = forms.ChoiceField(label=_("行业"), choices=lambda: [("", "—"), *choices(INDUSTRY_LABELS)], required=False)
    project = forms.CharField(label=_("项目、工地"), max_length=120, required=False)
    people = forms.IntegerField(label=_("几个人"), min_value=1, max_value=100000, required=False)
    amount = MoneyField(label=_("欠多少元"), required=False)
    period = forms.CharField(label=_("欠的哪几个月"), max_length=60, required=False)
    contact = forms.CharField(label=_("联系人"), max_length=40, required=False)
    phone = PhoneField(label=_("联系电话"), required=False)
    money_kind = forms.ChoiceField(label=_("是工资还是工程款"), choices=lambda: choices(MONEY_KIND_LABELS), initial="unknown")
    migrant = forms.ChoiceField(label=_("是不是农民工"), choices=lambda: choices(ANSWER_LABELS), initial="unknown")
    boss_reachable = forms.ChoiceField(label=_("老板联系得上吗"), choices=lambda: choices(ANSWER_LABELS), initial="unknown")
    work = forms.CharField(label=_("干的什么活"), max_length=120, required=False)
    told = forms.CharField(label=_("他怎么说的"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4}))
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = secrets.token_hex(20)
        streets = [(row.region_code, row.name.removesuffix("总工会")) for row in orgs.unions().filter(level="street")]
        self.fields["region_code"].choices = [("", "—"), *streets]

    def report(self) -> Report:
        """The facts as the service takes them."""
        data = self.cleaned_data
        plain = {name: data[name] for name in (*TEXT_FIELDS, "money_kind", "migrant", "boss_reachable")}
        return Report(**plain, amount=data["amount"], people=data["people"])


class StepForm(UiForm):
    """A step, with what the worker will read and what stays inside."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    says = forms.CharField(label=_("写给职工看的一句话"), max_length=300, required=False)
    inner = forms.CharField(label=_("内部备注，职工看不到"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class ClueEndForm(UiForm):
    """Why a clue ends without a case; the reporter reads it."""

    says = forms.CharField(label=_("查了什么，该找谁（反映人会看到）"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class AssignForm(UiForm):
    """Who does what."""

    role = forms.ChoiceField(label=_("做什么"), choices=lambda: choices(DUTY_LABELS))
    account = forms.ChoiceField(label=_("派给谁"))

    def __init__(self, *args: object, people: list[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].choices = people


class AgreementForm(UiForm):
    """What was signed: up to four instalments on one page."""

    kind = forms.ChoiceField(label=_("签的什么"), choices=lambda: choices(AGREEMENT_LABELS), initial="mediation")
    signed_on = DayField(label=_("哪天签的"))
    body = forms.CharField(label=_("谁主持的"), max_length=80, required=False)
    due1 = DayField(label=_("第 1 期，最晚哪天"))
    amount1 = MoneyField(label=_("第 1 期，多少元"))
    due2 = DayField(label=_("第 2 期，最晚哪天"), required=False)
    amount2 = MoneyField(label=_("第 2 期，多少元"), required=False)
    due3 = DayField(label=_("第 3 期，最晚哪天"), required=False)
    amount3 = MoneyField(label=_("第 3 期，多少元"), required=False)
    due4 = DayField(label=_("第 4 期，最晚哪天"), required=False)
    amount4 = MoneyField(label=_("第 4 期，多少元"), required=False)

    def parts(self) -> list[tuple[date, int]]:
        """(due day, fen) of the instalments that were filled in."""
        pairs = [(self.cleaned_data.get(f"due{n}"), self.cleaned_data.get(f"amount{n}")) for n in range(1, 5)]
        return [(due, amount) for due, amount in pairs if due and amount]

    def clean(self) -> dict:
        """A day without a sum, or a sum without a day, is half an instalment."""
        for n in range(2, 5):
            if bool(self.cleaned_data.get(f"due{n}")) != bool(self.cleaned_data.get(f"amount{n}")):
                self.add_error(f"due{n}", _("日子和钱数要一起填"))
        return self.cleaned_data


class MoneyForm(UiForm):
    """What was ordered, or what the company says it paid."""

    kind = forms.ChoiceField(label=_("记哪一栏"), choices=[(EntryKind.PAID.value, _("公司说已付")), (EntryKind.ORDERED.value, _("裁决判给"))])
    claimant = forms.ChoiceField(label=_("给谁的"), required=False)
    amount = MoneyField(label=_("多少元"))
    on = DayField(label=_("哪天"))
    note = forms.CharField(label=_("凭据，比如银行回单号"), max_length=200, required=False)
    all_paid = forms.BooleanField(label=_("公司说都付清了，请职工确认"), required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: object, people: list[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = secrets.token_hex(20)
        self.fields["claimant"].choices = people


class ConcludeForm(UiForm):
    """A coded conclusion; its conditions are checked, what is missing is said."""

    code = forms.ChoiceField(label=_("结论"), choices=lambda: [(code.value, f"{code.value} {_(row.name)}") for code, row in CONCLUSIONS.items() if row.ends])
    says = forms.CharField(label=_("写给职工看的一句话"), max_length=300, required=False)
    reason = forms.CharField(label=_("理由（K7、K10 要写）"), max_length=200, required=False)
    right_door = forms.CharField(label=_("该找哪个部门（K7）"), max_length=80, required=False)
    checked_what = forms.CharField(label=_("查了什么（K9）"), max_length=200, required=False)
    checked_on = forms.CharField(label=_("哪天查的（K9）"), max_length=20, required=False)
    checked_by = forms.CharField(label=_("谁查的（K9）"), max_length=40, required=False)
    reporter_word = forms.CharField(label=_("反映人怎么说（K10）"), max_length=200, required=False)
    reporter_told = forms.BooleanField(label=_("已经告诉反映人"), required=False)
    receiver_confirmed = forms.BooleanField(label=_("接收方已确认（K8）"), required=False)


class ClaimantForm(UiForm):
    """One more worker in the case."""

    name = forms.CharField(label=_("姓名"), max_length=40)
    phone = PhoneField(label=_("手机号"), required=False)
    id_number = IdField(label=_("身份证号"), required=False, help_text=_("出文书要用；存的时候加密，页面上只露头尾"))
    owed = MoneyField(label=_("欠多少元"))
    migrant = forms.ChoiceField(label=_("是不是农民工"), choices=lambda: choices(ANSWER_LABELS), initial="unknown")


class UnmaskForm(UiForm):
    """Why the full number is needed."""

    reason = forms.CharField(label=_("为什么要看"), max_length=100)


