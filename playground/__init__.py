"""A local Slack workspace: Web API, Socket Mode, signed HTTP, a strict validator and a page, for any Bolt app."""
