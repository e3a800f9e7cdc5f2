"""The verbs of bookings: sessions offered and changed, places taken and given back, the queue, attendance, repetition."""

from .attendance import check_in, close_out, give_feedback, miss, remind, undo_check_in, undo_miss
from .blackouts import black_out, lift_blackout
from .bookings import book, cancel, confirm, hold, lapse, lapse_all, move, resize, turn_away
from .feeds import entry_of, issue_feed
from .providers import Moved, serve, withdraw_provider
from .rosters import book_many, check_in_many
from .series import change_series, clear_ahead, open_series, write_ahead, write_all_ahead
from .sessions import cancel_session, change_session, open_session, release_kept, reopen_session
from .staffing import staff
from .waits import accept, decline, join_line, leave_line, offer_by_token

__all__ = [
    "Moved", "accept", "black_out", "book", "book_many", "cancel", "cancel_session", "change_series", "change_session",
    "check_in", "check_in_many", "clear_ahead", "close_out", "confirm", "decline", "entry_of", "give_feedback", "hold",
    "issue_feed", "join_line", "lapse", "lapse_all", "leave_line", "lift_blackout", "miss", "move", "offer_by_token",
    "open_series", "open_session", "release_kept", "remind", "reopen_session", "resize", "serve", "staff", "turn_away", "undo_check_in",
    "undo_miss", "withdraw_provider", "write_ahead", "write_all_ahead",
]  # fmt: skip
