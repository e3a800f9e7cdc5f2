"""What lies ready at a station, with the day on which it expires."""

from django.db import models
from django.db.models import Q

from unionhall.base.models import PathField, one_of

from ..kinds import SupplyState


class Supply(models.Model):
    """One lot of one thing. `expires_on` is its last good day; null does not expire. It ends used up, replaced or thrown away."""

    station = models.ForeignKey("Station", models.PROTECT, related_name="+")
    path = PathField(db_index=True)
    item = models.CharField(max_length=40)
    amount = models.PositiveIntegerField()
    unit = models.CharField(max_length=10)
    spot = models.CharField(max_length=40, blank=True)
    expires_on = models.DateField(null=True)
    state = models.CharField(max_length=8, default=SupplyState.THERE)
    put_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=200, blank=True)
    after = models.OneToOneField("self", models.PROTECT, null=True, related_name="before")

    class Meta:
        constraints = [
            one_of("stations_supply_state", "state", SupplyState),
            models.CheckConstraint(name="stations_supply_amount", condition=Q(amount__gte=1)),
            models.CheckConstraint(
                name="stations_supply_ended",
                condition=Q(state=SupplyState.THERE.value, ended_at__isnull=True) | (~Q(state=SupplyState.THERE.value) & Q(ended_at__isnull=False)),
            ),
        ]
