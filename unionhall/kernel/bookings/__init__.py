"""A place and a time with room for so many: sessions, holds, bookings, waiting list, attendance, feedback."""
