"""Care: visits to claimants and families, hardship passed on, what happened around a case, legal publicity with who was reached."""

from django.db import models
from django.db.models import Q

from unionhall.base.models import PathField, one_of

from ..kinds import Degree, IncidentKind
from .claims import Claimant
from .ledger import Arrears


class FamilyVisit(models.Model):
    """The union called on a worker or the family. `given` in fen; `need` is what should follow."""

    union = models.ForeignKey("orgs.Union", models.PROTECT, related_name="+")
    path = PathField()
    arrears = models.ForeignKey(Arrears, models.PROTECT, null=True, related_name="family_visits")
    claimant = models.ForeignKey(Claimant, models.PROTECT, null=True, related_name="+")
    whom = models.CharField(max_length=80)
    on = models.DateField()
    visitors = models.CharField(max_length=80)
    told = models.CharField(max_length=300)
    need = models.CharField(max_length=200, blank=True)
    given = models.BigIntegerField(default=0)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)

    class Meta:
        constraints = [models.CheckConstraint(name="wages_family_given", condition=Q(given__gte=0))]
        indexes = [models.Index(fields=["path", "on"], name="wages_family_day")]


class Hardship(models.Model):
    """A claimant's hardship passed on: the consent that was given and the standing that relief reads."""

    claimant = models.OneToOneField(Claimant, models.PROTECT, related_name="hardship")
    standing = models.OneToOneField("people.Standing", models.PROTECT, related_name="+")
    consent = models.ForeignKey("people.Consent", models.PROTECT, related_name="+")
    degree = models.CharField(max_length=10)
    told = models.CharField(max_length=300)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)

    class Meta:
        constraints = [one_of("wages_hardship_degree", "degree", Degree)]


class Incident(models.Model):
    """Something that happened around a case: it makes the case a major one."""

    arrears = models.ForeignKey(Arrears, models.PROTECT, related_name="incidents")
    on = models.DateField()
    kind = models.CharField(max_length=10)
    told = models.CharField(max_length=300)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)

    class Meta:
        constraints = [one_of("wages_incident_kind", "kind", IncidentKind)]


class PublicityEvent(models.Model):
    """A legal-publicity event: when, what about, with which partner."""

    union = models.ForeignKey("orgs.Union", models.PROTECT, related_name="+")
    path = PathField()
    on = models.DateField()
    title = models.CharField(max_length=80)
    partner = models.ForeignKey("orgs.Agency", models.PROTECT, null=True, related_name="+")
    about = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["union", "on", "title"], name="wages_publicity_once")]
        indexes = [models.Index(fields=["path", "on"], name="wages_publicity_day")]


class PublicitySite(models.Model):
    """One site of an event: how many people came, how many sheets were handed out."""

    event = models.ForeignKey(PublicityEvent, models.CASCADE, related_name="sites")
    place = models.CharField(max_length=80)
    heads = models.PositiveIntegerField()
    materials = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "place"], name="wages_publicity_site_once")]


class PublicityPhoto(models.Model):
    """A picture of an event."""

    event = models.ForeignKey(PublicityEvent, models.PROTECT, related_name="photos")
    blob = models.ForeignKey("files.Blob", models.PROTECT, related_name="+")
    label = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "blob"], name="wages_publicity_photo_once")]
