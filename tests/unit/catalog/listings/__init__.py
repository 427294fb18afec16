"""Tests of catalog: listings."""
