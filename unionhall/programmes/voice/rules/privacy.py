"""What must not stand on a page that everybody reads."""

import re
import unicodedata
from collections.abc import Iterable

_NUMBER = re.compile(r"(?<!\d)(?:1\d{10}|\d{17}[\dXx]|0\d{2,3}-?\d{7,8})(?!\d)")


def personal(text: str, names: Iterable[str] = ()) -> str:
    """The first personal thing in a text: a mobile or fixed number, an ID number, one of the names; '' when there is none.

    Blanks and full-width figures hide nothing. A name counts from two characters on.
    """
    plain = re.sub(r"(?<=\d)[\s·—–]+(?=\d)", "", unicodedata.normalize("NFKC", text))
    if found := _NUMBER.search(plain):
        return found[0]
    return next((name for name in names if len(name.strip()) > 1 and name.strip() in plain), "")
