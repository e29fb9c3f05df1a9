"""The WSGI application that granian serves."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from takar.config.safekeeping import in_use, swap

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "takar.config.settings")
application = get_wsgi_application()
# A restore must see this process, also when another server than `takar serve` started it.
in_use.hold(settings.DATA)
swap.refuse_unfinished(settings.DATA)
