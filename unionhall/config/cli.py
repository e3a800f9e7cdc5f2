"""The `unionhall` command: the SQLite gate, `django.setup()`, then the registered commands."""

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from . import sqlite as sqlite  # the SQLite gate comes before Django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionhall.config.settings")

import django

from unionhall.base.commands import COMMANDS, Command
from unionhall.base.refusal import Refused


def find(words: Sequence[str]) -> tuple[Command | None, list[str]]:
    """The command named by the first two words, or the first, and what is left."""
    for length in (2, 1):
        name = " ".join(words[:length])
        if len(words) >= length and name in COMMANDS:
            return COMMANDS[name], list(words[length:])
    return None, list(words)


def usage() -> str:
    """The table of commands."""
    return "\n".join(f"  unionhall {command.name:<16} {command.help}" for command in COMMANDS)


def run(command: Command, words: Sequence[str]) -> int:
    """Parse the rest and run; a refusal is a sentence and exit code 2."""
    parser = ArgumentParser(prog=f"unionhall {command.name}", description=command.help)
    command.arguments(parser)
    arguments: Namespace = parser.parse_args(words)
    try:
        return command.run(arguments)
    except Refused as refusal:
        print(refusal.sentence.format(**refusal.values), file=sys.stderr)
        return 2


def main(argv: Sequence[str] | None = None) -> int:
    """Entry point of the console script; returns the exit code."""
    django.setup()
    command, rest = find(sys.argv[1:] if argv is None else argv)
    if command is None:
        print(usage())
        return 0 if not rest or rest[0] in {"help", "--help", "-h"} else 2
    return run(command, rest)


if __name__ == "__main__":
    sys.exit(main())
