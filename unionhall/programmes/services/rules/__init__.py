"""Prices, rotas and the bus: pure rules."""
