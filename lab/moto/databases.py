"""What moto is told of RDS and does not give back."""

from collections.abc import Iterable
from typing import Any

from memory import identity
from moto.rds.models import DBInstance, DBParameterGroup

_init = DBInstance.__init__
_update_parameters = DBParameterGroup.update_parameters


def create(self: DBInstance, *args: Any, **given: Any) -> None:
    _init(self, *args, **given)
    # Moto calls all of them the same, and the provider asks for one by it.
    self.dbi_resource_id = f"db-{identity().replace('-', '').upper()[:26]}"
    self.performance_insights_enabled = given.get("enable_performance_insights", False)
    self.performance_insights_kms_key_id = given.get("performance_insights_kms_key_id")
    self.performance_insights_retention_period = given.get("performance_insights_retention_period")


def update_parameters(self: DBParameterGroup, new_parameters: Iterable[dict[str, Any]]) -> None:
    """AWS says of each parameter whether a person set it or the engine did."""
    _update_parameters(self, [{**parameter, "Source": "user"} for parameter in new_parameters])


DBInstance.__init__ = create  # type: ignore[method-assign]
DBParameterGroup.update_parameters = update_parameters  # type: ignore[method-assign]
