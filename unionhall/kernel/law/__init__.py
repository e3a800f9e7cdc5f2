"""Dated rule rows with their article and mark; due days, safe days and the figures that calculators use."""
