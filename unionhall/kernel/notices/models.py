"""The outbox and the inbox are one table."""

from django.db import models
from django.db.models import Q

from unionhall.base.cipher import EncryptedText
from unionhall.base.models import one_of

from . import rules


class Notice(models.Model):
    """One message over one channel. `effect_key` keeps a repeated task from sending it twice; `sealed` holds a one-time code."""

    effect_key = models.CharField(max_length=120, unique=True)
    channel = models.CharField(max_length=6)
    person = models.ForeignKey("people.Person", models.CASCADE, null=True, related_name="+")
    address = EncryptedText(label="notices.notice.address")
    text = models.CharField(max_length=300)
    sealed = EncryptedText(label="notices.notice.sealed")
    link = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [one_of("notices_notice_channel", "channel", rules.ChannelKind)]
        indexes = [
            models.Index(fields=["person", "-created_at"], name="notices_notice_inbox"),
            models.Index(fields=["created_at"], condition=Q(sent_at__isnull=True), name="notices_notice_waiting"),
        ]

    @property
    def whole(self) -> str:
        """What is sent: the sealed text where there is one."""
        return self.sealed or self.text
