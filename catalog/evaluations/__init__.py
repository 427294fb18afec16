"""Runs, evidence, findings, assessments: where instruments and rules are called."""
