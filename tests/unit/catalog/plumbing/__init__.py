"""Tests of catalog: plumbing."""
