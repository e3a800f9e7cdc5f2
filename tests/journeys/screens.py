"""Pictures for docs/screens, written only when UNIONHALL_SHOTS=1; ImageMagick makes their palette small."""

import os
import subprocess
from pathlib import Path

from playwright.sync_api import Page

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screens"
WANTED = os.environ.get("UNIONHALL_SHOTS") == "1"
HEAVIEST = 120 * 1024
COLOURS = 48


def shot(page: Page, name: str) -> None:
    """Keep what the page shows as docs/screens/<name>.png, at most 120 KB."""
    if not WANTED:
        return
    page.mouse.move(0, 0)
    path = FOLDER / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, animations="disabled")
    small = ["convert", str(path), "-strip", "+dither", "-colors", str(COLOURS), "-define", "png:compression-level=9", f"PNG8:{path}"]
    subprocess.run(small, check=True)
    assert path.stat().st_size <= HEAVIEST, f"{path.name} is too heavy"
