"""The public catalogue: readable by anyone, no cookie, no account."""
