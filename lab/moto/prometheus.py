"""Amazon Managed Service for Prometheus: the alert manager and the settings of a workspace, and the key that it is under.

They keep what they are given and give it back. docs/aws-testing.md lists them.
"""

from typing import Any

from memory import Parameters, Request, addition
from moto.amp.models import Workspace
from moto.amp.responses import PrometheusServiceResponse
from moto.core.utils import utcnow

GONE = "ResourceNotFoundException"
THERE = "ConflictException"
ACTIVE = {"statusCode": "ACTIVE"}


@addition(PrometheusServiceResponse)
def CreateAlertManagerDefinition(request: Request) -> Parameters:
    entry = {"data": request["data"], "status": ACTIVE, "createdAt": utcnow(), "modifiedAt": utcnow()}
    request.add("alert manager", request["workspaceId"], entry, THERE)
    return {"status": ACTIVE}


@addition(PrometheusServiceResponse)
def PutAlertManagerDefinition(request: Request) -> Parameters:
    request.change("alert manager", request["workspaceId"], {"data": request["data"], "modifiedAt": utcnow()}, GONE)
    return {"status": ACTIVE}


@addition(PrometheusServiceResponse)
def DescribeAlertManagerDefinition(request: Request) -> Parameters:
    return {"alertManagerDefinition": request.find("alert manager", request["workspaceId"], GONE)}


@addition(PrometheusServiceResponse)
def DeleteAlertManagerDefinition(request: Request) -> Parameters:
    request.drop("alert manager", request["workspaceId"], GONE)
    return {}


@addition(PrometheusServiceResponse)
def UpdateWorkspaceConfiguration(request: Request) -> Parameters:
    given = {name: value for name, value in request.parameters.items() if name not in ("workspaceId", "clientToken")}
    request.kept("workspace configuration").setdefault(request["workspaceId"], {}).update(given)
    return {"status": ACTIVE}


@addition(PrometheusServiceResponse)
def DescribeWorkspaceConfiguration(request: Request) -> Parameters:
    kept = request.kept("workspace configuration").get(request["workspaceId"], {})
    # Days that AWS keeps samples where nobody says how many.
    return {"workspaceConfiguration": {"retentionPeriodInDays": 150, **kept, "status": ACTIVE}}


_create = PrometheusServiceResponse.create_workspace
_to_dict = Workspace.to_dict


def create(self: PrometheusServiceResponse) -> str:
    answer = _create(self)
    workspaces = self.amp_backend.workspaces
    workspaces[list(workspaces)[-1]].key = self._get_param("kmsKeyArn")
    return answer


def to_dict(self: Workspace) -> dict[str, Any]:
    key = getattr(self, "key", None)
    return {**_to_dict(self), **({} if key is None else {"kmsKeyArn": key})}


PrometheusServiceResponse.create_workspace = create  # type: ignore[method-assign]
Workspace.to_dict = to_dict  # type: ignore[method-assign]
