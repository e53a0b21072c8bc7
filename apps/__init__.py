"""People's doors: the command line, the demo; parts are put together here and only here."""
