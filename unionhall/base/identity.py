"""Whether an identity number stands: shape, date and check digit; never the place."""

import re
from datetime import date


def id_stands(number: str) -> bool:
    """Whether an ID number's date exists and its check digit is right (GB 11643).

    The place is not asked: a county's table begins in the eighties, people were born before that.
    """
    found = re.fullmatch(r"\d{6}(\d{4})(\d{2})(\d{2})\d{3}[\dX]", number, re.ASCII)
    if found is None:
        return False
    try:
        date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return False
    total = sum(int(digit) * (2 ** (17 - place) % 11) for place, digit in enumerate(number[:17]))
    return number[17] == "10X98765432"[total % 11]
