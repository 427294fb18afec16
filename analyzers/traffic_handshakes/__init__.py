"""How the connections of a capture were secured."""
