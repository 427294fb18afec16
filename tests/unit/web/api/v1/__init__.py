"""Tests: version 1 of the API."""
