"""Entries stand alone: no foreign keys, so that nothing can drag them along."""

from django.db import models

from unionhall.base.models import PathField, one_of

from . import rules


class Entry(models.Model):
    """One thing done or read. `digest` covers every field; `subject` is 'cases.case:12'."""

    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=8)
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=60, db_index=True)
    path = PathField(blank=True)
    account_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=80)
    roles = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=500, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [one_of("journal_entry_kind", "kind", rules.EntryKind)]
        indexes = [models.Index(fields=["account_id", "at"], name="journal_entry_account")]

    def recomputed(self) -> str:
        """The hash that the fields give now."""
        return rules.digest(
            self.at, self.kind, self.verb, self.subject, self.path, self.account_id, self.person_id,
            self.actor, self.roles, self.reason, self.note,
        )  # fmt: skip


class Seal(models.Model):
    """An entry's place in the chain; `head` is the chain's hash up to here."""

    position = models.BigIntegerField(primary_key=True)
    entry_id = models.BigIntegerField(unique=True)
    head = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()
