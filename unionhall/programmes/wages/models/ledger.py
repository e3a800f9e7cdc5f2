"""A case in the arrears ledger, the names by which the ledger is searched, and the clerk's saved views."""

from django.db import models
from django.db.models import Q


class Arrears(models.Model):
    """The case's own row beside a matter of kind 'arrears'. The four sums are kept by the money service, in fen."""

    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="+")
    employer = models.ForeignKey("orgs.Employer", models.PROTECT, null=True, related_name="+")
    employer_name = models.CharField(max_length=120)
    sound_key = models.CharField(max_length=400, blank=True)
    project = models.CharField(max_length=120, blank=True)
    industry = models.CharField(max_length=40, blank=True)
    street = models.CharField(max_length=40, blank=True)
    people = models.PositiveIntegerField(default=0)
    period = models.CharField(max_length=60, blank=True)
    owed = models.BigIntegerField(null=True)
    promised = models.BigIntegerField(null=True)
    ordered = models.BigIntegerField(null=True)
    paid = models.BigIntegerField(default=0)
    confirmed = models.BigIntegerField(default=0)
    summary = models.CharField(max_length=500, blank=True)
    contact = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="wages_arrears_sums", condition=Q(paid__gte=0) & Q(confirmed__gte=0)),
        ]
        indexes = [
            models.Index(fields=[column], name=f"wages_arrears_{column}")
            for column in ("employer", "employer_name", "project", "contact", "people", "owed")
        ]


class LedgerWord(models.Model):
    """A name that stood in the ledger: an employer's, a project's or a contact's. Words are learned, never renamed."""

    text = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["text"], name="wages_word_once")]


class LedgerGram(models.Model):
    """A key of a word: two neighbouring sounds. Key and word together are the row's own key: found by the first, let go by the second."""

    pk = models.CompositePrimaryKey("gram", "word_id")
    gram = models.CharField(max_length=20)
    word = models.ForeignKey(LedgerWord, models.CASCADE, related_name="grams")


class SavedView(models.Model):
    """A filter under a name, for its owner or for the unit. `query` is the address's query string."""

    account = models.ForeignKey("people.Account", models.CASCADE, related_name="+")
    union = models.ForeignKey("orgs.Union", models.CASCADE, null=True, related_name="+")
    name = models.CharField(max_length=30)
    query = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "name"], name="wages_view_once")]
