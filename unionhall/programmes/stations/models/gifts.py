"""The shelf at the door: what somebody left for whoever needs it."""

from django.db import models


class Gift(models.Model):
    """One thing on the shelf. Nobody's name: who gave and who took is not kept."""

    station = models.ForeignKey("Station", models.PROTECT, related_name="+")
    what = models.CharField(max_length=60)
    given_at = models.DateTimeField()
    until = models.DateField()
    taken_at = models.DateTimeField(null=True)
    form_key = models.CharField(max_length=64, unique=True)
