"""Every change of the tables, in order: `versions/` has a file per change, which stays as it is."""
