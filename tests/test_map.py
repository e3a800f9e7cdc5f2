"""The house stands as CONTRIBUTING.md says. Each check has a twin that breaks the rule and is found."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.mapping import budgets, catalogue, doors, habits, names, sources
from tests.mapping.sources import HOUSE, ROOT, Source, read

VIEWS, RULES = "unionhall.kernel.law.views", "unionhall.kernel.law.rules"


def written(count: int) -> str:
    """A function of so many lines."""
    return "def long():\n" + "    x = 1\n" * (count - 1)


# budgets


def test_no_function_is_over_fifty_lines() -> None:
    assert budgets.long_functions(sources.house()) == []


def test_a_function_of_51_lines_is_found_and_its_docstring_does_not_count() -> None:
    assert len(budgets.long_functions([read(VIEWS, written(51))])) == 1
    said = 'def long():\n    """One.\n\n    Two.\n    """\n' + "    x = 1\n" * 49
    assert budgets.long_functions([read(VIEWS, said)]) == []


def test_functions_are_short_in_the_mean_and_in_nine_of_ten() -> None:
    assert budgets.over_spread(sources.house()) == []


def test_a_house_of_long_functions_is_found() -> None:
    assert len(budgets.over_spread([read(VIEWS, written(30))])) == 2
    mostly_short = "".join(f"def short{n}():\n    return 1\n" for n in range(8)) + written(26) * 2
    assert len(budgets.over_spread([read(VIEWS, mostly_short)])) == 1


def test_files_and_templates_keep_their_budgets() -> None:
    python = [(source.path, source.text) for source in sources.house()]
    assert budgets.long_files([*python, *sources.templates()]) == []


@pytest.mark.parametrize(
    ("path", "lines"),
    [
        ("unionhall/web/views.py", 400),
        ("unionhall/web/templates/web/home.html", 120),
        ("unionhall/config/settings.py", 200),
    ],
)
def test_one_line_too_many_is_found(path: str, lines: int) -> None:
    assert budgets.long_files([(path, "x\n" * lines)]) == []
    assert len(budgets.long_files([(path, "x\n" * (lines + 1))])) == 1


# names


def test_every_room_has_the_same_file_names() -> None:
    found = [
        finding
        for folder in sources.rooms()
        if (room := room_word(folder)) not in {"base", "base.ui"}
        for finding in names.misnamed(room, names.children(folder))
    ]
    assert found == []


def room_word(folder: Path) -> str:
    """`kernel.law` for its folder."""
    return ".".join(folder.relative_to(HOUSE).parts)


def test_an_invented_file_name_is_found() -> None:
    assert names.misnamed("kernel.law", ["rules.py", "services/", "manager.py", "middleware.py", "sql/"]) == [
        "kernel.law: manager.py",
        "kernel.law: middleware.py",
        "kernel.law: sql/",
    ]


def test_nothing_is_named_by_an_empty_word() -> None:
    inside = [path.relative_to(ROOT).as_posix() for path in sources.tracked() if path.is_relative_to(HOUSE)]
    assert inside
    assert names.empty_words(inside) == []


def test_an_empty_word_is_found_as_file_and_as_folder() -> None:
    bad = ["unionhall/kernel/law/utils.py", "unionhall/base/common/x.py"]
    assert names.empty_words([*bad, "unionhall/base/words.py"]) == bad


def test_every_room_says_in_one_sentence_what_it_is_for() -> None:
    said = [(room_word(folder), folder / "__init__.py") for folder in sources.rooms()]
    assert said
    assert [found for room, path in said for found in names.unsaid(room, path.read_text())] == []


@pytest.mark.parametrize("text", ["", '"""Two. Sentences."""', '"""No full stop"""', '"""One.\n\nMore.\n"""'])
def test_a_room_without_one_sentence_is_found(text: str) -> None:
    assert len(names.unsaid("kernel.law", text)) == 1
    assert names.unsaid("kernel.law", '"""What the law says, dated."""') == []


def test_templates_lie_under_their_rooms_name() -> None:
    folders = [
        (room_word(folder), folder / "templates")
        for folder in sources.rooms()
        if (folder / "templates").is_dir()
    ]
    assert [
        found for room, path in folders for found in names.misplaced_templates(room, names.children(path))
    ] == []


def test_a_template_under_another_rooms_name_is_found() -> None:
    assert names.misplaced_templates("kernel.law", ["law/", "cases/"]) == ["kernel.law: templates/cases/"]
    assert names.misplaced_templates("kernel.law", ["404.html"])
    assert not names.misplaced_templates(
        "base.ui", ["404.html"]
    )


def test_programmes_and_labels_carry_the_houses_words() -> None:
    folders = [folder.name for folder in sources.rooms() if folder.parent.name == "programmes"]
    assert names.unknown_programmes(folders) == []
    apps = [source for source in sources.house() if source.part == "apps" and source.room != "base"]
    assert [found for source in apps for found in names.unlabelled(source)] == []


def test_another_word_for_a_programme_or_a_label_is_found() -> None:
    assert names.unknown_programmes(["wages", "arrears"]) == ["arrears"]
    assert names.unlabelled(read("unionhall.kernel.law.apps", 'class A:\n    label = "rules"\n'))


# doors


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """import-linter over the house in `folder`, by its .importlinter."""
    program = Path(sys.executable).with_name("lint-imports")
    command = [str(program), "--no-cache", "--no-logo"]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(folder)}
    )


def test_doors_open_downward() -> None:
    checked = lint(ROOT)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def small_house(folder: Path, texts: dict[str, str]) -> Path:
    """A house of empty rooms under the real contracts, with some files written."""
    shutil.copy(ROOT / ".importlinter", folder)
    rooms = ["", "config", "base", "reports", "web", "kernel", "kernel/journal", "kernel/law", "programmes",
             "programmes/wages", "programmes/contests"]  # fmt: skip
    for room in rooms:
        (folder / "unionhall" / room).mkdir(parents=True, exist_ok=True)
        (folder / "unionhall" / room / "__init__.py").touch()
    for name, text in texts.items():
        (folder / "unionhall" / name).write_text(text)
    return folder


def test_a_small_house_with_every_door_downward_passes(tmp_path: Path) -> None:
    texts = {
        "programmes/wages/plug.py": "from . import views\n",
        "programmes/wages/views.py": "from . import services\n",
        "programmes/wages/services.py": "from unionhall.kernel.law import rules\n",
        "kernel/law/rules.py": "import typing\nif typing.TYPE_CHECKING:\n    import unionhall.web.views\n",
        "web/views.py": "",
    }
    checked = lint(small_house(tmp_path, texts))
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize(
    "texts",
    [
        {"base/flow.py": "from unionhall.kernel.law import rules\n", "kernel/law/rules.py": ""},
        {"kernel/journal/services.py": "from unionhall.kernel.law import rules\n", "kernel/law/rules.py": ""},
        {"reports/services.py": "from unionhall.web import queries\n", "web/queries.py": ""},
        {
            "programmes/wages/services.py": "from unionhall.programmes.contests import rules\n",
            "programmes/contests/rules.py": "",
        },
        {"kernel/law/models.py": "from . import services\n", "kernel/law/services.py": ""},
        {"kernel/law/manager.py": ""},
    ],
    ids=["base-kernel", "journal-law", "reports-web", "wages-contests", "models-services", "invented-file"],
)
def test_a_door_that_opens_upward_or_sideways_is_found(tmp_path: Path, texts: dict[str, str]) -> None:
    checked = lint(small_house(tmp_path, texts))
    assert checked.returncode == 1
    assert "BROKEN" in checked.stdout


CHECKS = {
    "past_the_face": (
        doors.past_the_face,
        "unionhall.programmes.wages.services",
        "from unionhall.kernel.law.models import RuleRow\n",
        "from unionhall.kernel.law import services as law\n"
        "from unionhall.web.kinds import NavItem\nfrom .models import Clue\n",
    ),
    "past_the_face, kernel to kernel": (
        doors.past_the_face,
        "unionhall.kernel.cases.services",
        "from ..law import models\n",
        "from ..law import queries\nfrom unionhall.base.access import Actor\n",
    ),
    "past_the_face, into a package": (
        doors.past_the_face,
        "unionhall.programmes.wages.services",
        "from unionhall.kernel.law.services.rows import confirm\n",
        "from unionhall.kernel.law.services import confirm\n",
    ),
    "sideways": (
        doors.sideways,
        "unionhall.programmes.wages.views",
        "from unionhall.programmes.contests import services\n",
        "from unionhall.programmes.wages import services\n",
    ),
    "rooms_in_cli": (
        doors.rooms_in_cli,
        "unionhall.config.cli",
        "from unionhall.kernel.law import commands\n",
        "from unionhall.base.commands import COMMANDS\n",
    ),
    "hidden_imports": (
        doors.hidden_imports,
        "unionhall.kernel.law.services",
        "def look():\n    from . import queries\n",
        "import json\ndef solve():\n    import ortools.sat\n",
    ),
    "hidden_imports, by name": (
        doors.hidden_imports,
        "unionhall.kernel.law.services",
        "def look():\n    return importlib.import_module('unionhall.web.views')\n",
        "TABLE = import_module('x')\ndef each(room):\n    return import_module(f'{room.name}.plug')\n",
    ),
    "upward_keys": (
        doors.upward_keys,
        "unionhall.kernel.law.models",
        'law = models.ForeignKey("cases.Case", models.PROTECT)\n',
        'place = models.ForeignKey("places.Region", models.PROTECT)\n'
        'own = models.ForeignKey("self", models.PROTECT)\n',
    ),
    "upward_keys, to the account": (
        doors.upward_keys,
        "unionhall.kernel.orgs.models",
        "by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)\n",
        'over = models.ForeignKey("orgs.Org", models.PROTECT)\n',
    ),
    "upward_keys, of a programme": (
        doors.upward_keys,
        "unionhall.programmes.wages.models",
        'case = models.OneToOneField("cases.Case", models.PROTECT, related_name="wages")\n',
        'case = models.OneToOneField("cases.Case", models.PROTECT, related_name="+")\n',
    ),
    "upward_keys, of the journal": (
        doors.upward_keys,
        "unionhall.kernel.journal.models",
        'before = models.ForeignKey("self", models.PROTECT)\n',
        "before = models.BigIntegerField()\n",
    ),
    "programme_reversals": (
        doors.programme_reversals,
        "unionhall.web.views",
        'def home(request):\n    return redirect("wages:clues")\n',
        'def home(request):\n    return redirect("web:home")\n',
    ),
    "signals, imported": (
        habits.signals,
        "unionhall.kernel.law.services",
        "from django.db.models.signals import post_save\n",
        "from django.db import models\n",
    ),
    "signals, received": (
        habits.signals,
        "unionhall.kernel.law.services",
        "@receiver(saved)\ndef listen(sender):\n    return None\n",
        "@transaction.atomic\ndef seal():\n    return duckdb.connect()\n",
    ),
    "unscoped_queries": (
        habits.unscoped_queries,
        "unionhall.kernel.law.queries",
        "def rows(limit):\n    return Row.objects.all()\n",
        'PUBLIC = ("badge",)\ndef badge(code):\n    return code\n'
        "def rows(*, scope):\n    return scope\ndef _own(x):\n    return x\n",
    ),
    "unscoped_queries, stale": (
        habits.unscoped_queries,
        "unionhall.kernel.law.queries",
        'PUBLIC = ("gone",)\n',
        "PUBLIC = ()\n",
    ),
    "positional_services": (
        habits.positional_services,
        "unionhall.kernel.law.services",
        "def confirm(row, *, by):\n    return row\n",
        "def confirm(*, row, by):\n    return _kept(row)\ndef _kept(row):\n    return row\n",
    ),
    "tables_at_the_door": (
        habits.tables_at_the_door,
        VIEWS,
        "def page(request):\n    return Row.objects.all()\n",
        "def page(request):\n    return queries.rows(scope=request.actor)\n",
    ),
    "clocks_below, asked": (habits.clocks_below, RULES, "due = date.today()\n", "due = today + one_day\n"),
    "clocks_below, as a default": (
        habits.clocks_below,
        "unionhall.kernel.law.models",
        "at = models.DateTimeField(default=timezone.now)\n",
        "at = models.DateTimeField()\n",
    ),
    "clocks_below, by the field": (
        habits.clocks_below,
        "unionhall.kernel.law.models",
        "at = models.DateTimeField(auto_now_add=True)\n",
        "at = models.DateTimeField(db_index=True)\n",
    ),
    "clocks_below, converted": (habits.clocks_below, RULES, "at = localtime()\n", "at = localtime(moment)\n"),
    "impure_rules, Django": (
        habits.impure_rules,
        RULES,
        "from django.db.models import Q\n",
        "from dataclasses import dataclass\n",
    ),
    "impure_rules, queries": (
        habits.impure_rules,
        RULES,
        "from . import queries\n",
        "from ..places import rules\n",
    ),
    "thawed_values": (
        habits.thawed_values,
        RULES,
        "@dataclass(slots=True)\nclass Clock:\n    days: int\n",
        "@dataclass(frozen=True, slots=True)\nclass Clock:\n    days: int\n",
    ),
}


@pytest.mark.parametrize(
    "check", dict.fromkeys(row[0] for row in CHECKS.values()), ids=lambda check: check.__name__
)
def test_the_house_keeps(check: Callable[[Source], list[str]]) -> None:
    found = habits.found_by(check, sources.house())
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", CHECKS)
def test_the_twin_is_found(name: str) -> None:
    check, module, bad, good = CHECKS[name]
    assert len(check(read(module, bad))) == 1
    assert check(read(module, good)) == []


def test_the_clock_may_be_asked_at_the_door() -> None:
    assert habits.clocks_below(read(VIEWS, "at = timezone.now()\n")) == []


def test_no_template_below_leads_into_a_programme() -> None:
    assert [
        found for path, text in sources.templates() for found in doors.programme_addresses(path, text)
    ] == []


@pytest.mark.parametrize(
    "text",
    ["{% url 'wages:clue' 1 %}", '{% url "wages:clues" %}', '<a href="/wages/">', '<p hx-get="/wages/x">'],
)
def test_a_template_that_leads_into_a_programme_is_found(text: str) -> None:
    assert len(doors.programme_addresses("unionhall/web/templates/web/home.html", text)) == 1
    assert doors.programme_addresses("unionhall/programmes/wages/templates/wages/x.html", text) == []
    assert doors.programme_addresses("unionhall/web/templates/web/home.html", "{% url 'web:home' %}") == []


# the map


def test_the_map_is_drawn_from_the_house() -> None:
    assert catalogue.MAP.read_text() == catalogue.drawn(), "run `make map`"


def test_the_map_tells_rooms_services_and_registrations() -> None:
    plug = read("unionhall.kernel.law.plug", 'COMMANDS.add(Command("clock", "h", run), *MORE)\nx.add(1)\n')
    assert list(catalogue.registrations([plug])) == ["COMMANDS clock, MORE"]
    service = read(
        "unionhall.kernel.law.services", 'def confirm(*, row):\n    """Confirm a row.\n\n    More.\n    """\n'
    )
    assert list(catalogue.services([service])) == [("confirm", "Confirm a row.")]
