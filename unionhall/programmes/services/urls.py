from django.urls import path

from .views import duty as duties
from .views import feeds
from .views import rota as rotas

app_name = "services"
urlpatterns = [
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
