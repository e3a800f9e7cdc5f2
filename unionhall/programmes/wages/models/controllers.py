"""Who stands behind a case's company, and which cases people have linked."""

from django.db import models
from django.db.models import F, Q

from unionhall.base.cipher import EncryptedText
from unionhall.base.models import paired

from .ledger import Arrears


class Controller(models.Model):
    """The boss behind a case, as far as somebody found out: name, phone, site team."""

    arrears = models.OneToOneField(Arrears, models.CASCADE, related_name="controller")
    name = models.CharField(max_length=40, blank=True, db_index=True)
    phone = EncryptedText(label="wages.controller.phone")
    phone_hash = models.CharField(max_length=64, blank=True, db_index=True)
    team = models.CharField(max_length=60, blank=True, db_index=True)
    said_by = models.CharField(max_length=80)
    said_at = models.DateTimeField()


class CaseLink(models.Model):
    """Two cases that a person linked, and why; undone by a person, never deleted. `one` is the older case."""

    one = models.ForeignKey(Arrears, models.PROTECT, related_name="+")
    other = models.ForeignKey(Arrears, models.PROTECT, related_name="+")
    ties = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=200, blank=True)
    linked_by = models.CharField(max_length=80)
    linked_at = models.DateTimeField()
    cut_by = models.CharField(max_length=80, null=True)
    cut_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="wages_link_order", condition=Q(one__lt=F("other"))),
            models.UniqueConstraint(fields=["one", "other"], condition=Q(cut_at__isnull=True), name="wages_link_live"),
            paired("wages_link_cut", "cut_at", "cut_by"),
        ]
