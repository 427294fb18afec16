"""THE INSTRUMENTS: artifacts become evidence, evidence becomes findings and coverage.

May import `criteria.findings`; never the engine, never a database.
"""
