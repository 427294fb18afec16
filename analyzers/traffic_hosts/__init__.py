"""Which hosts a capture shows, where they are and who runs them. Evidence and knowledge in, findings out."""
