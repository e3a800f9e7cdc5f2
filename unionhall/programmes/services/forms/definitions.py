"""The desk's forms for a service and a line of its prices."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from unionhall.base.ui.forms import DayField, MoneyField, PlainField, UiForm
from unionhall.kernel.orgs.queries import unions

from ..rules.prices import KINDS, LEVELS, Mark
from ..services.definitions import Offer
from ..services.prices import Line

WEEKDAYS = (("1", _("周一")), ("2", _("周二")), ("3", _("周三")), ("4", _("周四")), ("5", _("周五")), ("6", _("周六")), ("7", _("周日")))


class WeekdaysField(forms.MultipleChoiceField):
    """Days of the week as ISO digits."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=WEEKDAYS, **kwargs)

    def clean(self, value: Any) -> str:
        """'34' for Wednesday and Thursday."""
        return "".join(sorted(super().clean(value)))

    def prepare_value(self, value: Any) -> Any:
        """The digits as choices."""
        return list(value) if isinstance(value, str) else value


class DefinitionForm(UiForm):
    """A service. Where it is new, its union and place are asked too."""

    name = PlainField(label=_("服务叫什么"), max_length=60)
    code = forms.SlugField(label=_("代号"), max_length=40, help_text=_("小写字母，同一种服务各处用同一个，比如 haircut"))
    place_name = PlainField(label=_("在哪里"), max_length=80)
    address = PlainField(label=_("地址"), max_length=200, required=False)
    union = forms.ChoiceField(label=_("归哪个工会"))
    weekdays = WeekdaysField(label=_("星期几"))
    begins = forms.TimeField(label=_("几点开始"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    ends = forms.TimeField(label=_("几点结束"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    minutes = forms.IntegerField(label=_("每位几分钟"), min_value=5, max_value=480)
    buffer_minutes = forms.IntegerField(label=_("两位之间空几分钟"), min_value=0, max_value=120, initial=0)
    seats = forms.IntegerField(label=_("同时几位"), min_value=1, max_value=500, initial=1)
    needs_provider = forms.BooleanField(label=_("要有服务人员排班才能约"), required=False)
    kept_percent = forms.IntegerField(label=_("留给现场的百分之几"), min_value=0, max_value=100, initial=0)
    horizon_days = forms.IntegerField(label=_("最早提前几天约"), min_value=1, max_value=90, initial=14)
    notice_minutes = forms.IntegerField(label=_("最晚提前几分钟约"), min_value=0, max_value=10080, initial=0)
    cutoff_minutes = forms.IntegerField(label=_("开始前几分钟还能改、能取消"), min_value=0, max_value=10080, initial=120)
    usual_price = MoneyField(label=_("门市价"), required=False)
    bring = PlainField(label=_("要带什么"), max_length=200, required=False)
    valid_from = DayField(label=_("从哪天起"))
    valid_to = DayField(label=_("到哪天停"), required=False)

    def __init__(self, *args: Any, paths: Any = None, new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not new:
            for name in ("place_name", "address", "union"):
                del self.fields[name]
        else:
            self.fields["union"].choices = [(str(row.pk), row.name) for row in paths or unions().none()]

    def offer(self) -> Offer:
        """What the service takes."""
        return Offer(**{name: self.cleaned_data[name] for name in Offer.__dataclass_fields__})


class LineForm(UiForm):
    """One line of prices; `seal` proves that its dry run was seen."""

    who = forms.ChoiceField(label=_("谁"))
    level = forms.ChoiceField(label=_("哪一级"), required=False)
    weekdays = WeekdaysField(label=_("星期几"))
    price = MoneyField(label=_("付多少"))
    evidence = PlainField(label=_("没登记的看什么证明"), max_length=60, required=False, help_text=_("空着：只认登记过的"))
    source = PlainField(label=_("依据哪一份通知"), max_length=160)
    mark = forms.ChoiceField(label=_("核过原文吗"), choices=((Mark.M, _("还没核")), (Mark.C, _("核过了"))))
    priority = forms.IntegerField(label=_("先后，小的先看"), min_value=1, max_value=999, initial=50)
    valid_from = DayField(label=_("从哪天起"))
    valid_to = DayField(label=_("到哪天停"), required=False)
    seal = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = [(code, gettext(words)) for code, words in KINDS.items()]
        self.fields["level"].choices = [(code, gettext(words) if words else gettext("不分级")) for code, words in LEVELS.items()]

    def line(self) -> Line:
        """What the service takes."""
        return Line(**{name: self.cleaned_data[name] for name in Line.__dataclass_fields__})
