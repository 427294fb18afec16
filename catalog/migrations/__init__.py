"""Numbered, linear migrations with a head file: expand first, contract a release later."""
