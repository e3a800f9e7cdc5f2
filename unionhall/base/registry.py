"""Where rooms and programmes announce what they add: frozen values under a unique code, in order of arrival."""

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Registry(Generic[T]):
    """An ordered table of registered values, unique by `key(value)`."""

    def __init__(self, name: str, key: Callable[[T], str]) -> None:
        self.name, self._key, self._rows = name, key, dict[str, T]()

    def add(self, *values: T) -> None:
        """Register values; a second one with the same key is an error."""
        for value in values:
            key = self._key(value)
            if key in self._rows:
                raise ValueError(f"{self.name}: {key!r} is registered twice")
            self._rows[key] = value

    def __iter__(self) -> Iterator[T]:
        return iter(tuple(self._rows.values()))

    def __contains__(self, key: str) -> bool:
        return key in self._rows

    def __getitem__(self, key: str) -> T:
        return self._rows[key]

    def __len__(self) -> int:
        return len(self._rows)
