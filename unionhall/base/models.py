"""Column types that every room shares."""

from typing import Any

from django.db import models


class PathField(models.CharField):
    """A path such as '/1/7/', compared byte by byte: collation "C" on PostgreSQL, SQLite's BINARY sorts alike."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 120)
        super().__init__(*args, **kwargs)

    def db_parameters(self, connection: Any) -> dict[str, Any]:
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters


def one_of(name: str, column: str, choices: type) -> models.CheckConstraint:
    """The constraint that a state column holds one of a StrEnum's values."""
    return models.CheckConstraint(name=name, condition=models.Q(**{f"{column}__in": [str(choice) for choice in choices]}))


def paired(name: str, *columns: str) -> models.CheckConstraint:
    """The constraint that columns are all null or all set."""
    unset = models.Q(**{f"{column}__isnull": True for column in columns})
    filled = models.Q(**{f"{column}__isnull": False for column in columns})
    return models.CheckConstraint(name=name, condition=unset | filled)
