"""Persons and what hangs on them."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from unionhall.base.cipher import EncryptedText
from unionhall.base.models import one_of

from . import rules


class Person(models.Model):
    """Known by ID number or by phone: both lie encrypted and are found by keyed hash."""

    name = models.CharField(max_length=80)
    name_sound = models.CharField(max_length=200, blank=True, db_index=True)
    id_number = EncryptedText(label="people.person.id_number")
    id_hash = models.CharField(max_length=64, null=True, unique=True)
    phone = EncryptedText(label="people.person.phone")
    phone_hash = models.CharField(max_length=64, null=True, unique=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

    @property
    def masked_phone(self) -> str:
        return rules.mask_phone(self.phone)

    @property
    def masked_id(self) -> str:
        return rules.mask_id(self.id_number)


class Account(AbstractBaseUser):
    """A door for a person: staff by `login`, password and TOTP; a worker by phone and one-time code."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="account")
    login = models.CharField(max_length=40, null=True, unique=True)
    totp_secret = EncryptedText(label="people.account.totp_secret")
    totp_used_step = models.BigIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=10, blank=True)

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = BaseUserManager()

    def __str__(self) -> str:
        return self.person.name


class Post(models.Model):
    """Account × role × union (or agency) × dates."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="posts")
    role = models.CharField(max_length=16)
    union = models.ForeignKey("orgs.Union", models.PROTECT, related_name="+")
    agency = models.ForeignKey("orgs.Agency", models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            one_of("people_post_role", "role", rules.Role),
            models.CheckConstraint(
                name="people_post_dates", condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from"))
            ),
            models.UniqueConstraint(fields=["account", "role", "union", "valid_from"], name="people_post_once"),
        ]


class SignIn(models.Model):
    """One signed-in session: listed to its owner, ended by owner or administrator.

    `private`: the private half of the account's key pair under a key that only the browser's cookie has; gone at the end.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(max_length=40, unique=True)
    device = models.CharField(max_length=64, db_index=True)
    agent = models.CharField(max_length=200, blank=True)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    private = models.BinaryField(max_length=100, null=True)


class SignInCode(models.Model):
    """A one-time code on its way to a phone; only its keyed hash is kept. `phone_hash` covers the device that asked, too."""

    phone_hash = models.CharField(max_length=64, db_index=True)
    code_hash = models.CharField(max_length=64)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)


class Guess(models.Model):
    """Guesses under one key (target and device or network); the counter lives in the database, not in a process."""

    key = models.CharField(max_length=64, primary_key=True)
    tries = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()


class Consent(models.Model):
    """A person's yes to one purpose and one receiver, with the text that was shown."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=40)
    receiver = models.CharField(max_length=80)
    text = models.TextField()
    given_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose", "receiver"], condition=Q(revoked_at__isnull=True), name="people_consent_live"
            )
        ]


class Standing(models.Model):
    """A title, membership, form of employment or hardship: true from–to, known from–to."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="standings")
    kind = models.CharField(max_length=40, db_index=True)
    level = models.CharField(max_length=20, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    known_from = models.DateTimeField()
    known_to = models.DateTimeField(null=True)
    issuer = models.CharField(max_length=80, blank=True)
    evidence = models.CharField(max_length=200, blank=True)


class ApiToken(models.Model):
    """A program's key to an account: only its keyed hash lies here. `powers` are codes with a blank between them."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="api_tokens")
    label = models.CharField(max_length=60)
    prefix = models.CharField(max_length=12)
    secret_hash = models.CharField(max_length=64, unique=True)
    powers = models.CharField(max_length=400)
    issued_at = models.DateTimeField()
    valid_to = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="people_token_dates", condition=Q(valid_to__gt=F("issued_at"))),
            models.CheckConstraint(name="people_token_powers", condition=~Q(powers="")),
        ]


class KeyPair(models.Model):
    """The key pair of a staff account, for confidential letters. The private half lies only under its owner's password.

    An ended pair has no private half any more: what was wrapped for it is closed to everybody.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="key_pairs")
    public = models.BinaryField(max_length=32)
    salt = models.BinaryField(max_length=16)
    private = models.BinaryField(max_length=100, null=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account"], condition=Q(ended_at__isnull=True), name="people_pair_live"),
            models.CheckConstraint(name="people_pair_ended", condition=Q(ended_at__isnull=True) ^ Q(private__isnull=True)),
        ]
