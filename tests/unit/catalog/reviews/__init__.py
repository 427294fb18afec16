"""Tests of catalog: reviews."""
