"""Tests of catalog: decisions."""
