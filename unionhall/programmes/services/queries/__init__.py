"""Reading services: rows within a scope."""
