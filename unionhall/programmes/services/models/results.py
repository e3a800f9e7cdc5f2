"""Three stores that nothing ties together, and the reports that leave them.

A result's key is a keyed hash of the arrival under the store's own purpose: no foreign key, no common column. Whoever holds the
whole database and not the search key cannot lay two stores side by side; the texts lie under three labels besides.
"""

from django.db import models
from django.db.models import Q

from unionhall.base.cipher import EncryptedText
from unionhall.base.models import PathField, one_of

from ..rules.aggregates import LEAST
from ..rules.stores import Store


class BodyResult(models.Model):
    """What the doctor found. Everything that tells lies encrypted, the level and the referral's state too."""

    key = models.CharField(max_length=64, unique=True)
    level = EncryptedText(label="services.body.level")
    words = EncryptedText(label="services.body.words")
    advice = EncryptedText(label="services.body.advice")
    referral = EncryptedText(label="services.body.referral")
    written_at = models.DateTimeField()


class MindResult(models.Model):
    """What the counsellor found; as the other two, under its own labels."""

    key = models.CharField(max_length=64, unique=True)
    level = EncryptedText(label="services.mind.level")
    words = EncryptedText(label="services.mind.words")
    advice = EncryptedText(label="services.mind.advice")
    referral = EncryptedText(label="services.mind.referral")
    written_at = models.DateTimeField()


class LawResult(models.Model):
    """What the lawyer found; as the other two, under its own labels."""

    key = models.CharField(max_length=64, unique=True)
    level = EncryptedText(label="services.law.level")
    words = EncryptedText(label="services.law.words")
    advice = EncryptedText(label="services.law.advice")
    referral = EncryptedText(label="services.law.referral")
    written_at = models.DateTimeField()


class Report(models.Model):
    """The n-th report to an enterprise and its union; never changed."""

    request = models.ForeignKey("BusRequest", models.PROTECT, related_name="reports")
    path = PathField(db_index=True)
    number = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "number"], name="services_report_number")]


class Block(models.Model):
    """People who are counted together for ever: ten or more of one employer."""

    employer = models.ForeignKey("orgs.Employer", models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, models.PROTECT, related_name="blocks")
    label = models.CharField(max_length=200)
    people = models.PositiveIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(name="services_block_least", condition=Q(people__gte=LEAST))]


class Member(models.Model):
    """Who is in a block: once in a life of an arrival."""

    block = models.ForeignKey(Block, models.PROTECT, related_name="members")
    arrival = models.OneToOneField("Arrival", models.PROTECT, related_name="+")


class Group(models.Model):
    """Blocks that one store was published for together."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="groups")
    store = models.CharField(max_length=8)

    class Meta:
        constraints = [one_of("services_group_store", "store", Store)]


class GroupBlock(models.Model):
    """A block is published once per store: the constraint keeps two published groups from overlapping."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="members")
    block = models.ForeignKey(Block, models.PROTECT, related_name="+")
    store = models.CharField(max_length=8)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["store", "block"], name="services_block_once")]


class Cell(models.Model):
    """A published number: ten or more, the database sees to it."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="cells")
    code = models.CharField(max_length=10)
    people = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "code"], name="services_cell_once"),
            models.CheckConstraint(name="services_cell_least", condition=Q(people__gte=LEAST)),
        ]
