"""Block Kit: pure functions, results in, blocks out; every word passes through gettext."""
