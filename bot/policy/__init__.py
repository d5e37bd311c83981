"""The company's rules in pure Python: no Slack, no SQL, no clock, no environment."""
