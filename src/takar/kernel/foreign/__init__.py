"""Readers of files from outside: tables, kinds, pictures.

These modules run inside the quarantine only (:mod:`takar.kernel.quarantine`) and are named there by
their path. Nothing else imports them; a test says so. What they need they import at the top: inside
the quarantine no file can be opened any more, a module as little as any other.
"""
