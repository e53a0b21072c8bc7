"""Adapt the base encoder to a domain: what is trained on, how, and what the adaptation changes."""
