"""Text with names in it, made for training: templates, names of many origins, what is no name."""
