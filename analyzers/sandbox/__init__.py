"""The one-shot child in which strangers' bytes are read. Knows limits and tiers, not findings."""
