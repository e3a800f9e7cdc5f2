from django.urls import path

from .views import directory, find, opendata, sheets

app_name = "stations"
urlpatterns = [
    # Directory
    path("", find.find, name="find"),
    path("<uuid:uuid>/", find.station, name="station"),
    path("register/", directory.register, name="register"),
    path("register/new/", directory.new, name="new"),
    path("register/<int:pk>/", directory.record, name="record"),
    path("register/<int:pk>/edit/", directory.edit, name="edit"),
    path("register/<int:pk>/close/", directory.close, name="close"),
    path("register/<int:pk>/act/", directory.act, name="act"),
    path("imports/", sheets.start, name="imports"),
    path("imports/file/<int:pk>/", sheets.plan, name="import_plan"),
    path("imports/<int:pk>/", sheets.run, name="import_run"),
    path("imports/<int:pk>/undo/", sheets.undo, name="import_undo"),
]
root_patterns = [
    path("stations.geojson", opendata.geojson, name="geojson"),
    path("hsds/", opendata.hsds, name="hsds"),
    path("hsds/services/", opendata.hsds_services, name="hsds_services"),
    path("hsds/services/<uuid:uuid>/", opendata.hsds_service, name="hsds_service"),
    path("hsds/locations/", opendata.hsds_locations, name="hsds_locations"),
]
