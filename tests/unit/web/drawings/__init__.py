"""Unit tests of web/drawings."""
