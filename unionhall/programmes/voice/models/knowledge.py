"""Answers that clerks give again and again, dated, with their source."""

from django.db import models
from django.db.models import F, Q

from unionhall.base.models import one_of

from ..kinds import Mark, Topic


class Snippet(models.Model):
    """A known answer in plain words. It holds from a day to a day; `used` counts the matters answered with it."""

    title = models.CharField(max_length=80)
    answer = models.CharField(max_length=600)
    topic = models.CharField(max_length=12)
    sound_key = models.CharField(max_length=400, blank=True)
    source = models.CharField(max_length=160)
    mark = models.CharField(max_length=1)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    used = models.PositiveIntegerField(default=0)
    origin = models.ForeignKey("Matter", models.PROTECT, null=True, related_name="+")
    written_by = models.CharField(max_length=80)
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("voice_snippet_topic", "topic", Topic), one_of("voice_snippet_mark", "mark", Mark),
            models.CheckConstraint(name="voice_snippet_dates", condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from"))),
            models.CheckConstraint(name="voice_snippet_source", condition=~Q(source="")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title
