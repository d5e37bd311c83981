"""Slack's Web API: one table of methods, one entry for calls, and the rules that hold for all of them."""
