from django.urls import path

from . import views

app_name = "web"
urlpatterns = [
    path("", views.home, name="home"),
    path("verb/<slug:verb>/", views.verb, name="verb"),
    path("desk/", views.desk, name="desk"),
    path("desk/people/", views.staff, name="staff"),
    path("desk/journal/", views.journal_page, name="journal"),
    path("search/", views.search, name="search"),
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-in/code/", views.sign_in_code, name="sign_in_code"),
    path("sign-in/staff/", views.sign_in_staff, name="sign_in_staff"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("me/", views.me, name="me"),
    path("me/sign-ins/<int:pk>/end/", views.end_sign_in, name="end_sign_in"),
    path("look/", views.look, name="look"),
    path("healthz", views.healthz, name="healthz"),
    path("desk/ties/", views.ties, name="ties"),
    path("desk/ties/<int:pk>/end/", views.end_tie, name="end_tie"),
]
