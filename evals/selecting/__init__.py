"""A head that selects: the sentence that holds the answer, and the words that are it."""
