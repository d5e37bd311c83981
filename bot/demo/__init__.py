"""A demo company, made up from a fixed seed, and the launcher that shows it on one machine without Slack."""
