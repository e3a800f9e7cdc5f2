"""The verbs behind `unionhall …`: each room registers its own; config's cli reads this table."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass

from .registry import Registry


@dataclass(frozen=True, slots=True)
class Command:
    """`name` may be two words (`check receipt`). `run` returns the exit code.

    `database=False`: works before any database exists.
    """

    name: str
    help: str
    run: Callable[[Namespace], int]
    arguments: Callable[[ArgumentParser], None] = lambda parser: None
    database: bool = True


COMMANDS: Registry[Command] = Registry("commands", key=lambda command: command.name)
