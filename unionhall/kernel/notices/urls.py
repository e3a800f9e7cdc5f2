from django.urls import path

from . import views

app_name = "notices"
urlpatterns = [path("", views.inbox, name="inbox"), path("outbox/", views.outbox, name="outbox")]
