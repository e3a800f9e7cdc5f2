"""What `unionhall check` asks: each room registers questions about its own records."""

from collections.abc import Callable
from dataclasses import dataclass

from .registry import Registry


@dataclass(frozen=True, slots=True)
class Check:
    """`run` returns the sentences of what is wrong; an empty list is good."""

    name: str
    says: str
    run: Callable[[], list[str]]


CHECKS: Registry[Check] = Registry("checks", key=lambda check: check.name)
