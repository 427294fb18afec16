"""Bounded readers, pure on bytes: they believe no length, count or offset they read."""
