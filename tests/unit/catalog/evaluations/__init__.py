"""Tests of catalog: evaluations."""
