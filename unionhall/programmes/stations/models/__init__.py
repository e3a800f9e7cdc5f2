"""Rows."""

from .stations import Station

__all__ = ["Station"]
