"""Tests of catalog: submissions."""
