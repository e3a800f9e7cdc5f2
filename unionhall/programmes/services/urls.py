from django.urls import path

from .views import book, definitions, desk

app_name = "services"
urlpatterns = [
    path("", book.services, name="services"),
    path("<int:pk>/", book.service, name="service"),
    path("<int:pk>/book/<int:session>/", book.confirm, name="confirm"),
    path("<int:pk>/wait/<int:session>/", book.wait, name="wait"),
    path("mine/", book.mine, name="mine"),
    path("mine/<int:pk>/", book.my_booking, name="my_booking"),
    path("mine/<int:pk>/cancel/", book.cancel, name="cancel"),
    path("mine/<int:pk>/move/<int:session>/", book.move, name="move"),
    path("mine/<int:pk>/calendar.ics", book.calendar, name="calendar"),
    path("mine/<int:pk>/word/", book.word, name="word"),
    path("mine/<int:pk>/offer/", book.offer, name="offer"),
    path("mine/wait/<int:pk>/leave/", book.leave, name="leave"),
    path("at/<slug:code>/", desk.at_code, name="at_code"),
    path("desk/", desk.day, name="desk"),
    path("desk/walk-in/<int:session>/", desk.walk_in, name="walk_in"),
    path("desk/<int:pk>/", desk.booking, name="desk_booking"),
    path("desk/<int:pk>/step/<slug:step>/", desk.step, name="desk_step"),
    path("desk/<int:pk>/price/", desk.override, name="override"),
    path("definitions/", definitions.definitions, name="definitions"),
    path("definitions/new/", definitions.write, name="definition_new"),
    path("definitions/<int:pk>/", definitions.definition, name="definition"),
    path("definitions/<int:pk>/edit/", definitions.write, name="definition_edit"),
    path("definitions/<int:pk>/line/", definitions.line, name="line_new"),
    path("definitions/<int:pk>/line/<int:line>/", definitions.line, name="line"),
    path("definitions/<int:pk>/line/<int:line>/end/", definitions.end_line, name="line_end"),
]
