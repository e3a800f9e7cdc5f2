"""The nouns that every programme shares."""
