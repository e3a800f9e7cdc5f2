"""The page frame: every room extends `ui/page.html`."""
