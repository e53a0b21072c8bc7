"""Draft answers: verbatim sentences, or a language model."""
