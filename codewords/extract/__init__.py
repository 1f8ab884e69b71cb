"""Typed facts: prices, quantities and contacts."""
