"""Unit tests of the command line's verbs."""
