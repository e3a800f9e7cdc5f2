"""Which street a clerk means who types while somebody speaks."""

from unionhall.kernel.orgs.rules import keys


def meant(typed: str, name: str) -> bool:
    """Whether a typed text means a street: a part of its name, or the beginning of its pinyin."""
    plain = typed.lower().removesuffix("街道").removesuffix("镇")
    return plain in name or (plain.isascii() and keys(name).sound.startswith(plain))
