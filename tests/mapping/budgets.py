"""How long things may be. Docstrings are not counted."""

import ast
from collections.abc import Iterable

from .sources import Source, functions

MEAN, NINTH_TENTH, LONGEST = 11, 25, 50
FILE, TEMPLATE, SETTINGS = 400, 120, 200


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring."""
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    if ast.get_docstring(node, clean=False) is None:
        return lines
    words = node.body[0]
    return lines - ((words.end_lineno or words.lineno) - words.lineno + 1)


def long_functions(sources: Iterable[Source]) -> list[str]:
    """Functions over the longest that is allowed."""
    measured = [(source, node, length(node)) for source in sources for node in functions(source)]
    return [
        f"{source.path}:{node.lineno} {node.name}: {lines} lines (at most {LONGEST})"
        for source, node, lines in measured
        if lines > LONGEST
    ]


def spread(sources: Iterable[Source]) -> tuple[float, int]:
    """Mean and ninth tenth of all functions' lengths, in lines."""
    lengths = sorted(length(node) for source in sources for node in functions(source))
    if not lengths:
        return 0.0, 0
    return sum(lengths) / len(lengths), lengths[int(len(lengths) * 0.9)] if len(lengths) > 1 else lengths[0]


def over_spread(sources: Iterable[Source]) -> list[str]:
    """The house as a whole: short functions are the rule, not the exception."""
    mean, ninth = spread(sources)
    found = [f"functions are {mean:.1f} lines in the mean (at most {MEAN})"] if mean > MEAN else []
    return found + (
        [f"one function in ten is over {ninth} lines (at most {NINTH_TENTH})"] if ninth > NINTH_TENTH else []
    )


def most(path: str) -> int:
    """The budget of a file, in lines."""
    if path.endswith("config/settings.py"):
        return SETTINGS
    return TEMPLATE if "/templates/" in path else FILE


def long_files(files: Iterable[tuple[str, str]]) -> list[str]:
    """(path, text) pairs over their budget."""
    counted = [(path, len(text.splitlines())) for path, text in files]
    return [f"{path}: {lines} lines (at most {most(path)})" for path, lines in counted if lines > most(path)]
