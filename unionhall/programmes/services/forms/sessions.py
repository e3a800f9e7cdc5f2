"""The desk's forms for one session and for a stretch without bookings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.base.ui.forms import DayField, PlainField, UiForm
from unionhall.kernel.bookings.rules import SPAN_LABELS, Span


class ClockField(forms.TimeField):
    """A time of the day."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **kwargs)


class SessionForm(UiForm):
    """Places and time of one session; of a repeated one it is asked how far the change goes."""

    capacity = forms.IntegerField(label=_("几个名额"), min_value=1, max_value=500)
    begins = ClockField(label=_("几点开始"))
    minutes = forms.IntegerField(label=_("几分钟"), min_value=5, max_value=480)
    span = forms.ChoiceField(label=_("改哪些"), choices=SPAN_LABELS.items(), widget=forms.RadioSelect, initial=Span.ONE)

    def __init__(self, *args: Any, repeated: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not repeated:
            del self.fields["span"]


class CallOffForm(UiForm):
    """Why a session does not take place; who has booked reads it."""

    reason = PlainField(label=_("为什么取消"), max_length=200, help_text=_("约了的人会看到这一句"))


class BlackoutForm(UiForm):
    """A stretch in which a place takes no bookings."""

    place = forms.ChoiceField(label=_("哪里"))
    since = DayField(label=_("从哪天"))
    until = DayField(label=_("到哪天（含）"))
    begins = ClockField(label=_("从几点"), required=False, help_text=_("不填就是整天"))
    ends = ClockField(label=_("到几点"), required=False)
    reason = PlainField(label=_("为什么停"), max_length=200, help_text=_("来约的人会看到这一句"))
    cancel = forms.BooleanField(label=_("已经约好的也取消，并告诉他们"), required=False)

    def __init__(self, *args: Any, places: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = places
