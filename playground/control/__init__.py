"""The control API: what the page and the tests use to look at the workspace and to act as its people."""
