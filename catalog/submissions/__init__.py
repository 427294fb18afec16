"""The file a publisher lodges: app, artifacts, declarations, admissibility."""
