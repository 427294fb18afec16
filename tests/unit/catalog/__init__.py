"""Tests of catalog: the procedure."""
