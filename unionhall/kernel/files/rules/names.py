"""A file name that can be shown, saved and sent: what the sender called it, without what harms."""

import re
import unicodedata

LENGTH_MAX = 80
UNNAMED = "文件"

_HARMFUL = re.compile(r"[\x00-\x1f\x7f<>:\"|?*\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?$", re.IGNORECASE)
_SUFFIX = re.compile(r"\.\w{1,5}$")


def cleaned(name: str, suffix: str) -> str:
    """The last step of a path without control, direction or reserved characters, with the true `suffix`."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    stem = _SUFFIX.sub("", _HARMFUL.sub("", last)).strip(" .")[:LENGTH_MAX].strip(" .")
    if not stem or _RESERVED.match(stem):
        stem = f"{UNNAMED}{stem}"
    return stem + suffix
