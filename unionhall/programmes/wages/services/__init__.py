"""Verbs of unpaid wages, by noun: clues, cases, claims, agreements, money, imports."""
