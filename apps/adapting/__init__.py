"""Adapt the base model to a domain: train heads, list what is there, show cards."""
