"""Unit tests of web/words."""
