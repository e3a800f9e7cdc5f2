from .decisions import Decision
from .definitions import Definition
from .prices import PriceRule

__all__ = ["Decision", "Definition", "PriceRule"]
