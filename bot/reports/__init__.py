"""Rows in, results out: composition, grades, ageing, the digest. pandas works here."""


def warm_up() -> None:
    """Load pandas ahead of the first report, which would otherwise wait most of a second for it."""
    import pandas  # noqa: ICN001 - nothing of it is used here

    assert pandas.__version__
