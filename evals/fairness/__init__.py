"""The same question from a different person: wordings, what became of each, and comparisons."""
