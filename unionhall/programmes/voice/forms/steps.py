"""The forms of the steps on a matter's page."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.base.ui.forms import DayField, UiForm
from unionhall.kernel.orgs import queries as orgs
from unionhall.web.kinds import HANDOVERS

from ..kinds import CHANGE_LABELS, DIFFICULTY_LABELS, TOPIC_LABELS, Mark
from ..rules.quality import BEST
from ..services.knowledge import Known
from ..services.traces import Change
from .call import words

YES_NO = [("yes", _("满意")), ("no", _("不满意"))]
MARKS = [(Mark.C, _("看过原文")), (Mark.S, _("看过转载")), (Mark.M, _("还没核实")), (Mark.D, _("我们自己的建议"))]


def area(rows: int = 3) -> forms.Textarea:
    """A short text box."""
    return forms.Textarea(attrs={"rows": rows})


class DispatchForm(UiForm):
    """To which union below, how difficult, and a word for them."""

    union = forms.TypedChoiceField(label=_("派给谁"), coerce=int)
    difficulty = forms.ChoiceField(label=_("难不难"), choices=lambda: words(DIFFICULTY_LABELS))
    inner = forms.CharField(label=_("内部备注，职工看不到"), max_length=300, required=False)

    def __init__(self, *args: object, matter: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        case = matter.case
        below = [row for row in orgs.unions() if (row.path or "").startswith(case.path) and row.pk != case.union_id]
        likely = orgs.for_region(matter.region_code)
        self.fields["union"].choices = [(row.pk, row.name) for row in below]
        self.initial.setdefault("difficulty", matter.difficulty)
        self.initial.setdefault("union", likely.pk if likely in below else None)


class AnswerForm(UiForm):
    """The answer that the person reads."""

    answer = forms.CharField(label=_("答复，职工会看到"), max_length=1000, widget=area(4))


class SaysForm(UiForm):
    """A line about what was done."""

    says = forms.CharField(label=_("问到了什么"), max_length=300, widget=area(2))


class ReasonForm(UiForm):
    """Why it goes back."""

    reason = forms.CharField(label=_("为什么退回去"), max_length=200, widget=area(2))


class CallBackForm(UiForm):
    """What the person said of the answer."""

    satisfied = forms.ChoiceField(label=_("他说"), choices=YES_NO, widget=forms.RadioSelect)
    says = forms.CharField(label=_("他的原话"), max_length=300, required=False, widget=area(2))


class ScoreForm(UiForm):
    """A supervisor's score."""

    score = forms.TypedChoiceField(label=_("打几分"), coerce=int, choices=[(n, str(n)) for n in range(BEST, 0, -1)])
    words = forms.CharField(label=_("看到了什么"), max_length=300, required=False, widget=area(2))


class HandOverForm(UiForm):
    """To which programme, and about whom."""

    to = forms.ChoiceField(label=_("转到哪里"))
    about = forms.CharField(label=_("说的是哪个单位、哪个人"), max_length=120, required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(row.code, _(row.label)) for row in HANDOVERS]


class TraceForm(UiForm):
    """What a suggestion changed."""

    change = forms.ChoiceField(label=_("变了什么"), choices=lambda: words(CHANGE_LABELS))
    code = forms.CharField(label=_("规定或者标准的编号"), max_length=40, required=False, help_text=_("法规库里的编号，比如 VOICE-SIMPLE；决定和服务不用填"))
    title = forms.CharField(label=_("改成了什么"), max_length=120)
    on = DayField(label=_("哪天开始"))
    summary = forms.CharField(label=_("当初建议了什么，用一句话写给大家看"), max_length=200, help_text=_("别写名字、电话、住址"))
    note = forms.CharField(label=_("补充"), max_length=300, required=False)

    def made(self) -> Change:
        """As the service takes it."""
        return Change(**self.cleaned_data)


class PhoneForm(UiForm):
    """Why the whole number is needed."""

    reason = forms.CharField(label=_("为什么要看全号"), max_length=100)


class SnippetForm(UiForm):
    """A known answer."""

    title = forms.CharField(label=_("标题"), max_length=80)
    answer = forms.CharField(label=_("怎么答"), max_length=600, widget=area(4))
    topic = forms.ChoiceField(label=_("哪方面"), choices=lambda: words(TOPIC_LABELS))
    source = forms.CharField(label=_("出处"), max_length=160)
    mark = forms.ChoiceField(label=_("核实到哪步"), choices=MARKS, initial=Mark.M)
    valid_from = DayField(label=_("从哪天起"))
    valid_to = DayField(label=_("到哪天止"), required=False)

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("valid_from", today)

    def known(self) -> Known:
        """As the service takes it."""
        return Known(**self.cleaned_data)
