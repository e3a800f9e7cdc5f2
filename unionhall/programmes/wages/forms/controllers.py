"""Who stands behind a case, and linking another case by its reference."""

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.base.ui.forms import PhoneField, UiForm


class ControllerForm(UiForm):
    """Name, phone and site team, as far as they are known."""

    name = forms.CharField(label=_("实际老板叫什么"), max_length=40, required=False)
    phone = PhoneField(label=_("老板的电话"), required=False)
    team = forms.CharField(label=_("哪个班组、谁带的"), max_length=60, required=False)


class LinkForm(UiForm):
    """Another case by its reference, and why."""

    reference = forms.CharField(label=_("另一件的编号，AX-"), max_length=20)
    note = forms.CharField(label=_("为什么是同一个老板"), max_length=200, required=False)
