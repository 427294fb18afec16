"""Tests: the API door."""
