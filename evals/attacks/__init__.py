"""Attack a domain's rails: sentences in wrappers and codes, and what share gets through."""
