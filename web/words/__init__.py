"""The sentences that every counter shares, each in French and in English."""
