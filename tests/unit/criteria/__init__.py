"""Mirror of `criteria`."""
