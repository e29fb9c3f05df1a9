"""The measure language: what a number counts, as validated data and never as code."""
