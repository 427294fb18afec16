"""The operator's counter: health, privacy notice, accessibility statement, contact for security."""
