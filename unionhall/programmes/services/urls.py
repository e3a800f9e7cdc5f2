from django.urls import path

from .views import book, definitions, desk, feeds
from .views import duty as duties
from .views import rota as rotas

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
    # rota
    path("duty/", duties.mine, name="duty"),
    path("duty/confirm/", duties.confirm, {"pk": 0}, name="duty_confirm_all"),
    path("duty/<int:pk>/confirm/", duties.confirm, name="duty_confirm"),
    path("duty/<int:pk>/swap/", duties.swap, name="duty_swap"),
    path("duty/leave/", duties.ask, name="duty_leave"),
    path("duty/leave/<int:pk>/withdraw/", duties.withdraw, name="duty_withdraw"),
    path("duty/swap/<int:pk>/yes/", duties.answer, {"said": "yes"}, name="duty_yes"),
    path("duty/swap/<int:pk>/no/", duties.answer, {"said": "no"}, name="duty_no"),
    path("duty/days/", duties.days, name="duty_days"),
    path("duty/feed/<int:pk>/", duties.renew, name="duty_feed"),
    path("duty/feed/<int:pk>/<str:token>.ics", feeds.feed, name="rota_feed"),
    path("rota/", rotas.index, name="rota"),
    path("rota/<int:pk>/", rotas.month, name="rota_month"),
    path("rota/<int:pk>/print/", rotas.print_page, name="rota_print"),
    path("rota/<int:pk>/plan/", rotas.plan, name="rota_plan"),
    path("rota/<int:pk>/people/", rotas.providers_page, name="rota_providers"),
    path("rota/<int:pk>/people/<int:provider>/", rotas.provider, name="rota_provider"),
    path("rota/leave/<int:pk>/", rotas.leave, name="rota_leave"),
    path("rota/duty/<int:pk>/", rotas.duty, name="rota_duty"),
]
