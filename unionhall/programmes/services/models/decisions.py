"""What was decided for whom, by which rule and from which facts."""

from django.db import models
from django.db.models import F, Q

from unionhall.base.models import PathField, one_of, paired

from ..rules.prices import Channel


class Decision(models.Model):
    """A price that was given. `facts` is `rules.prices.written(facts)`: kinds and levels, no names. Prices are fen.

    `rule` is the version that decided, null when nothing fitted. `checked_*` is the second look at the door; `override_*` is a person's word.
    """

    definition = models.ForeignKey("Definition", models.PROTECT, related_name="+")
    path = PathField(db_index=True)
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    booking = models.ForeignKey("bookings.Booking", models.PROTECT, null=True, related_name="+")
    day = models.DateField(db_index=True)
    channel = models.CharField(max_length=8)
    facts = models.CharField(max_length=400, blank=True)
    rule = models.ForeignKey("PriceRule", models.PROTECT, null=True, related_name="+")
    allowed = models.BooleanField()
    price = models.PositiveIntegerField(null=True)
    evidence = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField()
    made_by_id = models.BigIntegerField(null=True)
    checked_at = models.DateTimeField(null=True)
    checked_price = models.PositiveIntegerField(null=True)
    checked_rule = models.ForeignKey("PriceRule", models.PROTECT, null=True, related_name="+")
    override_at = models.DateTimeField(null=True)
    override_price = models.PositiveIntegerField(null=True)
    override_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            one_of("services_decision_channel", "channel", Channel),
            models.CheckConstraint(
                name="services_decision_price",
                condition=Q(allowed=True, price__isnull=False, rule__isnull=False) | Q(allowed=False, price__isnull=True, rule__isnull=True),
            ),
            paired("services_decision_override", "override_at", "override_price"),
            models.CheckConstraint(name="services_decision_reason", condition=Q(override_at__isnull=True) | ~Q(override_reason="")),
            models.CheckConstraint(name="services_decision_checked", condition=Q(checked_at__isnull=True) | Q(checked_at__gte=F("made_at"))),
        )
        indexes = (models.Index(fields=("definition", "made_at"), name="services_decision_recent"),)

    @property
    def due(self) -> int | None:
        """What is to be paid: a person's word, else the second look, else the first."""
        if self.override_at:
            return self.override_price
        return self.checked_price if self.checked_at else self.price
