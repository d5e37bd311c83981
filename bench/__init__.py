"""Measurements: speed (`python -m bench`) and figures (`python -m bench.figures`)."""
