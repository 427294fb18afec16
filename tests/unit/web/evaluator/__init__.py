"""Unit tests of web/evaluator."""
