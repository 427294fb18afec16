"""Unit tests of consultations."""
