"""Try a domain's rails on a text and see what each of them did, outside any conversation."""
