"""One change to many articles: previewed, applied in steps that can be resumed, undone for a month."""
