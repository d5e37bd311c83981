"""Clientele: a Slack bot that keeps a company's client files alive."""

__version__ = "0.1.0"
