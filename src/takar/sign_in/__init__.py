"""From the sign-in form to the end of the session: limits, second factor, sessions, the regency's sign-in.

The only room below the pages that knows django-allauth. It decides; the pages show.
"""
