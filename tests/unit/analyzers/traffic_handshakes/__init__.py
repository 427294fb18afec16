"""Unit tests: the mirror of the package of the same name."""
