"""Learned heads: small linear classifiers on what the shared encoder makes of a text."""
