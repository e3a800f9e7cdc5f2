"""A union's own templates, letters made in one go, and the worker's own interview."""

from django.db import models
from django.db.models import Q

from unionhall.base.cipher import EncryptedText
from unionhall.base.models import one_of

from ..kinds import LetterState, TemplateChoice
from .ledger import Arrears


class TemplateVersion(models.Model):
    """What a union decided for one paper's template; append only, the highest number holds.

    `own` carries a file, `inherited` looks to the union above, `shipped` stops at the one that comes with the house.
    """

    union = models.ForeignKey("orgs.Union", models.PROTECT, related_name="+")
    paper = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    choice = models.CharField(max_length=10)
    blob = models.ForeignKey("files.Blob", models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=80, blank=True)
    account_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("wages_template_choice", "choice", TemplateChoice),
            models.UniqueConstraint(fields=["union", "paper", "number"], name="wages_template_once"),
            models.CheckConstraint(
                name="wages_template_file",
                condition=Q(choice=TemplateChoice.OWN.value, blob__isnull=False)
                | (~Q(choice=TemplateChoice.OWN.value) & Q(blob__isnull=True)),
            ),
        ]


class Batch(models.Model):
    """Letters of one kind for many cases, made in the background for the account that asked."""

    paper = models.CharField(max_length=20)
    client_key = models.CharField(max_length=64, unique=True)
    account = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    actor = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)


class BatchLine(models.Model):
    """One letter of a batch: to whom (`payer`: the place in the chain from 1, 0 for a letter to nobody in the chain), and what became of it."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="lines")
    arrears = models.ForeignKey(Arrears, models.PROTECT, related_name="+")
    payer = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=8, default=LetterState.WAITING)
    file = models.ForeignKey("cases.CaseFile", models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            one_of("wages_letter_state", "state", LetterState),
            models.UniqueConstraint(fields=["batch", "arrears", "payer"], name="wages_letter_once"),
            models.CheckConstraint(
                name="wages_letter_made", condition=Q(state=LetterState.MADE.value, file__isnull=False) | ~Q(state=LetterState.MADE.value)
            ),
        ]


class Interview(models.Model):
    """A worker's own interview about a matter (the clue that began it, or the case); one for each person."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    begun_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "person"], name="wages_interview_once"),
            models.UniqueConstraint(fields=["case"], condition=Q(person__isnull=True), name="wages_interview_alone"),
        ]


class InterviewAnswer(models.Model):
    """One answer as it was given, encrypted; '' was seen and left blank."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="answers")
    question = models.CharField(max_length=30)
    value = EncryptedText(label="wages.interview.answer")
    said_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["interview", "question"], name="wages_answer_once")]
