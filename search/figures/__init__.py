"""Figures: how much of what, by whom, where and when, a table over the reports that answer."""
