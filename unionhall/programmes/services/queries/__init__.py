"""Reading services: definitions, prices, decisions, the rota and the bus."""
