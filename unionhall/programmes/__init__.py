"""Plug-ins, thin: each adds only its own words to the kernel's nouns."""
