"""Signed statements of what was assessed, against which edition, until when."""
