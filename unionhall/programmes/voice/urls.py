from django.urls import path

from .views import call, desk, knowledge, report

app_name = "voice"
urlpatterns = [
    path("new/", report.report, name="report"),
    path("at/<slug:code>/", report.report, name="at"),
    path("mine/", report.mine, name="mine"),
    path("mine/<int:pk>/", report.my_matter, name="my_matter"),
    path("mine/<int:pk>/word/", report.word, name="word"),
    path("suggestions/", report.suggestions, name="suggestions"),
    path("answers/", knowledge.answers, name="answers"),
    path("call/", call.call, name="call"),
    path("call/caller/", call.caller, name="caller"),
    path("call/found/", call.known_answers, name="found"),
    path("paper/", call.paper, name="paper"),
    path("matters/", desk.ledger, name="matters"),
    path("matters/<int:pk>/", desk.matter, name="matter"),
    path("matters/<int:pk>/sheet/", call.sheet, name="sheet"),
    path("matters/<int:pk>/phone/", desk.phone, name="phone"),
    path("matters/<int:pk>/step/<slug:step>/", desk.step, name="step"),
    path("knowledge/", knowledge.write, name="knowledge"),
    path("knowledge/<int:pk>/end/", knowledge.end, name="knowledge_end"),
    path("quality/", desk.checks, name="quality"),
]
