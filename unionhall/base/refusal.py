"""How a service says no: a code for programs, a sentence for people, the field it is about."""

from collections.abc import Mapping


class Refused(Exception):
    """A rule stands against the request. `sentence` is Chinese source text, translated at the door.

    `values` fill the sentence's `{names}` after translation; `field` names the form field, if one is at fault.
    """

    def __init__(self, code: str, sentence: str, *, field: str = "", values: Mapping[str, object] | None = None) -> None:
        super().__init__(code)
        self.code, self.sentence, self.field, self.values = code, sentence, field, dict(values or {})

    def __str__(self) -> str:
        return f"{self.code}: {self.sentence.format(**self.values)}"
