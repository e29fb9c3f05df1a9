"""Backup, restore and proof: what an office cannot lose, and how it is known that it can come back."""
