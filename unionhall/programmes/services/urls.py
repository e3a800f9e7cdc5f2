from django.urls import path

from .views import bus, results

app_name = "services"
urlpatterns = [
    path("bus/", bus.ledger, name="bus"),
    path("bus/ask/", bus.ask, name="bus_ask"),
    path("bus/<int:pk>/", bus.one, name="bus_request"),
    path("bus/<int:pk>/step/<slug:step>/", bus.step, name="bus_step"),
    path("bus/plan/", bus.plan, name="bus_plan"),
    path("bus/plan/<int:pk>/", bus.plan_one, name="bus_plan_one"),
    path("bus/plan/<int:pk>/move/<int:stop>/", bus.move, name="bus_move"),
    path("bus/stop/<int:pk>/", bus.stop, name="bus_stop"),
    path("bus/stop/<int:pk>/arrivals/", bus.arrivals, name="bus_arrivals"),
    path("bus/store/body/", results.body, name="bus_body"),
    path("bus/store/mind/", results.mind, name="bus_mind"),
    path("bus/store/law/", results.law, name="bus_law"),
    path("bus/store/body/<int:pk>/", results.body_one, name="bus_body_one"),
    path("bus/store/mind/<int:pk>/", results.mind_one, name="bus_mind_one"),
    path("bus/store/law/<int:pk>/", results.law_one, name="bus_law_one"),
    path("bus/mine/", results.mine, name="bus_mine"),
    path("bus/mine/<slug:store>/<int:pk>/", results.answer, name="bus_answer"),
    path("bus/reports/", results.ledger, name="bus_reports"),
    path("bus/reports/<int:pk>/", results.report, name="bus_report"),
]
