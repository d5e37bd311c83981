"""Rows in, results out: composition, grades, ageing, the digest. pandas works here."""
