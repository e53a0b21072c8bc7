"""The citation ledger: every citation of a text gets one of five statuses, never a blank.

``ledger.check_citations`` is the verb, ``nouns.Ledger`` what it returns. Nothing is imported here:
the rails look at a text first, and load the rest when it may cite something.
"""
