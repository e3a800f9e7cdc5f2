"""Unpaid wages: from a clue to the money that the worker confirms."""
