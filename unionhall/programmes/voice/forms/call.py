"""The hotline clerk's one page, and the same for the hall and for letters."""

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.base.ui.forms import PhoneField, UiForm
from unionhall.kernel.cases.rules import CHANNEL_LABELS, Channel
from unionhall.kernel.orgs import queries as orgs

from ..kinds import DIFFICULTY_LABELS, KIND_LABELS, TOPIC_LABELS, Difficulty, Topic
from ..rules.streets import meant
from ..services.calls import Ending, Outcome
from ..services.matters import Said


def words(labels: dict) -> list[tuple[str, object]]:
    """Choices of a label table, translated when shown."""
    return [(str(code), _(label)) for code, label in labels.items()]


class KeyedRadio(forms.RadioSelect):
    """Choices with a key each: 1, 2, 3 … on the desk, and as access keys without script; then on to the next field."""

    def create_option(self, name: str, value: object, label: object, selected: bool, index: int, **more: object) -> dict:
        """The option with its key before the word."""
        made = super().create_option(name, value, label, selected, index, **more)
        key = str(index + 1)
        made["attrs"] |= {"data-key": key, "accesskey": key, "data-then": "id_text"}
        return made | {"label": f"{key} {label}"}


class TakenForm(UiForm):
    """What is taken down for somebody: the same facts whatever the way."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    phone = PhoneField(label=_("来电号码"), required=False)
    kind = forms.ChoiceField(label=_("哪一类"), choices=lambda: words(KIND_LABELS), widget=KeyedRadio)
    text = forms.CharField(label=_("他怎么说的"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4, "accesskey": "t"}))
    region = forms.CharField(label=_("在哪个镇街"), max_length=30, required=False, widget=forms.TextInput(attrs={"list": "streets", "autocomplete": "off", "accesskey": "q"}))
    topic = forms.ChoiceField(label=_("哪方面"), choices=lambda: words(TOPIC_LABELS), initial=Topic.OTHER, required=False)
    contact = forms.CharField(label=_("怎么称呼"), max_length=40, required=False)
    about = forms.CharField(label=_("说的是哪个单位、哪个人"), max_length=120, required=False)
    place = forms.CharField(label=_("具体在哪里"), max_length=60, required=False)

    def clean_region(self) -> str:
        """The region code of the street that was typed: by name, part of a name, or pinyin; '' for none."""
        typed = self.cleaned_data["region"].strip()
        found = [row for row in streets() if typed and meant(typed, row.name)]
        exact = [row for row in found if row.name.startswith(typed)]
        if typed and len(exact or found) != 1:
            names = "、".join(row.name.removesuffix("总工会") for row in (found or streets())[:6])
            raise forms.ValidationError(_("没认出是哪个镇街。有：%(names)s"), "region", {"names": names})
        return (exact or found)[0].region_code if typed else ""

    def said(self) -> Said:
        """The facts as the service takes them."""
        names = ("kind", "text", "topic", "contact", "about", "place", "phone")
        return Said(**{name: self.cleaned_data[name] for name in names}, region_code=self.cleaned_data["region"])


def streets() -> list:
    """The sub-district unions."""
    return list(orgs.unions().filter(level="street"))


def street_names() -> list[str]:
    """Their names as people say them."""
    return [row.name.removesuffix("总工会") for row in streets()]


class CallForm(TakenForm):
    """A call: with an answer it is answered at once; without one it goes to the street, or stays here."""

    q = forms.CharField(label=_("找答复要点"), max_length=60, required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "accesskey": "z"}))
    snippet = forms.IntegerField(required=False, widget=forms.HiddenInput)
    answer = forms.CharField(label=_("当场答复（写了就算答复）"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3, "accesskey": "d"}))
    difficulty = forms.ChoiceField(label=_("难不难"), choices=lambda: words(DIFFICULTY_LABELS), initial=Difficulty.ORDINARY, required=False)
    keep = forms.BooleanField(label=_("先不派，留在这里查"), required=False)

    def ending(self, known: str) -> Ending:
        """How the call ends; `known` is the answer of the chosen snippet, used when none was typed."""
        data = self.cleaned_data
        answer = data["answer"].strip() or known
        outcome = Outcome.ANSWER if answer else Outcome.DISPATCH if data["region"] and not data["keep"] else Outcome.KEEP
        return Ending(outcome, answer, data["snippet"], data["difficulty"] or Difficulty.ORDINARY)


class PaperForm(TakenForm):
    """Somebody in the hall, or a letter."""

    channel = forms.ChoiceField(label=_("怎么来的"), choices=lambda: words({code: CHANNEL_LABELS[code] for code in (Channel.VISIT, Channel.PAPER)}))
    field_order = ("channel", "kind", "text", "region", "place", "topic", "about", "contact", "phone")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].label = _("手机号")
