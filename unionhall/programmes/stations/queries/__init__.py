"""Reading stations: the desk's list in scope, and what everybody may see."""
