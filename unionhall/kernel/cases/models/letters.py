"""A confidential letter beside a matter: ciphertext, and its key wrapped for each who may read it. No word of it lies open."""

from django.db import models
from django.db.models import Q


class Letter(models.Model):
    """`wrapped`: the letter's key under the Argon2id key of the receipt code, with `salt`. The reporter opens it with the code."""

    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="letter")
    salt = models.BinaryField(max_length=16)
    wrapped = models.BinaryField(max_length=100)
    closed_at = models.DateTimeField()


class LetterPart(models.Model):
    """What was written at one time: all fields as one ciphertext, its length rounded up. Part 1 is the report."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="parts")
    number = models.PositiveSmallIntegerField()
    body = models.BinaryField()
    at = models.DateTimeField()
    account_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "number"], name="cases_part_number")]


class LetterFile(models.Model):
    """An attachment: the shelf holds ciphertext, `about` its name and type, closed as well."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="files")
    number = models.PositiveSmallIntegerField()
    blob = models.OneToOneField("files.Blob", models.PROTECT, related_name="+")
    about = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "number"], name="cases_letter_file_number")]


class LetterKey(models.Model):
    """The letter's key for one reader. Taking a letter away from somebody deletes the row."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="keys")
    pair = models.ForeignKey("people.KeyPair", models.PROTECT, related_name="+")
    wrapped = models.BinaryField(max_length=120)
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["letter", "pair"], name="cases_letter_key_once"),
            models.CheckConstraint(name="cases_letter_key_there", condition=~Q(wrapped=b"")),
        ]
