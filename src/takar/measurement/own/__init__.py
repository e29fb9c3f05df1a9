"""Measures an office makes itself."""
