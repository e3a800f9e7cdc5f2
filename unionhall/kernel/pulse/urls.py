from django.urls import path

from . import views

app_name = "pulse"
urlpatterns = [path("", views.house, name="house"), path("again/<uuid:pk>/", views.again, name="again")]
