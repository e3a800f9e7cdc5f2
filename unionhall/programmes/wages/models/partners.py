"""What union and partners leave behind together: records of the joint mechanisms, agendas of studies, letters to employers."""

from django.db import models
from django.db.models import Q

from unionhall.base.models import PathField, one_of

from ..rules.joint import Mechanism, Reason
from ..rules.letters import LetterKind
from .ledger import Arrears


class JointRecord(models.Model):
    """One thing done together. Transfers are referrals and stand there; a study counts once it is held."""

    mechanism = models.CharField(max_length=10)
    union = models.ForeignKey("orgs.Union", models.PROTECT, related_name="+")
    path = PathField(db_index=True)
    agency = models.ForeignKey("orgs.Agency", models.PROTECT, related_name="+")
    on = models.DateField()
    title = models.CharField(max_length=120)
    says = models.CharField(max_length=1000, blank=True)
    place = models.CharField(max_length=80, blank=True)
    items = models.PositiveIntegerField(null=True)
    reached = models.PositiveIntegerField(null=True)
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")
    held = models.BooleanField(default=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            one_of("wages_joint_mechanism", "mechanism", Mechanism),
            models.CheckConstraint(name="wages_joint_transfer", condition=~Q(mechanism="transfer")),
            models.CheckConstraint(name="wages_joint_reached", condition=~Q(mechanism__in=["party", "publicity"]) | Q(reached__isnull=False, reached__gt=0)),
            models.CheckConstraint(name="wages_joint_items", condition=~Q(mechanism="sharing") | Q(items__isnull=False, items__gt=0)),
            models.CheckConstraint(name="wages_joint_case", condition=~Q(mechanism="handling") | Q(case__isnull=False)),
            models.CheckConstraint(name="wages_joint_held", condition=Q(mechanism="study") | Q(held=True)),
        ]


class StudyItem(models.Model):
    """One matter on a study's agenda: why it stands there, and what was decided."""

    study = models.ForeignKey(JointRecord, models.CASCADE, related_name="agenda")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    referral = models.ForeignKey("cases.Referral", models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=10)
    due = models.DateField(null=True)
    decision = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            one_of("wages_study_reason", "reason", Reason),
            models.UniqueConstraint(fields=["study", "case", "reason"], name="wages_study_once"),
        ]


class UnionLetter(models.Model):
    """提示函, 意见书 or 建议书 to the employer of a case, with the employer's answer."""

    arrears = models.ForeignKey(Arrears, models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=10)
    number = models.CharField(max_length=40)
    union = models.ForeignKey("orgs.Union", models.PROTECT, related_name="+")
    issued_on = models.DateField()
    points = models.CharField(max_length=1000)
    file = models.ForeignKey("cases.CaseFile", models.PROTECT, related_name="+")
    copied = models.ForeignKey("cases.Referral", models.PROTECT, null=True, related_name="+")
    answered_on = models.DateField(null=True)
    answer = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            one_of("wages_letter_kind", "kind", LetterKind),
            models.UniqueConstraint(fields=["union", "number"], name="wages_letter_number"),
            models.CheckConstraint(name="wages_letter_answer", condition=Q(answered_on__isnull=True) | ~Q(answer="")),
        ]
