"""The proofs: unit mirrors, properties, contracts, integration, end to end, house."""
