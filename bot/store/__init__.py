"""Tables, queries and migrations; no rules. One `select()` a query function."""
