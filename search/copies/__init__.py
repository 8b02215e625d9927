"""Near-identical reports: which are copies of one another."""
