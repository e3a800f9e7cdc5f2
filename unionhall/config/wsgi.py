"""The WSGI door that granian serves."""

import os

from . import sqlite as sqlite  # the SQLite gate comes before Django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionhall.config.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
