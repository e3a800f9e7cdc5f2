"""Fields that forgive how people type, and the renderer that gives every form the house's look."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext_lazy as _

from unionhall.base.identity import id_stands

from . import rules

KINDS = {
    "RadioSelect": "radio", "CheckboxSelectMultiple": "checks", "CheckboxInput": "checkbox", "Select": "select",
    "SelectMultiple": "select", "NullBooleanSelect": "select", "Textarea": "textarea",
    "FileInput": "file", "ClearableFileInput": "file",
}  # fmt: skip


class UiBoundField(BoundField):
    """A field as `ui/parts/field.html` shows it: its kind, its unit, and readings to offer after an error."""

    @property
    def kind(self) -> str:
        """radio, checks, checkbox, select, textarea, file or text."""
        return next((KINDS[each.__name__] for each in type(self.field.widget).__mro__ if each.__name__ in KINDS), "text")

    @property
    def unit(self) -> str:
        """The word behind the field, such as 元; '' for none."""
        return getattr(self.field, "unit", "")

    @property
    def likely(self) -> list[str]:
        """What the typed text most likely means, offered beside the error."""
        readings = [error.params.get("likely", "") for error in self.errors.as_data() if error.params]
        return [str(reading) for reading in readings if reading]

    @property
    def first_wrong(self) -> bool:
        """The first visible field with an error: the focus goes there."""
        wrong = (field.name for field in self.form.visible_fields() if field.errors)
        return next(wrong, None) == self.name

    def build_widget_attrs(self, attrs: Any, widget: Any = None) -> dict[str, Any]:
        """Django's own, and the focus on the first wrong field; works without script."""
        made = super().build_widget_attrs(attrs, widget)
        return made | {"autofocus": True} if self.form.is_bound and self.first_wrong else made


class UiRenderer(DjangoTemplates):
    """Every form of the house: `{{ form }}` and `{{ form.x.as_field_group }}` come from ui/parts."""

    form_template_name = "ui/parts/fields.html"
    field_template_name = "ui/parts/field.html"
    bound_field_class = UiBoundField


class UiMixin:
    """A form in the house's words; its look comes from the renderer of the settings.

    The server judges; the browser's own bubbles stay away.
    """

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        for field in self.fields.values():  # type: ignore[attr-defined]
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _("这一项还没填")


class UiForm(UiMixin, forms.Form):
    """The form that every room starts from."""


class PlainField(forms.CharField):
    """Running text: full-width letters and figures become half-width, Chinese punctuation stays."""

    def to_python(self, value: Any) -> Any:
        """Text, or the field's empty value."""
        return super().to_python(rules.half_width(value) if isinstance(value, str) else value)


class CompactField(forms.CharField):
    """A number or code pasted in groups: NFKC, without blanks and hyphens, capitals."""

    attrs: dict[str, str] = {}

    def to_python(self, value: Any) -> Any:
        """Compact text, or the field's empty value."""
        return super().to_python(rules.compact(value) if isinstance(value, str) else value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """The keypad and what the browser may fill in. No maxlength: blanks are typed too."""
        attrs = {name: value for name, value in super().widget_attrs(widget).items() if name not in ("maxlength", "minlength")}
        return attrs | {"class": "num", "autocomplete": "off"} | self.attrs


class PhoneField(CompactField):
    """A mobile number; +86 is taken off. Eleven digits, beginning with 1."""

    attrs = {"inputmode": "tel", "autocomplete": "tel"}

    def to_python(self, value: Any) -> Any:
        """Eleven digits, or what was typed, compact."""
        text = super().to_python(value)
        return text.removeprefix("+").removeprefix("86") if isinstance(text, str) and len(text) > 11 else text

    def validate(self, value: Any) -> None:
        """A sentence that says what is short or odd."""
        super().validate(value)
        if not value:
            return
        if not (value.isascii() and value.isdigit()):
            raise ValidationError(_("手机号只填数字，比如 19900001234"), "phone")
        if len(value) != 11:
            raise ValidationError(_("手机号是 11 位，您填了 %(count)s 位"), "phone", {"count": len(value)})
        if value[0] != "1":
            raise ValidationError(_("手机号以 1 开头，请看一下有没有少打"), "phone")


class IdField(CompactField):
    """A resident ID number: 18 characters whose date and check digit are right (GB 11643)."""

    attrs = {"autocapitalize": "characters", "spellcheck": "false"}

    def validate(self, value: Any) -> None:
        """A sentence that says what is wrong, without repeating the number."""
        super().validate(value)
        if value and len(value) != 18:
            raise ValidationError(_("身份证号是 18 位，您填了 %(count)s 位"), "id", {"count": len(value)})
        if value and not id_stands(value):
            raise ValidationError(_("身份证号对不上，请对着证件再看一遍"), "id")


class CodeField(CompactField):
    """A code of `length` characters: figures only (a one-time code) unless `letters` (an enquiry code)."""

    def __init__(self, *, length: int = 6, letters: bool = False, **kwargs: Any) -> None:
        self.length, self.letters = length, letters
        self.attrs = {"autocapitalize": "characters", "spellcheck": "false"} if letters else {
            "inputmode": "numeric", "autocomplete": "one-time-code"
        }  # fmt: skip
        super().__init__(**kwargs)

    def validate(self, value: Any) -> None:
        """A sentence that says how many were typed, or that only figures count."""
        super().validate(value)
        if value and not self.letters and not (value.isascii() and value.isdigit()):
            raise ValidationError(_("验证码只有数字"), "code")
        if value and len(value) != self.length:
            params = {"length": self.length, "count": len(value)}
            raise ValidationError(_("这个码是 %(length)s 位，您填了 %(count)s 位"), "code", params)


class MoneyField(forms.Field):
    """Yuan in, fen out. A sum in words is not taken; its likely reading is offered in the error."""

    unit = _("元")
    widget = forms.TextInput

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """The keypad with a decimal point."""
        return {"inputmode": "decimal", "autocomplete": "off", "class": "num"}

    def to_python(self, value: Any) -> int | None:
        """Fen, None for empty; an error offers the likely reading."""
        if value in self.empty_values:
            return None
        fen = rules.written_sum(str(value))
        if fen is None:
            likely = rules.likely_sum(str(value))
            raise ValidationError(
                _("请只填数字，比如 %(example)s"), "money", {"example": likely or 18900, "likely": likely or ""}
            )
        return fen

    def prepare_value(self, value: Any) -> Any:
        """Fen as yuan for the input; what was typed stays as it was typed."""
        if not isinstance(value, int):
            return value
        return f"{value // 100}.{value % 100:02d}".removesuffix(".00")


class DayField(forms.DateField):
    """A day with its year; 2026年8月31日, 2026.8.31 and 20260831 are taken as well."""

    default_error_messages = {"invalid": _("请写成 2026-08-31 这样，要有年份")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        """A date, or None."""
        return super().to_python((rules.written_day(value) or value) if isinstance(value, str) else value)


class CameraField(forms.FileField):
    """A photo: on a phone the camera or the album, on the desk a file."""

    widget = forms.FileInput(attrs={"accept": "image/*"})


def radio_cards(choices: Sequence[tuple[str, str]], **kwargs: Any) -> forms.ChoiceField:
    """One of a few, as whole cards to press."""
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **kwargs)
