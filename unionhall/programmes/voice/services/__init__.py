"""Verbs on opinions, a module for each noun: matters, calls, call_backs, quality, knowledge, traces, superiors."""
