"""Coverage-guided fuzzing of every reader of strangers' bytes. Run by `make fuzz`, never by the gate."""
