"""Reading clues, the ledger and a case: every function takes its scope."""
