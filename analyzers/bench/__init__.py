"""The authority's own capture of a running app: the tool, its phases, its person, its limits. Shell, no judgement."""
