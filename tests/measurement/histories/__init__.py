"""Random histories of an office, and what must be true of its official numbers after each."""
