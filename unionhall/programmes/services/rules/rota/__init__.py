"""The rota: who serves when, what was promised, leave and swaps, and a plan that keeps the promise."""
