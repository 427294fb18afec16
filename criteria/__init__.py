"""THE RULES: kinds, criteria, editions and the engine that applies them.

Depends on nothing of ours; never reads the clock, the network or a database.
"""
