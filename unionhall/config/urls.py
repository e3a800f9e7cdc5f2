"""The addresses: each room brings its own; a programme's appear with the programme."""

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

from unionhall.web.api import api


def programme_urls() -> list:
    """`/wages/…` for each programme in settings that has addresses."""
    names = [name for name in settings.PROGRAMMES if find_spec(f"unionhall.programmes.{name}.urls")]
    return [path(f"{name}/", include(f"unionhall.programmes.{name}.urls")) for name in names]


WITH_URLS = [name for name in settings.PROGRAMMES if find_spec(f"unionhall.programmes.{name}.urls")]
# Addresses whose place a standard fixes (`/hsds/`, `/stations.geojson`): a programme's `root_patterns`, named `<room>_root:…`.
ROOTS = [(f"{name}_root", getattr(import_module(f"unionhall.programmes.{name}.urls"), "root_patterns", ())) for name in WITH_URLS]
urlpatterns = [
    path("", include("unionhall.web.urls")),
    path("", include("unionhall.base.ui.urls")),
    path("law/", include("unionhall.kernel.law.urls")),
    path("notices/", include("unionhall.kernel.notices.urls")),
    path("desk/pulse/", include("unionhall.kernel.pulse.urls")),
    path("files/", include("unionhall.kernel.files.urls")),
    path("", include("unionhall.kernel.cases.urls")),
    path("figures/", include("unionhall.reports.urls")),
    path("api/v1/", api.urls),
    *programme_urls(),
    *(path("", include((list(rows), name))) for name, rows in ROOTS if rows),
]
