"""The rules by which clients are graded by their sales, as the company has set them."""

from decimal import Decimal, InvalidOperation
from enum import StrEnum

from sqlalchemy.orm import Session

from bot.errors import InvalidInput
from bot.i18n import lazy
from bot.policy.classification import GradeRule, ShareRule, ThresholdRule
from bot.policy.money import SCALE, to_counts
from bot.store import settings

GRADE_BOUNDS = "sales_grade_bounds"
"""The setting that holds the lowest average sales a month for A and for B, as decimal strings."""
USUAL_BOUNDS = (10_000 * SCALE, 2_000 * SCALE)


class GradeMethod(StrEnum):
    """How clients are graded: by cumulative share, or by their average month against bounds."""

    SHARE = "share"
    THRESHOLD = "threshold"


def grade_rule(session: Session, method: GradeMethod) -> GradeRule:
    """Return the rule that a method stands for, with the company's own bounds."""
    return threshold_rule(session) if method is GradeMethod.THRESHOLD else ShareRule()


def threshold_rule(session: Session) -> ThresholdRule:
    """Return the bounds that the company has set for an average month, or the usual ones."""
    stored = settings.get_json(session, GRADE_BOUNDS)
    try:
        bounds = tuple(to_counts(Decimal(str(each))) for each in stored) if isinstance(stored, list) else USUAL_BOUNDS
    except InvalidOperation as error:
        raise InvalidInput(lazy("The bounds of the sales grades are not amounts."), field=GRADE_BOUNDS) from error
    return ThresholdRule(bounds)
