"""Tests of catalog: certificates."""
