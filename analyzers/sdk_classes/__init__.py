"""Which SDKs the code defines, by class prefix. Evidence and knowledge in, findings out."""
