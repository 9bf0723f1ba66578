"""The arithmetic audit: findings about figures, years and units that cannot all be true."""

from __future__ import annotations

from fazhi_extract.audit.rule import RULES, Rule
from fazhi_extract.audit.run import audit_report, context_of
from fazhi_extract.audit.terms import Pair, RateCheck, rate_checks

__all__ = ["RULES", "Pair", "RateCheck", "Rule", "audit_report", "context_of", "rate_checks"]
