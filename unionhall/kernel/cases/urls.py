from django.urls import path

from . import views

app_name = "cases"
urlpatterns = [
    path("partner/", views.entrance, name="entrance"),
    path("partner/code/", views.code, name="code"),
    path("partner/open/", views.packet, name="packet"),
    path("partner/open/paper/", views.packet_paper, name="packet_paper"),
    path("partner/leave/", views.leave, name="leave"),
    path("partner/list/", views.received, name="received"),
    path("partner/agencies/", views.agencies, name="agencies"),
    path("partner/agencies/<int:pk>/", views.agency, name="agency"),
    path("partner/<int:pk>/", views.referral, name="referral"),
    path("partner/<int:pk>/paper/", views.referral_paper, name="referral_paper"),
    path("me/consents/", views.consents, name="consents"),
]
