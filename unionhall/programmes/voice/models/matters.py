"""A matter that somebody told, beside a case of kind 'matter'; where it was sent, and what was said of the answer."""

from django.db import models
from django.db.models import Q

from unionhall.base.cipher import EncryptedText
from unionhall.base.models import one_of

from ..kinds import Difficulty, MatterKind, Topic
from ..rules.quality import BEST


class Matter(models.Model):
    """What was told. `place` is the station or spot a code on its door named; `first_union` answers for it to the end."""

    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    topic = models.CharField(max_length=12, default=Topic.OTHER)
    difficulty = models.CharField(max_length=8, default=Difficulty.ORDINARY)
    text = models.CharField(max_length=1000)
    about = models.CharField(max_length=120, blank=True)
    contact = models.CharField(max_length=80, blank=True)
    phone = EncryptedText(label="voice.matter.phone")
    phone_hash = models.CharField(max_length=64, blank=True, db_index=True)
    region_code = models.CharField(max_length=12, blank=True)
    place = models.CharField(max_length=60, blank=True)
    place_code = models.CharField(max_length=20, blank=True)
    first_union = models.ForeignKey("orgs.Union", models.PROTECT, related_name="+")
    taken_by = models.BigIntegerField(null=True)
    read_back_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.BigIntegerField(null=True)
    on_time = models.BooleanField(null=True)
    snippet = models.ForeignKey("Snippet", models.PROTECT, null=True, related_name="used_in")
    reopened = models.BooleanField(default=False)
    satisfied = models.BooleanField(null=True)

    class Meta:
        constraints = [
            one_of("voice_matter_kind", "kind", MatterKind), one_of("voice_matter_topic", "topic", Topic),
            one_of("voice_matter_difficulty", "difficulty", Difficulty),
            models.CheckConstraint(
                name="voice_matter_answer",
                condition=Q(answer="", answered_at__isnull=True) | (~Q(answer="") & Q(answered_at__isnull=False, on_time__isnull=False)),
            ),
        ]  # fmt: skip


class Dispatch(models.Model):
    """One sending down the tree; returned with a reason, or not."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="dispatches")
    sender = models.ForeignKey("orgs.Union", models.PROTECT, related_name="+")
    receiver = models.ForeignKey("orgs.Union", models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="voice_dispatch_reason", condition=Q(returned_at__isnull=True, reason="") | (Q(returned_at__isnull=False) & ~Q(reason=""))
            ),
        ]  # fmt: skip


class CallBack(models.Model):
    """What the person said of an answer; `own` in their own hand, else asked by staff."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="call_backs")
    at = models.DateTimeField()
    account_id = models.BigIntegerField(null=True)
    own = models.BooleanField(default=False)
    satisfied = models.BooleanField()
    says = models.CharField(max_length=300, blank=True)


class QualityCheck(models.Model):
    """A supervisor's score of one matter, from 1 to 5."""

    matter = models.OneToOneField(Matter, models.PROTECT, related_name="check_made")
    score = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=300, blank=True)
    checked_by = models.BigIntegerField()
    checker = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="voice_check_score", condition=Q(score__gte=1, score__lte=BEST))]
