"""The tasks: each takes what it measures as callables and gives back an ``EvalResult``."""
