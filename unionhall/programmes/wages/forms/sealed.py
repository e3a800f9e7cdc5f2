"""Confidential letters: the report on one page, the code that opens it, what is added, who may read it, what the ledger gets."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from unionhall.base.refusal import Refused
from unionhall.base.ui.forms import MoneyField, PhoneField, UiForm
from unionhall.kernel.cases.services import Attachment
from unionhall.kernel.orgs import queries as orgs

from ..rules.sealed import FIELDS, LABELS


class FilesInput(forms.FileInput):
    """Several at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files, as a list."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Each judged as one file is."""
        rows = data if isinstance(data, (list, tuple)) else [data] if data else []
        return [super(FilesField, self).clean(row, initial) for row in rows]


class LetterForm(UiForm):
    """What both the report and an addition take: words and files."""

    told = forms.CharField(label=_("有什么要告诉我们"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 5}))
    attached = FilesField(label=_("照片、录音、文件"), required=False, help_text=_("一次最多 5 个，加起来不超过 20 MB"))

    def files_sent(self) -> list[Attachment]:
        """The files' names and bytes; they lie in memory alone."""
        return [Attachment(row.name or "", row.read()) for row in self.cleaned_data["attached"]]

    def refuse(self, refusal: Refused) -> None:
        """A service's no, beside the field that it names."""
        field = {"file": "attached"}.get(refusal.field, refusal.field)
        self.add_error(field if field in self.fields else None, gettext(refusal.sentence).format(**refusal.values))


class SealedForm(LetterForm):
    """A confidential report. The street stays open, so that the right desk gets it."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    region_code = forms.ChoiceField(label=_("在哪个街道"), required=False, help_text=_("只有这一项台账上看得到"))
    employer_name = forms.CharField(label=_("单位或者工地的名字"), max_length=120)
    project = forms.CharField(label=_("项目、工地"), max_length=120, required=False)
    amount = MoneyField(label=_("欠多少元"), required=False)
    people = forms.IntegerField(label=_("一共欠几个人的"), min_value=1, max_value=100000, required=False)
    period = forms.CharField(label=_("哪几个月"), max_length=60, required=False)
    contact = forms.CharField(label=_("怎么称呼您"), max_length=40, required=False)
    phone = PhoneField(label=_("手机号"), required=False, help_text=_("不留也行，凭回执码看答复"))
    field_order = ("key", "region_code", "employer_name", "project", "amount", "people", "period", "told", "attached", "contact", "phone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        streets = [(row.region_code, row.name.removesuffix("总工会")) for row in orgs.unions().filter(level="street")]
        self.fields["region_code"].choices = [("", _("说不清，先空着")), *streets]

    def words_told(self) -> Mapping[str, str]:
        """The fields that go into the letter, as text; the sum in fen."""
        return {name: str(self.cleaned_data[name]) for name in FIELDS if self.cleaned_data.get(name) not in ("", None)}


class AddForm(LetterForm):
    """Words and files added with the receipt code, which the page carries along and the house does not keep."""

    code = forms.CharField(widget=forms.HiddenInput, max_length=40)


class AnswerForm(UiForm):
    """An answer inside the letter."""

    says = forms.CharField(label=_("写给反映人"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class ShareForm(UiForm):
    """A colleague who gets the key."""

    pair = forms.TypedChoiceField(label=_("分给谁"), coerce=int)

    def __init__(self, *args: Any, choices: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pair"].choices = choices


class LedgerForm(UiForm):
    """The fields that go into the ledger."""

    names = forms.MultipleChoiceField(label=_("选要写的"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, told: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["names"].choices = [(name, gettext(LABELS[name])) for name in FIELDS if (told or {}).get(name)]
