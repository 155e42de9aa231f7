from .adoption import AdoptedCode, AdoptionBatch
from .assessment import Assessment, CodeChange
from .rule_set import RuleSet, SourceConnection
from .run import PublishedRun, RiskRun, RunCount

__all__ = [
    "AdoptedCode",
    "AdoptionBatch",
    "Assessment",
    "CodeChange",
    "PublishedRun",
    "RiskRun",
    "RuleSet",
    "RunCount",
    "SourceConnection",
]
