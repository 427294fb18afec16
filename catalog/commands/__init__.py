"""The command line's verbs, one module per counter. Each parses, calls one service or query, and prints."""
