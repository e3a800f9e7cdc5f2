"""The page frame, the parts of pages, their words, icons and style: what every room's pages are made of."""
