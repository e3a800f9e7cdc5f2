"""Settings, addresses and the `unionhall` command: the only room that knows all the others."""
