"""Slack's Block Kit rules, as tables: what a real workspace would refuse is refused here, for the same reason."""

from playground.validator.rules import Problem
from playground.validator.surfaces import check_message_blocks, check_suggestions, check_view, message_size

__all__ = ["Problem", "check_message_blocks", "check_suggestions", "check_view", "message_size"]
