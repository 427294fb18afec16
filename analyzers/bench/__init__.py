"""The authority's own capture of a running app. Shell, no judgement."""
