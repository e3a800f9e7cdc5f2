"""Public addresses of the law."""

from django.urls import path

from . import views

app_name = "law"
urlpatterns = [
    path("", views.rule_list, name="rules"),
    path("clock/", views.clock, name="clock"),
]
