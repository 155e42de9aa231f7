"""Closed sets of a site's premises."""

from enum import StrEnum


class FireProof(StrEnum):
    """By which document a site shows that it is safe from fire (消防证明)."""

    ACCEPTANCE = "acceptance"  # 消防验收
    RECORDED = "recorded"  # 消防备案
    INSPECTED = "inspected"  # 公众聚集场所投入使用、营业前消防安全检查
    ASSESSED = "assessed"  # 消防安全评估报告
    NONE = "none"


class Tenure(StrEnum):
    OWNED = "owned"
    LEASED = "leased"
    LENT = "lent"
