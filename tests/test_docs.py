"""Documents that drift fail. Each check has a twin that has drifted and is found."""

import tomllib
from pathlib import Path

import pytest

from tests.mapping import catalogue, glossary, papers, sources
from tests.mapping.sources import ROOT

READMES = ("README.md", "README.zh-CN.md")
LOCKS = ("requirements.lock", "requirements-solve.lock", "requirements-dev.lock", "requirements-build.lock")


def text(name: str) -> str:
    """A file of the project."""
    return (ROOT / name).read_text()


def pages() -> list[Path]:
    """Every Markdown page of the project."""
    return [path for path in sources.tracked() if path.suffix == ".md"]


def test_every_link_leads_somewhere() -> None:
    assert len(pages()) > 8
    assert [found for page in pages() for found in papers.dead_links(page, page.read_text())] == []


def test_a_dead_link_and_a_dead_heading_are_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Here it is\n")
    dead = "[a](gone.md) [b](#there) [c](page.md#not-here) ![d](gone.png)"
    assert len(papers.dead_links(page, dead)) == 4
    assert papers.dead_links(page, "[a](page.md) [b](#here-it-is) [c](https://example.org/x)") == []


@pytest.mark.parametrize(
    "name", [*READMES, "CONTRIBUTING.md", "docs/guides/operate.md", "docs/guides/add-a-programme.md"]
)
def test_commands_that_a_page_shows_exist(name: str) -> None:
    assert papers.missing_targets(text(name), text("Makefile")) == set()
    assert papers.missing_verbs(text(name), catalogue.commands()) == set()


def test_a_command_that_does_not_exist_is_found() -> None:
    block = "make demo\nmake tea\nunionhall clock X\nunionhall import ledger F\nunionhall brew\n"
    page = f"```sh\n{block}```\nmake sense\n"
    assert papers.missing_targets(page, "demo: x\n") == {"tea"}
    assert papers.missing_verbs(page, {"clock", "import ledger"}) == {"brew"}


def test_both_readmes_show_the_same_commands_and_stay_short() -> None:
    shown = [sorted(papers.MAKE.findall(papers.code_in(text(name)))) for name in READMES]
    assert shown[0] == shown[1]
    assert {"demo", "test"} <= set(shown[0])
    assert all(len(text(name).splitlines()) <= 140 for name in READMES)


def test_every_setting_is_documented_and_nothing_else() -> None:
    assert papers.variables_told(text("docs/guides/operate.md")) == papers.variables_read(
        text("unionhall/config/settings.py")
    )


def test_settings_are_found_where_they_are_read_and_where_they_are_told() -> None:
    assert papers.variables_read(
        'A = env("ONE", "x")\nB = kept_secret("TWO")\nC = os.environ["UNIONHALL_THREE"]'
    ) == {"ONE", "TWO", "THREE"}
    assert papers.variables_told("| `UNIONHALL_ONE` | x | y |\nUNIONHALL_TWO in passing") == {"ONE"}


def test_every_runtime_dependency_says_why() -> None:
    assert papers.explained(text("docs/dependencies.md")) - {"part"} == papers.dependencies(
        text("pyproject.toml")
    )


def test_a_dependency_without_a_reason_is_found() -> None:
    assert papers.dependencies('[project]\ndependencies = ["Django~=5.2", "psycopg[binary]~=3.3"]\n') == {
        "django",
        "psycopg",
    }
    assert papers.explained("| part | why |\n| --- | --- |\n| Django | the frame |\n| psycopg | |\n") == {
        "part",
        "django",
    }


def test_the_changelog_begins_with_the_version() -> None:
    assert (
        papers.newest_version(text("CHANGELOG.md"))
        == tomllib.loads(text("pyproject.toml"))["project"]["version"]
    )
    assert papers.newest_version("# Changes\n\n## 2.0.1 — soon\n## 1.0.0\n") == "2.0.1"


@pytest.mark.parametrize("name", LOCKS)
def test_locks_hold_hashes_and_no_addresses(name: str) -> None:
    assert papers.PINNED.search(text(name))
    assert papers.unhashed(text(name)) == []
    assert papers.addressed(text(name)) == []


def test_a_lock_without_hash_or_with_address_is_found() -> None:
    assert papers.unhashed("a==1 \\\n    --hash=sha256:00\nb==2\n") == ["b"]
    assert (
        len(papers.addressed("--index-url https://example.org/\na @ https://example.org/a.whl\nb==1\n")) == 2
    )


def test_the_lock_pins_everything_that_the_house_needs() -> None:
    assert papers.unpinned(text("pyproject.toml"), text("requirements.lock")) == set()


def test_a_part_that_only_an_extra_brings_is_missed_in_the_lock() -> None:
    project = '[project]\ndependencies = ["django-tasks-db[compat]~=0.13"]\n'
    assert "django-tasks" in papers.unpinned(project, "django-tasks-db==0.13.0\nDjango==5.2.19\n")
    assert "django-tasks" not in papers.unpinned(project, "django-tasks==0.12.0\n")


def test_nothing_committed_names_this_machine_or_a_registry() -> None:
    assert papers.machine_bound(papers.readable(sources.tracked(), ROOT)) == []


def test_a_path_of_one_machine_and_a_registry_are_found() -> None:
    lines = [
        "open('/" + "tmp/x')",
        "see /" + "root/.cache/x",
        "https://py" + "pi.org/simple",
        "/srv/data",
        "a/" + "tmp/x",
    ]
    assert [found.split(" ")[0] for found in papers.machine_bound([("f", "\n".join(lines))])] == [
        "f:1",
        "f:2",
        "f:3",
    ]


def test_the_glossary_says_truly_which_words_are_in_code() -> None:
    page = glossary.GLOSSARY.read_text()
    assert page == glossary.marked(page), "run `make map`"


def test_a_glossary_row_is_marked_by_what_code_says() -> None:
    source = sources.read(
        "unionhall.programmes.wages.models", "class LegalAid:\n    claimants = 1\nSTATE = 'fled'\n"
    )
    known = glossary.identifiers([source])
    row = "| 词 | word | {} | ? |"
    assert glossary.marked(row.format("`legal_aid`, `claimant`"), known) == row.format(
        "`legal_aid`, `claimant`"
    ).replace("?", "yes")
    assert glossary.marked(row.format("`fled`, `gone`"), known).endswith("| `fled` |")
    assert glossary.marked(row.format("`gone`"), known).endswith("| – |")
