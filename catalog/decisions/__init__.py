"""Grant or refuse, with grounds, by someone who did not evaluate."""
