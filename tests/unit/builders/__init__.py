"""The builders that the other suites trust, checked against readers that are not ours."""
