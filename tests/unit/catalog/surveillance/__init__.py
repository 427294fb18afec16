"""Tests of catalog: surveillance."""
