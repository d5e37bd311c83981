"""A list of choices, as its custodian looks at it."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.policy.catalogue import Field


@dataclass(frozen=True)
class ChoiceList:
    """A field with its choices, retired ones too, in their order; `uses` counts the files that have each."""

    field: Field
    uses: Mapping[str, int]
    fixed: bool
    """Whether rules depend on its keys."""
