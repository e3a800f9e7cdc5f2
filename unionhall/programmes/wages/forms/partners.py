"""Forms of what goes between union and partners: a referral, its paper answer, a joint record, a letter."""

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.base.ui.forms import DayField, PlainField, UiForm

from ..rules.joint import TABLE, Mechanism
from ..rules.letters import LETTERS
from .desk import choices


class ReferForm(UiForm):
    """To whom and for what, with which workers."""

    to = forms.ChoiceField(label=_("请谁办什么"))
    people = forms.TypedMultipleChoiceField(label=_("带上哪几名职工"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple)
    on_paper = forms.BooleanField(label=_("这几名职工签了单独的书面同意，原件在案卷里"), required=False)
    says = PlainField(label=_("写给对方的一句话（不写个人信息）"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: object, ways: list[tuple[str, str]], workers: list[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = ways
        self.fields["people"].choices = workers

    def target(self) -> tuple[str, int]:
        """(way, agency's id)."""
        way, _sign, agency = self.cleaned_data["to"].partition(":")
        return way, int(agency)


class SlipForm(UiForm):
    """What came back on paper or by telephone."""

    step = forms.ChoiceField(label=_("对方怎么说"), choices=[("accept", _("签收了")), ("return", _("退回了")), ("answer", _("答复了"))])
    says = PlainField(label=_("答复或者退回的理由"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    file = forms.FileField(label=_("扫描的回执"), required=False)


class JointForm(UiForm):
    """One thing done together; a mechanism asks only for what it leaves behind."""

    agency = forms.TypedChoiceField(label=_("和哪家检察院"), coerce=int)
    on = DayField(label=_("哪天"))
    title = PlainField(label=_("什么事"), max_length=120)
    case = PlainField(label=_("哪一件案子（编号）"), max_length=20, required=False)
    items = forms.IntegerField(label=_("共享了几条信息"), min_value=1, max_value=100000, required=False)
    reached = forms.IntegerField(label=_("来了多少人"), min_value=1, max_value=1000000, required=False)
    place = PlainField(label=_("在哪"), max_length=80, required=False)
    says = PlainField(label=_("做了什么（不写职工姓名、电话）"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: object, mechanism: Mechanism, agencies: list[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        wants = TABLE[mechanism]
        unwanted = [name for name, wanted in (("items", wants.items), ("reached", wants.reached), ("case", wants.case)) if not wanted]
        for name in unwanted:
            del self.fields[name]
        self.fields["agency"].choices = agencies


class StudyForm(UiForm):
    """When the next study is."""

    agency = forms.TypedChoiceField(label=_("和哪家检察院"), coerce=int)
    on = DayField(label=_("哪天开"))

    def __init__(self, *args: object, agencies: list[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = agencies


class LetterForm(UiForm):
    """Which letter, what the union found, by when an answer is asked, who gets a copy."""

    kind = forms.ChoiceField(label=_("发哪一种"), choices=lambda: choices({kind: row.label for kind, row in LETTERS.items()}))
    points = PlainField(label=_("工会查到的情况（不写职工姓名）"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
    answer_by = DayField(label=_("请公司哪天前答复"), required=False)
    copy_to = forms.TypedChoiceField(label=_("抄送检察院"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: object, agencies: list[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["copy_to"].choices = [("", _("不抄送")), *agencies]


class LetterAnswerForm(UiForm):
    """What the company answered."""

    on = DayField(label=_("哪天答复的"))
    says = PlainField(label=_("公司怎么说"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
