"""Transforms of a load balancer's rules, which moto takes and forgets."""

from typing import Any

from moto.core.responses import ActionResult
from moto.elbv2.responses import ELBV2Response

_create = ELBV2Response.create_rule
_modify = ELBV2Response.modify_rule


def create_rule(self: ELBV2Response) -> Any:
    answer = _create(self)
    answer.result["Rules"][0].transforms = self._get_param("Transforms", [])
    return answer


def modify_rule(self: ELBV2Response) -> Any:
    """Moto refuses a change of the transforms alone."""
    if self._get_param("Conditions") or self._get_param("Actions"):
        answer = _modify(self)
    else:
        answer = ActionResult({"Rules": list(self.elbv2_backend.describe_rules(None, [self._get_param("RuleArn")]))})
    rule = answer.result["Rules"][0]
    if self._get_param("ResetTransforms"):
        rule.transforms = []
    elif self._get_param("Transforms") is not None:
        rule.transforms = self._get_param("Transforms")
    return answer


ELBV2Response.create_rule = create_rule  # type: ignore[method-assign]
ELBV2Response.modify_rule = modify_rule  # type: ignore[method-assign]
