"""Turn files into documents."""
