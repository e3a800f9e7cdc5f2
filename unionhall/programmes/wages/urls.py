from django.urls import path

from .views import case, clues, exports, imports, ledger, mine, report

app_name = "wages"
urlpatterns = [
    path("report/", report.report, name="report"),
    path("mine/", mine.mine, name="mine"),
    path("mine/<int:pk>/", mine.my_case, name="my_case"),
    path("mine/<int:pk>/answer/", mine.answer, name="answer"),
    path("mine/<int:pk>/evidence/", mine.evidence, name="evidence"),
    path("mine/<int:pk>/rate/", mine.rate, name="rate"),
    path("clues/", ledger.clues, name="clues"),
    path("clues/new/", clues.register, name="register"),
    path("clues/case/<int:pk>/", clues.by_case, name="clue_by_case"),
    path("clues/<int:pk>/", clues.clue, name="clue"),
    path("clues/<int:pk>/step/<slug:step>/", clues.step, name="clue_step"),
    path("clues/<int:pk>/merge/<int:into>/", clues.merge, name="merge"),
    path("imports/", imports.start, name="imports"),
    path("imports/file/<int:pk>/", imports.plan, name="import_plan"),
    path("imports/<int:pk>/", imports.run, name="import_run"),
    path("imports/<int:pk>/undo/", imports.undo, name="import_undo"),
    path("cases/", ledger.cases, name="cases"),
    path("cases/export/", exports.export, {"which": "cases"}, name="export"),
    path("clues/export/", exports.export, {"which": "clues"}, name="export_clues"),
    path("cases/bulk/", ledger.bulk, name="bulk"),
    path("cases/views/", ledger.save_view, name="save_view"),
    path("cases/<int:pk>/", case.case, name="case"),
    path("cases/<int:pk>/step/<slug:step>/", case.step, name="step"),
    path("cases/<int:pk>/agreement/", case.agreement, name="agreement"),
    path("cases/<int:pk>/money/", case.record_money, name="money"),
    path("cases/<int:pk>/conclude/", case.conclude, name="conclude"),
    path("cases/<int:pk>/claimant/", case.claimant, name="claimant"),
    path("cases/<int:pk>/assign/", case.assign, name="assign"),
    path("cases/<int:pk>/unmask/<int:claimant>/", case.unmask, name="unmask"),
]
