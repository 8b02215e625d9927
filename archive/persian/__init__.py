"""The Persian language in pure Python: one spelling, words, inflection. No Django, no settings."""
