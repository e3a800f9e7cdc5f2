"""Who acts, by which grants, and which rows that opens: frozen values, no database.

Two questions, two mechanisms: `Actor.scope(power)` answers *which rows*, a room's predicates answer *which step*.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from .refusal import Refused
from .words import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Grant:
    """One post: a role held at an organisation. `powers` come from the role's row; `path` ends with a slash."""

    role: str
    path: str
    org_id: int
    powers: frozenset[str]
    industrial: str = ""
    agency_id: int | None = None
    assigned_only: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """The rows that one power opens: paths, own person, agencies, assigned matters; or everything, with a reason."""

    power: str = ""
    paths: tuple[str, ...] = ()
    industrial: tuple[str, ...] = ()
    person_id: int | None = None
    agencies: tuple[int, ...] = ()
    assigned_to: int | None = None
    everything: str = ""

    @classmethod
    def system(cls, reason: str) -> "Scope":
        """All rows, for tasks and checks only; the reason is journalled by who uses it."""
        if not reason:
            raise ValueError("a system scope wants its reason")
        return cls(everything=reason)

    @property
    def empty(self) -> bool:
        """Nothing is open: no path, person, agency or assignment."""
        return not (self.everything or self.paths or self.industrial or self.person_id or self.agencies or self.assigned_to)

    def within(self, column: str, industrial: str = "") -> Q:
        """A range comparison on a path column (never LIKE); nothing when no path is open."""
        terms = path_terms(column, self.paths)
        return terms | path_terms(industrial, self.industrial) if industrial else terms

    def reaches(self, path: str) -> bool:
        """Whether a path lies at or below one of the open paths."""
        return bool(self.everything) or any(path.startswith(own) for own in self.paths)


def path_terms(column: str, paths: Iterable[str]) -> Q:
    """Rows whose path begins with one of `paths`: '/1/7/' up to, not including, '/1/70' ('0' follows '/')."""
    term = Q(pk__in=[])
    for path in paths:
        term |= Q(**{f"{column}__gte": path, f"{column}__lt": path[:-1] + "0"})
    return term


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever acts: an account's person with the grants of the day, or a stranger without any."""

    account_id: int | None = None
    person_id: int | None = None
    name: str = ""
    grants: tuple[Grant, ...] = field(default=())
    system: str = ""

    @property
    def known(self) -> bool:
        """Somebody is signed in (or the system acts, with a reason)."""
        return self.account_id is not None or bool(self.system)

    @property
    def staff(self) -> bool:
        """Holds at least one post."""
        return bool(self.grants)

    def may(self, power: str) -> bool:
        """Holds the power somewhere."""
        return bool(self.system) or any(power in grant.powers for grant in self.grants)

    def require(self, power: str) -> None:
        """Refused unless the power is held somewhere."""
        if not self.may(power):
            raise Refused("no_power", _("您的岗位不能做这一步"))

    def scope(self, power: str) -> Scope:
        """The rows of the grants that carry exactly this power; a person's own rows are `own()`."""
        if self.system:
            return Scope.system(self.system)
        held = [grant for grant in self.grants if power in grant.powers]
        wide = [grant for grant in held if not grant.assigned_only and grant.agency_id is None]
        return Scope(
            power=power,
            paths=tuple(sorted({grant.path for grant in wide if grant.path})),
            industrial=tuple(sorted({grant.industrial for grant in wide if grant.industrial})),
            agencies=tuple(sorted({grant.agency_id for grant in held if grant.agency_id and not grant.assigned_only})),
            assigned_to=self.account_id if any(grant.assigned_only for grant in held) else None,
        )

    def own(self) -> Scope:
        """The person's own rows: what a worker may see without any post."""
        return Scope(power="own", person_id=self.person_id)

    def why(self, power: str, path: str) -> tuple[Grant, ...]:
        """The grants whose area makes a row at `path` visible: for the panel that tells why."""
        held = (grant for grant in self.grants if power in grant.powers and not grant.assigned_only and grant.agency_id is None)
        return tuple(grant for grant in held if path.startswith(grant.path))


NOBODY = Actor()
