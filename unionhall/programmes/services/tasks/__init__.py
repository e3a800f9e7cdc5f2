"""Later work and ticks of services."""
