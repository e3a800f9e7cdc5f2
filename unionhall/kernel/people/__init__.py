"""Persons, their accounts and posts, their encrypted identity, consents and standings."""
