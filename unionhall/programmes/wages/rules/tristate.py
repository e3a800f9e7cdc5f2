"""Yes, no and not known: answers of people, joined without guessing."""

Answer = bool | None


def every(*answers: Answer) -> Answer:
    """No when one answer is no; yes when all are yes; otherwise not known."""
    if False in answers:
        return False
    return None if None in answers else True


def some(*answers: Answer) -> Answer:
    """Yes when one answer is yes; no when all are no; otherwise not known."""
    if True in answers:
        return True
    return None if None in answers else False


def negated(answer: Answer) -> Answer:
    """The opposite; not known stays not known."""
    return None if answer is None else not answer
