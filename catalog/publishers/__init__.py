"""Organisations and their people, and the people of the authority."""
