"""Searches that readers follow by e-mail."""
