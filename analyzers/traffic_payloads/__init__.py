"""What a capture shows to have been sent, to whom, how it was recognised. Evidence and knowledge in, findings out."""
