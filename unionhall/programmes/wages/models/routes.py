"""What was answered about the roads, and each choice with the comparison as of its day."""

from django.db import models

from unionhall.base.models import one_of

from ..kinds import Answer
from ..rules.triage import Openness, Route
from .ledger import Arrears


class RouteAnswer(models.Model):
    """What somebody found out about a question that decides which roads are open."""

    arrears = models.ForeignKey(Arrears, models.CASCADE, related_name="route_answers")
    code = models.CharField(max_length=20)
    answer = models.CharField(max_length=8, default=Answer.UNKNOWN)
    said_by = models.CharField(max_length=80)
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("wages_route_answer", "answer", Answer),
            models.UniqueConstraint(fields=["arrears", "code"], name="wages_route_answer_once"),
        ]


class RouteChoice(models.Model):
    """An officer's choice of a road on a day; append only. `place` and `on` name the rows of law that held."""

    arrears = models.ForeignKey(Arrears, models.PROTECT, related_name="route_choices")
    route = models.CharField(max_length=20)
    on = models.DateField()
    place = models.CharField(max_length=12, blank=True)
    note = models.CharField(max_length=300, blank=True)
    step_taken = models.CharField(max_length=30, blank=True)
    chosen_by = models.CharField(max_length=80)
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = [one_of("wages_choice_route", "route", Route)]


class RouteFact(models.Model):
    """One fact that the comparison read: yes, no, a day, a number or a state; what was not known has no row."""

    choice = models.ForeignKey(RouteChoice, models.CASCADE, related_name="facts")
    name = models.CharField(max_length=30)
    value = models.CharField(max_length=30)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["choice", "name"], name="wages_route_fact_once")]


class RouteRow(models.Model):
    """One road of the comparison as it stood: open or not, by which conditions, by when, what it closes."""

    choice = models.ForeignKey(RouteChoice, models.CASCADE, related_name="rows")
    route = models.CharField(max_length=20)
    openness = models.CharField(max_length=8)
    result = models.DateField(null=True)
    worst = models.DateField(null=True)
    provisional = models.BooleanField(default=False)
    against = models.CharField(max_length=200, blank=True)
    closes = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            one_of("wages_route_row_route", "route", Route),
            one_of("wages_route_row_openness", "openness", Openness),
            models.UniqueConstraint(fields=["choice", "route"], name="wages_route_row_once"),
        ]
