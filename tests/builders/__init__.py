"""Tests: builders."""
