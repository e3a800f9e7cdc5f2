"""What is broken or missing at a station, or wished for, beside a case of kind 'station_report'."""

from django.db import models
from django.db.models import Q

from unionhall.base.cipher import EncryptedText
from unionhall.base.models import PathField, one_of

from ..kinds import ReportKind


class StationReport(models.Model):
    """What somebody told at the door. `path` is the station's; the case lies with its street, or else its county.

    `reply` is for the reporter. `mended_at`: when the office last said that it is mended; `reopened_at` and `again`: the
    reporter's word, once, that it is not.
    """

    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="+")
    station = models.ForeignKey("Station", models.PROTECT, related_name="+")
    path = PathField(db_index=True)
    kind = models.CharField(max_length=10)
    text = models.CharField(max_length=600)
    phone = EncryptedText(label="stations.report.phone")
    before = models.ForeignKey("files.Blob", models.PROTECT, null=True, related_name="+")
    after = models.ForeignKey("files.Blob", models.PROTECT, null=True, related_name="+")
    reply = models.CharField(max_length=300, blank=True)
    replied_at = models.DateTimeField(null=True)
    mended_at = models.DateTimeField(null=True)
    reopened_at = models.DateTimeField(null=True)
    again = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            one_of("stations_report_kind", "kind", ReportKind),
            models.CheckConstraint(name="stations_report_again", condition=Q(reopened_at=None, again="") | Q(reopened_at__isnull=False) & ~Q(again="")),
        ]
