"""THE PROCEDURE: slices in the order of the procedure. May import analyzers and criteria; never web."""
