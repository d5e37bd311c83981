"""Frozen dataclasses that travel between rooms."""
