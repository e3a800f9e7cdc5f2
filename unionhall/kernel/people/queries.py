"""From an account to an Actor, and finding persons by keyed hash."""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from datetime import date, datetime

from django.db.models import Q, QuerySet

from unionhall.base.access import NOBODY, Actor, Grant, Scope
from unionhall.base.cipher import keyed_hash

from . import kinds, rules
from .models import Account, Consent, KeyPair, Person, Post, SignIn, Standing

PUBLIC = ("account", "role_label", "persons_by_hashes", "actors_with", "actor_for", "account_by_login", "account_by_phone", "person_by_phone", "person_by_id", "sign_in", "own_sign_ins",
          "device_known", "signed_in_by_others", "consents", "demo_accounts", "accounts_in", "accounts_over", "agency_accounts", "names_of_accounts", "posts_on", "grants_of", "holders", "hold", "agencies_of", "at_agency",
          "pair_of", "pairs_at", "pairs_for", "standings", "standings_between")  # fmt: skip


def posts_on(today: date) -> QuerySet[Post]:
    """Posts that are held on the day."""
    return Post.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=today), valid_from__lte=today)


def actor_for(account: Account, today: date) -> Actor:
    """The account's person with the grants of the day; a closed account is nobody."""
    if not account.is_active:
        return NOBODY
    grants: list[Grant] = []
    for post in posts_on(today).filter(account=account).select_related("union"):
        grants += grants_of(post)
    return Actor(account.pk, account.person_id, account.person.name, tuple(grants))


def grants_of(post: Post) -> list[Grant]:
    """One grant for the powers held in the whole area, one for those held for assigned matters only."""
    found = []
    for assigned in (False, True):
        powers = kinds.powers_of(post.role, assigned=assigned)
        if powers:
            found.append(
                Grant(
                    post.role, post.union.path or "", post.union_id, powers, post.union.industrial_path,
                    post.agency_id, assigned_only=assigned,
                )  # fmt: skip
            )
    return found


def account(pk: int) -> Account:
    """One open account by id."""
    return Account.objects.select_related("person").get(pk=pk, is_active=True)


def account_by_login(login: str) -> Account | None:
    """A staff account by its login name."""
    return Account.objects.filter(login=login.strip().lower(), is_active=True).select_related("person").first()


def account_by_phone(phone: str) -> Account | None:
    """The account of the person with this (clean) phone."""
    hashed = keyed_hash(phone, "phone")
    return Account.objects.filter(person__phone_hash=hashed, is_active=True).select_related("person").first()


def person_by_phone(phone: str) -> Person | None:
    """The person with this (clean) phone."""
    return Person.objects.filter(phone_hash=keyed_hash(phone, "phone")).first() if phone else None


def person_by_id(number: str) -> Person | None:
    """The person with this (clean) ID number."""
    return Person.objects.filter(id_hash=keyed_hash(number, "id")).first() if number else None


def sign_in(session_key: str) -> SignIn | None:
    """The live signed-in session under this key."""
    rows = SignIn.objects.filter(session_key=session_key, ended_at__isnull=True)
    return rows.select_related("account__person").first()


def own_sign_ins(account_id: int) -> QuerySet[SignIn]:
    """A person's own signed-in sessions, newest first."""
    return SignIn.objects.filter(account_id=account_id, ended_at__isnull=True).order_by("-begun_at")


def device_known(account_id: int, device: str) -> bool:
    """Whether the account was ever signed in from this device."""
    return SignIn.objects.filter(account_id=account_id, device=device).exists()


def signed_in_by_others(device: str, account_id: int) -> bool:
    """Whether the last who signed in on this device was somebody else."""
    last = SignIn.objects.filter(device=device).order_by("-begun_at", "-pk").values_list("account_id", flat=True).first()
    return last not in (None, account_id)


def consents(person_id: int) -> QuerySet[Consent]:
    """Live consents of a person."""
    return Consent.objects.filter(person_id=person_id, revoked_at__isnull=True)


def accounts_in(role: str, path: str, today: date) -> QuerySet[Account]:
    """Accounts that hold a role at the union at `path` or above it: whom a matter may be given to."""
    unions = [int(part) for part in path.strip("/").split("/") if part]
    held = posts_on(today).filter(role=role).filter(Q(union_id__in=unions) | Q(union__path__startswith=path))
    return Account.objects.filter(pk__in=held.values("account_id"), is_active=True).select_related("person").order_by("pk")


def accounts_over(role: str, path: str, today: date) -> QuerySet[Account]:
    """Accounts whose whole-area post of a role lies at the union at `path` or above it: whose scope reaches it."""
    unions = [int(part) for part in path.strip("/").split("/") if part]
    held = posts_on(today).filter(role=role, union_id__in=unions, agency__isnull=True)
    return Account.objects.filter(pk__in=held.values("account_id"), is_active=True).select_related("person").order_by("pk")


def names_of_accounts(pks: Iterable[int | None]) -> dict[int, str]:
    """The names behind accounts, by id."""
    rows = Account.objects.filter(pk__in=[pk for pk in pks if pk]).values_list("pk", "person__name")
    return dict(rows)


def agency_accounts(agency_id: int, today: date) -> QuerySet[Account]:
    """Accounts that hold a post for a partner agency on the day."""
    held = posts_on(today).filter(agency_id=agency_id, role=rules.Role.PARTNER)
    return Account.objects.filter(pk__in=held.values("account_id"), is_active=True).select_related("person").order_by("pk")


def staff_below(*, scope: Scope, today: date) -> QuerySet[Post]:
    """Posts of the day at or below the scope's paths."""
    rows = posts_on(today).select_related("account__person", "union").order_by("union__path", "role", "pk")
    return rows if scope.everything else rows.filter(scope.within("union__path"))


def demo_accounts(today: date) -> list[tuple[Post, Account]]:
    """The first account of every role in every city: for the sign-in page of the demo."""
    first: dict[tuple[str, str], tuple[Post, Account]] = {}
    for post in posts_on(today).select_related("account__person", "union").order_by("pk"):
        first.setdefault((post.role, post.union.region_code[:4]), (post, post.account))
    return list(first.values())


def role_label(role: str) -> str:
    """A role's word, source text."""
    return rules.ROLE_LABELS[rules.Role(role)]


def persons_by_hashes(hashes: Iterable[str]) -> dict[str, Person]:
    """Persons by the keyed hash of their phone, in chunks that every database takes."""
    wanted, found = list(hashes), {}
    for start in range(0, len(wanted), 900):
        found |= {row.phone_hash or "": row for row in Person.objects.filter(phone_hash__in=wanted[start : start + 900])}
    return found


def actors_with(power: str, today: date) -> Iterator[Actor]:
    """People who hold a power today, in order of their posts: whose desk a command works at."""
    for post in posts_on(today).select_related("account__person", "union").order_by("pk"):
        if power in kinds.powers_of(post.role):
            yield actor_for(post.account, today)


def holders(*, powers: AbstractSet[str], union_id: int | None, today: date) -> list[Person]:
    """The people whose post at exactly this union (None: at any) carries one of the powers for its whole area, each once."""
    roles = [role for role in rules.Role if powers & kinds.powers_of(role)]
    held = posts_on(today).filter(role__in=roles, agency__isnull=True, account__is_active=True)
    held = held if union_id is None else held.filter(union_id=union_id)
    return list(Person.objects.filter(pk__in=held.values("account__person_id")).order_by("pk"))


def hold(person_ids: Iterable[int]) -> list[Person]:
    """The rows of persons, held until the transaction ends, in one order for everybody."""
    return list(Person.objects.select_for_update().filter(pk__in=sorted(person_ids)).order_by("pk"))


def agencies_of(account_id: int, today: date) -> set[int]:
    """The agencies that an account works for on the day."""
    return set(posts_on(today).filter(account_id=account_id, agency__isnull=False).values_list("agency_id", flat=True))


def at_agency(agency_id: int, today: date) -> set[int]:
    """The persons who work for an agency on the day."""
    return set(posts_on(today).filter(agency_id=agency_id).values_list("account__person_id", flat=True))


def pair_of(account_id: int | None) -> KeyPair | None:
    """An account's live key pair."""
    return KeyPair.objects.filter(account_id=account_id, ended_at__isnull=True).first() if account_id else None


def pairs_at(union_ids: Iterable[int], *, power: str, today: date) -> list[tuple[int, KeyPair]]:
    """(union id, live pair) of everybody whose post at exactly one of these unions carries the power for its whole area."""
    roles = [role for role in rules.Role if power in kinds.powers_of(role)]
    held = posts_on(today).filter(union_id__in=list(union_ids), role__in=roles, agency__isnull=True, account__is_active=True)
    unions: dict[int, set[int]] = {}
    for account_id, union_id in held.values_list("account_id", "union_id"):
        unions.setdefault(account_id, set()).add(union_id)
    rows = KeyPair.objects.filter(account_id__in=unions, ended_at__isnull=True).select_related("account__person").order_by("pk")
    return [(union_id, row) for row in rows for union_id in sorted(unions[row.account_id])]


def pairs_for(pks: Iterable[int]) -> dict[int, KeyPair]:
    """Key pairs by id, with whose they are; ended ones too."""
    return {row.pk: row for row in KeyPair.objects.filter(pk__in=list(pks)).select_related("account__person")}


def standings(person_id: int, on: date, known_at: datetime) -> QuerySet[Standing]:
    """A person's standings that hold on a day, as known at a moment."""
    return standings_between(person_id, on, on, known_at)


def standings_between(person_id: int, first: date, last: date, known_at: datetime) -> QuerySet[Standing]:
    """A person's standings that hold on some day from `first` to `last`, as known at a moment."""
    rows = Standing.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=first), person_id=person_id, valid_from__lte=last, known_from__lte=known_at)
    return rows.filter(Q(known_to__isnull=True) | Q(known_to__gt=known_at)).order_by("kind", "level", "pk")
