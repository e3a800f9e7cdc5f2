"""Who did what when: append-only entries, sealed into a hash chain that anyone can verify."""
