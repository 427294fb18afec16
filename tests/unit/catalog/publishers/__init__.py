"""Tests of catalog: publishers."""
