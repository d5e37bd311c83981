"""Names for JSON as it travels through the playground.

The playground passes Slack's own JSON from one side to the other and keeps most of it as it came, so the JSON boundary
runs through the whole package. These aliases mark it: what is ours has a dataclass, what is Slack's is a `JsonObject`.
"""

from typing import Any

JsonValue = Any
JsonObject = dict[str, JsonValue]
