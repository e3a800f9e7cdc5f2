"""Money as integers of fen: rounding, printing, capitals, and sharing to the last fen."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import cn2an

FEN = 100


def round_fen(amount_yuan: Fraction | Decimal) -> int:
    """Yuan at full precision to fen, half up; a negative amount rounds like its positive twin."""
    exact = Fraction(amount_yuan) * FEN
    fen = (2 * abs(exact) + 1) // 2
    return int(fen) if exact >= 0 else -int(fen)


def yuan(fen: int) -> str:
    """Fen as yuan with thousands commas and two decimals: 1890000 is '18,900.00'."""
    whole, rest = divmod(abs(fen), FEN)
    return f"{'-' if fen < 0 else ''}{whole:,}.{rest:02d}"


def short(fen: int) -> str:
    """Like `yuan`, without decimals when there are none: '18,900' or '18,900.50'."""
    return yuan(fen).removesuffix(".00")


def capitals(fen: int) -> str:
    """Fen in Chinese capitals for papers: 20435050 is 贰拾万肆仟叁佰伍拾元伍角; whole yuan end in 整."""
    return str(cn2an.an2cn(yuan(fen).replace(",", ""), "rmb"))


def share(total: int, weights: Sequence[int]) -> list[int]:
    """Split `total` fen by `weights` with the largest remainder; ties go in order, the parts sum exactly.

    ValueError for a negative total or weight, or when there is money and no weight to share it by.
    """
    whole = sum(weights)
    if total < 0 or any(weight < 0 for weight in weights) or (total and not whole):
        raise ValueError("a share wants a total and weights of zero or more, and some weight to share by")
    parts = [total * weight // whole if whole else 0 for weight in weights]
    remainders = [total * weight % whole if whole else 0 for weight in weights]
    order = sorted(range(len(parts)), key=lambda index: -remainders[index])
    for index in order[: total - sum(parts)]:
        parts[index] += 1
    return parts
