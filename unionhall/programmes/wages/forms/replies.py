"""What the reporter is told."""

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.base.ui.forms import UiForm


class ReplyForm(UiForm):
    """One sentence that the reporter reads."""

    says = forms.CharField(
        label=_("答复反映人（他会看到）"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写清楚查到哪一步、接下来怎么办、哪天给准信"),
    )  # fmt: skip
