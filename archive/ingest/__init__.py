"""Raw reports in, articles out: sources, parse, describe, load."""
