"""The shell: what every page stands in; and the settings of a union."""
