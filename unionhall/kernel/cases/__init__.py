"""A matter that somebody brings and others must finish in time: steps, deadlines with their law, assignment, outcome."""
