"""Verbs on services, a module for each noun: requests, plans, visits, results, reports of the check bus."""
