"""Backup, restore, and the proof that a backup can be restored."""
