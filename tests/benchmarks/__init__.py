"""Measurements beside other programs: run by hand, never by the gate."""
