from django.urls import path

from .views import rules, shell, staff, ties, unions

app_name = "web"
urlpatterns = [
    path("", shell.home, name="home"),
    path("verb/<slug:verb>/", shell.verb, name="verb"),
    path("desk/", shell.desk, name="desk"),
    path("desk/people/", staff.staff, name="staff"),
    path("desk/people/new/", staff.appoint, name="appoint"),
    path("desk/people/<int:pk>/end/", staff.end_post, name="end_post"),
    path("desk/people/<int:pk>/keys/", staff.renew_keys, name="renew_keys"),
    path("desk/unions/", unions.unions, name="unions"),
    path("desk/unions/new/", unions.found, name="found"),
    path("desk/unions/agency/", unions.add_agency, name="add_agency"),
    path("desk/rules/", rules.rule_desk, name="rules"),
    path("desk/rules/<slug:rule>/confirm/", rules.confirm, name="confirm_rule"),
    path("desk/rules/figures/<slug:code>/", rules.fill_in, name="fill_in"),
    path("desk/journal/", shell.journal_page, name="journal"),
    path("search/", shell.search, name="search"),
    path("sign-in/", shell.sign_in, name="sign_in"),
    path("sign-in/code/", shell.sign_in_code, name="sign_in_code"),
    path("sign-in/staff/", shell.sign_in_staff, name="sign_in_staff"),
    path("sign-out/", shell.sign_out, name="sign_out"),
    path("me/", shell.me, name="me"),
    path("me/password/", staff.password, name="password"),
    path("me/sign-ins/<int:pk>/end/", shell.end_sign_in, name="end_sign_in"),
    path("look/", shell.look, name="look"),
    path("worker.js", shell.worker, name="worker"),
    path("offline/", shell.offline, name="offline"),
    path("escalations/", shell.escalations, name="escalations"),
    path("desk/ties/", ties.ties, name="ties"),
    path("desk/ties/<int:pk>/end/", ties.end_tie, name="end_tie"),
    path("close/", shell.close, name="close"),
    path("healthz", shell.healthz, name="healthz"),
]
