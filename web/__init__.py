"""THE COUNTERS: one folder per audience. Parses, calls one service or query, renders."""
