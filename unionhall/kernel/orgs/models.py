"""Unions by path, agencies, employers."""

from django.db import models
from django.db.models import F, Q

from unionhall.base.cipher import EncryptedText
from unionhall.base.models import PathField, one_of

from . import rules


class Union(models.Model):
    """A node of the tree. `path` holds the ids from the root down: '/1/4/7/'."""

    name = models.CharField(max_length=80)
    level = models.CharField(max_length=10)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    path = PathField(unique=True, null=True)
    industrial_path = PathField(blank=True)
    region_code = models.CharField(max_length=12, blank=True, db_index=True)
    phone = models.CharField(max_length=20, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            one_of("orgs_union_level", "level", rules.Level),
            models.CheckConstraint(
                name="orgs_union_dates", condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from"))
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Agency(models.Model):
    """A partner outside the union: labour bureau, court, procuratorate, legal aid, law firm.

    `phone` is its registered contact: one-time codes go there. `webhook` may be told that something waits.
    """

    kind = models.CharField(max_length=16)
    name = models.CharField(max_length=80)
    union = models.ForeignKey(Union, models.PROTECT, related_name="agencies")
    phone = models.CharField(max_length=20, blank=True)
    contracted = models.BooleanField(default=False)
    webhook = models.CharField(max_length=200, blank=True)
    webhook_secret = EncryptedText(label="orgs.agency.webhook_secret")

    class Meta:
        constraints = [
            one_of("orgs_agency_kind", "kind", rules.AgencyKind),
            models.UniqueConstraint(fields=["kind", "name", "union"], name="orgs_agency_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Employer(models.Model):
    """A firm that owes or hires; `code` is null while unknown. Keys are for finding, never for merging."""

    name = models.CharField(max_length=120)
    code = models.CharField(max_length=18, null=True, unique=True)
    name_key = models.CharField(max_length=120, db_index=True)
    sound_key = models.CharField(max_length=400, db_index=True)
    industry = models.CharField(max_length=16, default=rules.Industry.OTHER)
    region_code = models.CharField(max_length=12, blank=True, db_index=True)
    address = models.CharField(max_length=200, blank=True)
    controller = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            one_of("orgs_employer_industry", "industry", rules.Industry),
            models.CheckConstraint(name="orgs_employer_code", condition=Q(code__isnull=True) | ~Q(code="")),
        ]

    def __str__(self) -> str:
        return self.name
