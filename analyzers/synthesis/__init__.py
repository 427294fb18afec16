"""Findings of several artifacts and declarations, compared: code versus traffic, capture versus build. Pure."""
