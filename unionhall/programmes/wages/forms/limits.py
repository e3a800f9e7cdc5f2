"""Entries of the limitation book, and from when a worker's year runs."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.base.ui.forms import DayField, UiForm, radio_cards

from ..rules.limitation import COUNTED, COVERS_LABELS, KIND_LABELS, Covers, Kind
from ..rules.lines import ITEM_LABELS, Item
from .claims import ANSWERS

ASKED = (Item.DOUBLE_WAGE, Item.SEVERANCE, Item.DAMAGES_2N, Item.ADDED_COMPENSATION)
BY_HAND = [kind for kind in Kind if kind in COUNTED or kind is Kind.SUSPENSION]


class EntryForm(UiForm):
    """One entry by hand, with its proof from the folder."""

    claimant = forms.ChoiceField(label=_("哪位职工"), required=False)
    kind = forms.ChoiceField(label=_("什么事"), choices=lambda: [(str(kind), _(KIND_LABELS[kind])) for kind in BY_HAND])
    covers = forms.ChoiceField(
        label=_("说的是哪一项"), choices=lambda: [(str(code), _(label)) for code, label in COVERS_LABELS.items()], initial=Covers.WAGES
    )
    on = DayField(label=_("哪天"), help_text=_("函件填送到那天"))
    until = DayField(label=_("中止的，哪天恢复"), required=False, help_text=_("还没恢复就空着"))
    to_whom = forms.CharField(label=_("向谁"), max_length=80, required=False)
    note = forms.CharField(label=_("怎么回事"), max_length=200, required=False)
    proof = forms.ChoiceField(label=_("凭证（材料夹里选）"), required=False, help_text=_("没有凭证的先记着，稳妥日里不算"))

    def __init__(self, *args: Any, people: list[tuple[str, str]], papers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["claimant"].choices = [("", _("每一位")), *people]
        self.fields["proof"].choices = [("", _("还没有")), *papers]

    def entry(self) -> dict[str, Any]:
        """The entry as the service takes it."""
        data = dict(self.cleaned_data)
        claimant, proof = data.pop("claimant"), data.pop("proof")
        return {**data, "claimant_id": int(claimant) if claimant else None, "proof_id": int(proof) if proof else None}


class ProofForm(UiForm):
    """Which file proves an entry."""

    proof = forms.ChoiceField(label=_("凭证（材料夹里选）"))

    def __init__(self, *args: Any, papers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proof"].choices = papers


class StartForm(UiForm):
    """Still employed, or since when not; and when the worker knew of each other line."""

    employed = radio_cards(ANSWERS, label=_("现在还在这家干吗？"), initial="unknown")
    ended_on = DayField(label=_("哪天离开的"), required=False, help_text=_("还在职就空着"))

    def __init__(self, *args: Any, items: list[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = [item for item in items if item in ASKED]
        for item in self.items:
            label = _("{label}：哪天知道没给的")
            self.fields[item.value] = DayField(label=label.format(label=_(ITEM_LABELS[item])), required=False)

    def known(self) -> dict[str, date | None]:
        """The days that were said, by item."""
        return {item.value: self.cleaned_data[item.value] for item in self.items}
