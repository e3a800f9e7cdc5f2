"""The ledger's file."""

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.base.ui.forms import UiForm


class LedgerForm(UiForm):
    """One spreadsheet; what its bytes are is judged by the service."""

    file = forms.FileField(label=_("台账文件"), max_length=255, widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}))
