"""Messages to people: an outbox row in the caller's transaction, sent by the worker over the channel that fits."""
