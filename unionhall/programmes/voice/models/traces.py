"""What became of a suggestion: the link to a change, made by a person."""

from django.db import models
from django.db.models import Q

from unionhall.base.models import one_of

from ..kinds import ChangeKind


class Trace(models.Model):
    """A change that a suggestion led to. `summary` and `note` are for everybody: no personal data.

    `code` names the rule or figure of law that was changed; decisions and services have a title alone.
    """

    matter = models.ForeignKey("Matter", models.PROTECT, related_name="traces")
    change = models.CharField(max_length=12)
    code = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=120)
    on = models.DateField()
    summary = models.CharField(max_length=200)
    note = models.CharField(max_length=300, blank=True)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("voice_trace_change", "change", ChangeKind),
            models.UniqueConstraint(fields=["matter", "change", "code", "title"], name="voice_trace_once"),
            models.CheckConstraint(
                name="voice_trace_code", condition=Q(change__in=["rule", "parameter"]) & ~Q(code="") | Q(change__in=["decision", "service"], code="")
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["-on", "-id"], name="voice_trace_on")]
