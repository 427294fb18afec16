"""Tests of catalog: journal."""
