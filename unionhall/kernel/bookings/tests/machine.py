"""Any order of booking, holding, cancelling, moving, waiting, offering and time passing keeps every invariant.

The model is a plain reading of the rows: it never counts, it only asks whether what stands could have been allowed.
"""

from datetime import timedelta

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from unionhall.base.refusal import Refused

from .. import queries, rules, services
from ..models import Booking, Session, Wait
from ..rules import State, WaitState
from .conftest import NOW, world_of

PEOPLE, SESSIONS = st.integers(0, 5), st.integers(0, 1)
KNOWN = {"full", "twice", "not_found", "step_closed", "late", "stale", "lapsed", "too_late", "not_open", "capacity", "party", "early", "key"}


class Bookings(RuleBasedStateMachine):
    """Six people, two sessions of four and three places, a clock that only goes on."""

    def __init__(self) -> None:
        super().__init__()
        self.ground = transaction.atomic()
        self.ground.__enter__()

    def teardown(self) -> None:
        """Nothing of a course stays."""
        transaction.set_rollback(True)
        self.ground.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        self.world, self.at, self.key = world_of(6), NOW, 0
        self.sessions = [self.world.session(capacity=4, kept=1), self.world.session(capacity=3)]
        self.offered: dict[int, int] = {}

    def attempt(self, do: object, **values: object) -> None:
        """A verb either is done or says why not, in a known word."""
        try:
            do(at=self.at, **values)
        except Refused as refusal:
            assert refusal.code in KNOWN, refusal.code

    def next_key(self) -> str:
        self.key += 1
        return f"m{self.key}"

    @rule(who=PEOPLE, where=SESSIONS, party=st.integers(1, 3))
    def book(self, who: int, where: int, party: int) -> None:
        person = self.world.people[who].pk
        self.attempt(services.book, session_id=self.sessions[where].pk, person_id=person, party=party, client_key=self.next_key(), by=self.world.actor(who))

    @rule(who=PEOPLE, where=SESSIONS)
    def hold(self, who: int, where: int) -> None:
        person = self.world.people[who].pk
        self.attempt(services.hold, session_id=self.sessions[where].pk, person_id=person, client_key=self.next_key(), by=self.world.actor(who))

    @rule(who=PEOPLE, where=SESSIONS, walk_in=st.booleans(), over=st.booleans())
    def desk_books(self, who: int, where: int, walk_in: bool, over: bool) -> None:
        person = self.world.people[who].pk
        self.attempt(
            services.book, session_id=self.sessions[where].pk, person_id=person, client_key=self.next_key(), by=self.world.desk, walk_in=walk_in, over=over
        )

    @rule(data=st.data())
    def retry(self, data: st.DataObject) -> None:
        rows = list(Booking.objects.exclude(client_key__startswith="offer").order_by("pk"))
        if rows:
            row = data.draw(st.sampled_from(rows))
            before = Booking.objects.count()
            by = self.world.desk if row.walk_in or row.over else self.world.actor([each.pk for each in self.world.people].index(row.person_id))
            assert services.book(session_id=row.session_id, person_id=row.person_id, client_key=row.client_key, by=by, at=self.at).pk == row.pk
            assert Booking.objects.count() == before

    @rule(data=st.data(), verb=st.sampled_from(["confirm", "cancel", "check_in", "undo_check_in", "miss", "undo_miss"]))
    def step(self, data: st.DataObject, verb: str) -> None:
        if rows := list(Booking.objects.order_by("pk")):
            self.attempt(getattr(services, verb), booking_id=data.draw(st.sampled_from(rows)).pk, by=self.world.desk)

    @rule(data=st.data(), where=SESSIONS)
    def move(self, data: st.DataObject, where: int) -> None:
        if rows := list(Booking.objects.order_by("pk")):
            self.attempt(services.move, booking_id=data.draw(st.sampled_from(rows)).pk, session_id=self.sessions[where].pk, by=self.world.desk)

    @rule(data=st.data(), party=st.integers(1, 4))
    def resize(self, data: st.DataObject, party: int) -> None:
        if rows := list(Booking.objects.order_by("pk")):
            self.attempt(services.resize, booking_id=data.draw(st.sampled_from(rows)).pk, party=party, by=self.world.desk)

    @rule(who=PEOPLE, where=SESSIONS, party=st.integers(1, 3))
    def wait(self, who: int, where: int, party: int) -> None:
        person = self.world.people[who].pk
        self.attempt(services.join_line, session_id=self.sessions[where].pk, person_id=person, party=party, client_key=self.next_key(), by=self.world.actor(who))

    @rule(data=st.data(), verb=st.sampled_from([services.accept, services.decline, services.leave_line]))
    def answer(self, data: st.DataObject, verb: object) -> None:
        if rows := list(Wait.objects.order_by("pk")):
            row = data.draw(st.sampled_from(rows))
            self.attempt(verb, wait_id=row.pk, by=self.world.desk)

    @rule(minutes=st.sampled_from([1, 5, 31, 700]))
    def time_passes(self, minutes: int) -> None:
        self.at += timedelta(minutes=minutes)

    @rule()
    def sweep(self) -> None:
        services.lapse_all(at=self.at)
        assert not Booking.objects.filter(state=State.HELD, held_until__lte=self.at).exists()

    @rule(where=SESSIONS, capacity=st.integers(1, 6))
    def change(self, where: int, capacity: int) -> None:
        self.attempt(services.change_session, session_id=self.sessions[where].pk, capacity=capacity, by=self.world.desk)

    @rule(where=SESSIONS)
    def release(self, where: int) -> None:
        services.release_kept(session_id=self.sessions[where].pk, by=self.world.desk, at=self.at)

    @invariant()
    def the_counter_is_its_rows(self) -> None:
        assert queries.imbalances() == []

    @invariant()
    def nobody_is_above_capacity_but_by_a_mark(self) -> None:
        for session in Session.objects.all():
            over = Booking.objects.filter(session=session, over=True, state__in=rules.LIVE).exists()
            assert session.taken <= session.capacity or over or session.extra, session.pk

    @invariant()
    def one_live_booking_each(self) -> None:
        live = list(Booking.objects.filter(state__in=rules.LIVE).values_list("session_id", "person_id"))
        assert len(live) == len(set(live))

    @invariant()
    def an_offer_is_a_hold_and_the_other_way_round(self) -> None:
        for row in Wait.objects.select_related("booking"):
            assert (row.state == WaitState.OFFERED) == (row.booking is not None and row.booking.state == State.HELD), (row.pk, row.state)

    @invariant()
    def who_fits_is_not_kept_waiting(self) -> None:
        for session in Session.objects.all():
            line = [(row.pk, row.party) for row in Wait.objects.filter(session=session, state=WaitState.WAITING).order_by("pk")]
            open_now = session.state == rules.SessionState.OPEN and self.at < session.closes_at
            assert not (open_now and rules.next_in_line(line, session.free)), session.pk
