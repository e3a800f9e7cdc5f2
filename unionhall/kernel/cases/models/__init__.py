"""The matter and what hangs on it."""

from django.db import models
from django.db.models import F, Q

from unionhall.base.models import PathField, one_of

from .. import rules
from ..rules.referrals import ReferralState
from .letters import Letter, LetterFile, LetterKey, LetterPart  # noqa: F401

TIERS = 6


class Case(models.Model):
    """One matter. `tier1…tier6` are the ids on its union's path, so that one index serves scope, filter and order.

    `topic` is what the programme narrows its list by (wages: the trade); it lies in those indexes, as the state does.
    """

    kind = models.CharField(max_length=20)
    reference = models.CharField(max_length=20, unique=True)
    union = models.ForeignKey("orgs.Union", models.PROTECT, related_name="+")
    path = PathField()
    tier1 = models.BigIntegerField(null=True)
    tier2 = models.BigIntegerField(null=True)
    tier3 = models.BigIntegerField(null=True)
    tier4 = models.BigIntegerField(null=True)
    tier5 = models.BigIntegerField(null=True)
    tier6 = models.BigIntegerField(null=True)
    title = models.CharField(max_length=120)
    topic = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=30)
    open = models.BooleanField(default=True)
    channel = models.CharField(max_length=10)
    origin = models.ForeignKey("self", models.PROTECT, null=True, related_name="successors")
    received_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    next_due = models.DateField(null=True)
    order_due = models.DateField()
    outcome = models.CharField(max_length=8, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            one_of("cases_case_channel", "channel", rules.Channel),
            models.CheckConstraint(name="cases_case_closed", condition=Q(open=True) | Q(closed_at__isnull=False)),
        ]
        indexes = [
            models.Index(fields=["kind", f"tier{tier}", "open", "order_due", "id", "topic", "state"], name=f"cases_case_tier{tier}")
            for tier in (2, 3, 4, 5)
        ]

    def __str__(self) -> str:
        return self.reference


class Serial(models.Model):
    """The last number given per prefix and year."""

    key = models.CharField(max_length=20, primary_key=True)
    last = models.PositiveIntegerField(default=0)


class Event(models.Model):
    """One line of a matter's timeline: append only, each chained to the one before."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    step = models.CharField(max_length=30)
    state = models.CharField(max_length=30)
    actor = models.CharField(max_length=80)
    account_id = models.BigIntegerField(null=True)
    says = models.CharField(max_length=300)
    inner = models.CharField(max_length=500, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="cases_event_number")]


class Deadline(models.Model):
    """A due day with the rule it came from; never a counter. `due_at`: the minute, where the rule counts hours or minutes."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="deadlines")
    code = models.CharField(max_length=30)
    label = models.CharField(max_length=80)
    rule = models.CharField(max_length=20, blank=True)
    rule_version = models.CharField(max_length=40, blank=True)
    law = models.CharField(max_length=160, blank=True)
    mark = models.CharField(max_length=1, blank=True)
    unit = models.CharField(max_length=2, blank=True)
    start = models.DateField()
    start_event = models.ForeignKey(Event, models.PROTECT, null=True, related_name="+")
    due = models.DateField()
    due_at = models.DateTimeField(null=True)
    safe_day = models.DateField(null=True)
    provisional = models.BooleanField(default=False)
    state = models.CharField(max_length=8, default=rules.DeadlineState.RUNNING)
    stopped_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    subject = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            one_of("cases_deadline_state", "state", rules.DeadlineState),
            models.CheckConstraint(name="cases_deadline_order", condition=Q(due__gte=F("start")) | Q(rule="ARB-HEARING")),
            models.UniqueConstraint(
                fields=["case", "code", "subject"], condition=Q(state="running"), name="cases_deadline_running"
            ),
        ]
        indexes = [models.Index(fields=["state", "due"], name="cases_deadline_due")]


class Assignment(models.Model):
    """An account's duty in a matter, from–to."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="assignments")
    account = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    role = models.CharField(max_length=12)
    agency = models.ForeignKey("orgs.Agency", models.PROTECT, null=True, related_name="+")
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=8, blank=True)

    class Meta:
        constraints = [
            one_of("cases_assignment_role", "role", rules.DutyRole),
            models.UniqueConstraint(
                fields=["case", "account", "role"], condition=Q(ended_at__isnull=True), name="cases_assignment_live"
            ),
        ]


class Tie(models.Model):
    """A person's or an agency's tie to a subject: while it stands, they have no duty in a matter about it.

    `subject` is a key of `rules.subject_…`; the kind of matter says which keys it has. `valid_to` is the first free day.
    """

    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    agency = models.ForeignKey("orgs.Agency", models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=8)
    subject = models.CharField(max_length=160, db_index=True)
    shown = models.CharField(max_length=120)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    source = models.CharField(max_length=8)
    note = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            one_of("cases_tie_kind", "kind", rules.TieKind),
            one_of("cases_tie_source", "source", rules.TieSource),
            models.CheckConstraint(name="cases_tie_whose", condition=Q(person__isnull=True) ^ Q(agency__isnull=True)),
            models.CheckConstraint(name="cases_tie_dates", condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from"))),
            models.CheckConstraint(name="cases_tie_subject", condition=~Q(subject="")),
        ]


class Party(models.Model):
    """A person in a matter."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="parties")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    role = models.CharField(max_length=16)
    hidden = models.BooleanField(default=False)
    joined_at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("cases_party_role", "role", rules.PartyRole),
            models.UniqueConstraint(fields=["case", "person"], name="cases_party_once"),
        ]


class Receipt(models.Model):
    """The enquiry code of a report, kept as Argon2id with the pepper as fixed salt; and what it proves.

    Neither the code nor the form's key lies here: the code follows from the key, so that a retry gets the same one.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="receipts")
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    code_hash = models.CharField(max_length=64, unique=True)
    client_key = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    statement = models.CharField(max_length=200)
    signature = models.CharField(max_length=200)
    key_id = models.CharField(max_length=16)


class CaseFile(models.Model):
    """A file in a matter's folder. `shared`: the worker sees it too."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="files")
    blob = models.ForeignKey("files.Blob", models.PROTECT, related_name="+")
    label = models.CharField(max_length=120)
    shared = models.BooleanField(default=False)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=80)


class Escalation(models.Model):
    """Nobody answered by the last day, so the next union of the tree has the matter before it. Rows are added, never taken away.

    `path` is the upper union's; `due` the day that passed; `next_on` the upper union's own last day, null at the top.
    Only an answer to the reporter ends it: `answered_at` with its line of the timeline. `risen_at`: it went on to the next level.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="escalations")
    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="escalations")
    level = models.PositiveSmallIntegerField()
    from_union = models.ForeignKey("orgs.Union", models.PROTECT, related_name="+")
    to_union = models.ForeignKey("orgs.Union", models.PROTECT, related_name="+")
    path = PathField()
    rule = models.CharField(max_length=20)
    rule_version = models.CharField(max_length=40)
    due = models.DateField()
    at = models.DateTimeField()
    next_on = models.DateField(null=True)
    risen_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.ForeignKey(Event, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "deadline", "level"], name="cases_escalation_once"),
            models.CheckConstraint(name="cases_escalation_level", condition=Q(level__gte=1)),
            models.CheckConstraint(name="cases_escalation_upward", condition=~Q(from_union=F("to_union"))),
            models.CheckConstraint(
                name="cases_escalation_answer",
                condition=Q(answered_at__isnull=True, answer__isnull=True) | Q(answered_at__gte=F("at"), answer__isnull=False),
            ),
            models.CheckConstraint(name="cases_escalation_risen", condition=Q(risen_at__isnull=True) | Q(risen_at__gte=F("at"))),
        ]
        indexes = [
            models.Index(
                fields=["next_on"], condition=Q(answered_at__isnull=True, risen_at__isnull=True), name="cases_escalation_next"
            ),
            models.Index(fields=["path", "answered_at"], name="cases_escalation_path"),
        ]


class ReturnVisit(models.Model):
    """One asking after a matter was concluded, before it closes for good. Its day and its law are the deadline's."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="visits")
    deadline = models.OneToOneField(Deadline, models.PROTECT, related_name="visit")
    round = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, default=rules.VisitState.DUE)
    how = models.CharField(max_length=8, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    reached = models.BooleanField(null=True)
    note = models.CharField(max_length=500, blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=80, blank=True)
    account_id = models.BigIntegerField(null=True)
    found = models.ForeignKey(Case, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            one_of("cases_visit_state", "state", rules.VisitState),
            models.CheckConstraint(name="cases_visit_how", condition=Q(how="") | Q(how__in=[str(how) for how in rules.VisitHow])),
            models.CheckConstraint(
                name="cases_visit_done",
                condition=~Q(state=rules.VisitState.DONE) | Q(done_at__isnull=False, reached__isnull=False) & ~Q(how=""),
            ),
            models.UniqueConstraint(fields=["case", "round", "number"], name="cases_visit_once"),
        ]
        indexes = [models.Index(fields=["state", "deadline"], name="cases_visit_state_day")]


class VisitAnswer(models.Model):
    """An answer at a return visit: of one person on their own phone, or (without a person) as the office wrote it down."""

    visit = models.ForeignKey(ReturnVisit, models.PROTECT, related_name="answers")
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    code = models.CharField(max_length=20)
    answer = models.CharField(max_length=8)
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("cases_visit_answer", "answer", rules.VisitAnswer),
            models.UniqueConstraint(fields=["visit", "person", "code"], name="cases_answer_once"),
            models.UniqueConstraint(
                fields=["visit", "code"], condition=Q(person__isnull=True), name="cases_answer_office"
            ),
        ]


class Referral(models.Model):
    """A matter on its way to a partner and back. What the receiver sees is read from the matter when it looks; none of it lies here."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="referrals")
    agency = models.ForeignKey("orgs.Agency", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30)
    reference = models.CharField(max_length=20, unique=True)
    state = models.CharField(max_length=10, default=ReferralState.ASKED)
    says = models.CharField(max_length=300, blank=True)
    paper = models.ForeignKey(CaseFile, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=80)
    offered_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=1000, blank=True)
    statement = models.CharField(max_length=200, blank=True)
    signature = models.CharField(max_length=200, blank=True)
    nudged_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("cases_referral_state", "state", ReferralState),
            models.CheckConstraint(
                name="cases_referral_offered",
                condition=Q(state__in=["asked", "withdrawn"]) | Q(offered_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["agency", "state"], name="cases_referral_agency")]

    def __str__(self) -> str:
        return self.reference


class ReferralPerson(models.Model):
    """A worker of a referral: asked, said yes (the consent), or said no. Without a live consent nothing of theirs is shown."""

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="people")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    consent = models.ForeignKey("people.Consent", models.PROTECT, null=True, related_name="+")
    text = models.TextField()
    asked_at = models.DateTimeField()
    declined_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["referral", "person"], name="cases_referral_person")]


class ReferralLink(models.Model):
    """A one-time link: token and typed code follow from `salt` and a key outside the database; here lie their keyed hashes.

    Used once: then it belongs to one device, by the hash of its pass.
    """

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="links")
    salt = models.CharField(max_length=64)
    token_hash = models.CharField(max_length=64, unique=True)
    typed_hash = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    device_hash = models.CharField(max_length=64, blank=True)
    pass_hash = models.CharField(max_length=64, null=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cases_link_used", condition=Q(used_at__isnull=True, pass_hash__isnull=True) | Q(used_at__isnull=False, pass_hash__isnull=False)
            ),
            models.UniqueConstraint(fields=["referral"], condition=Q(ended_at__isnull=True), name="cases_link_live"),
        ]


class LinkCode(models.Model):
    """A one-time number on its way to the agency's registered contact; it serves the device that asked and no other."""

    link = models.ForeignKey(ReferralLink, models.CASCADE, related_name="codes")
    device_hash = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=64)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)


class Hook(models.Model):
    """A word to a partner's machine that something waits: reference and state, no personal data."""

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="hooks")
    event = models.CharField(max_length=20)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["referral", "event"], name="cases_hook_once")]
