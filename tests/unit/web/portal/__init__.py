"""Unit tests of web/portal."""
