"""Counting: from terms to amounts, and from amounts to numbers."""
