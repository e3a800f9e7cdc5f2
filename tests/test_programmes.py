"""The house stands with each programme alone, and with none."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROGRAMMES = sorted(path.name for path in (ROOT / "unionhall" / "programmes").iterdir() if (path / "apps.py").exists())


@pytest.mark.parametrize("programmes", ["", *PROGRAMMES])
def test_the_house_starts_lays_its_tables_and_answers(programmes: str, tmp_path: Path) -> None:
    script = (
        "import unionhall.config.sqlite, django; django.setup();"
        "from django.db.migrations.loader import MigrationLoader; MigrationLoader(None).project_state().apps;"
        "from tests import schema; schema.lay();"
        "from django.test import Client; client = Client();"
        "codes = [client.get(url).status_code for url in ('/', '/healthz', '/verb/claim/', '/me/', '/law/', '/figures/', '/sign-in/')];"
        "assert codes == [200] * 7, codes"
    )
    environment = {
        **os.environ, "UNIONHALL_PROGRAMMES": programmes, "UNIONHALL_VAR_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "unionhall.config.settings",
    }  # fmt: skip
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", script], env=environment, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
