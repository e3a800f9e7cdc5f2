"""Who may call what: every address and API operation, asked by everybody who might, against one table (promise 2)."""
