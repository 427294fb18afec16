"""Unit tests of web/operator."""
