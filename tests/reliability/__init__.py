"""Promises of the index and of the site, proved by breaking what they stand on."""
