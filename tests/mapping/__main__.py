"""Write docs/map.md and the last column of docs/glossary.md."""

from . import catalogue, glossary


def main() -> None:
    """Bring every generated page up to date."""
    catalogue.MAP.write_text(catalogue.drawn())
    glossary.GLOSSARY.write_text(glossary.marked(glossary.GLOSSARY.read_text()))


main()
