"""Tests of the payload detector."""
