"""Provinces, voices, sectors or words side by side over the Jalali years."""
