"""Unit tests of web/publisher."""
