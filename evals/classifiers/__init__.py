"""Heads that sort texts: one module a kind of set, features on the frozen encoder, a linear end."""
