"""What the shelf takes: a few words without numbers that lead to somebody."""

import re
import unicodedata

MOST = 30
_NUMBER = re.compile(r"\d{7,}")


def personal(text: str) -> bool:
    """Whether a text carries a telephone or card number, however it is spaced."""
    return bool(_NUMBER.search(re.sub(r"(?<=\d)[\s·—–-]+(?=\d)", "", unicodedata.normalize("NFKC", text))))
