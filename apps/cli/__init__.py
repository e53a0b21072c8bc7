"""The command line: one module per family of commands, each imported when it is called."""
