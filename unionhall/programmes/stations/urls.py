from django.urls import path

from .views import coverage, directory, door, doubts, find, mine, opendata, reports, sheets, supplies, visits

app_name = "stations"
urlpatterns = [
    path("at/<str:code>/", door.at_door, name="at"),
    path("at/<str:code>/here/", door.here, name="here"),
    path("at/<str:code>/locked/", door.locked, name="locked"),
    path("at/<str:code>/report/", door.report, name="report"),
    path("at/<str:code>/shelf/", door.shelf, name="shelf"),
    path("at/<str:code>/shelf/<int:pk>/take/", door.take, name="take"),
    path("mine/", mine.mine, name="mine"),
    path("mine/<int:pk>/", mine.my_report, name="my_report"),
    path("mine/<int:pk>/<str:which>.photo", mine.my_photo, name="my_photo"),
    path("doors/", doubts.doors, name="doors"),
    path("doors/<int:pk>/", doubts.door_sheet, name="door_sheet"),
    path("doors/<int:pk>/issue/", doubts.issue, name="door_issue"),
    path("doors/<int:pk>/reopen/", doubts.reopen, name="reopen"),
    path("doubts/", doubts.ledger, name="doubts"),
    path("doubts/<int:pk>/", doubts.doubt, name="doubt"),
    path("reports/", reports.ledger, name="reports"),
    path("reports/<int:pk>/", reports.report, name="report_page"),
    path("reports/<int:pk>/step/<slug:step>/", reports.step, name="report_step"),
    path("reports/<int:pk>/<str:which>.photo", reports.photo, name="photo"),
    path("supplies/", supplies.ledger, name="supplies"),
    path("supplies/<int:pk>/end/", supplies.end, name="supply_end"),
    path("visits/", visits.ledger, name="visits"),
    path("visits/<int:pk>/", visits.station, name="visits_of"),
    path("coverage/", coverage.page, name="coverage"),
    path("coverage/people/", coverage.people, name="people"),
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
