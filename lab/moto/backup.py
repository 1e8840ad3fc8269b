"""Operations of AWS's Backup that the target's resources need and moto does not have.

They keep what they are given and give it back. docs/aws-testing.md lists them.
"""

import json
from typing import Any
from urllib.parse import unquote

from memory import Parameters, Request, addition, identity
from moto.backup.responses import BackupResponse
from moto.core.utils import utcnow

GONE = "ResourceNotFoundException"
THERE = "AlreadyExistsException"


@addition(BackupResponse)
def CreateBackupSelection(request: Request) -> Parameters:
    selection = identity()
    entry = {
        "BackupSelection": request["BackupSelection"],
        "BackupPlanId": request["BackupPlanId"],
        "SelectionId": selection,
        "CreationDate": utcnow(),
    }
    return request.add("backup selection", selection, entry, THERE)


@addition(BackupResponse)
def GetBackupSelection(request: Request) -> Parameters:
    return request.find("backup selection", request["SelectionId"], GONE)


@addition(BackupResponse)
def DeleteBackupSelection(request: Request) -> Parameters:
    request.drop("backup selection", request["SelectionId"], GONE)
    return {}


def _plan(request: Request, kept: Parameters) -> Parameters:
    return {**kept, "RestoreTestingPlanArn": request.arn("backup", f"restore-testing-plan:{kept['RestoreTestingPlanName']}")}


@addition(BackupResponse)
def CreateRestoreTestingPlan(request: Request) -> Parameters:
    given = request["RestoreTestingPlan"]
    entry = {"StartWindowHours": 24, **given, "CreationTime": utcnow()}
    request.add("restore testing plan", given["RestoreTestingPlanName"], entry, THERE)
    request.kept("tags")[_plan(request, entry)["RestoreTestingPlanArn"]] = request.get("Tags", {})
    return _plan(request, entry)


@addition(BackupResponse)
def GetRestoreTestingPlan(request: Request) -> Parameters:
    kept = request.find("restore testing plan", request["RestoreTestingPlanName"], GONE)
    return {"RestoreTestingPlan": _plan(request, kept)}


@addition(BackupResponse)
def UpdateRestoreTestingPlan(request: Request) -> Parameters:
    kept = request.change("restore testing plan", request["RestoreTestingPlanName"], request["RestoreTestingPlan"], GONE)
    return {**_plan(request, kept), "UpdateTime": utcnow()}


@addition(BackupResponse)
def DeleteRestoreTestingPlan(request: Request) -> Parameters:
    request.drop("restore testing plan", request["RestoreTestingPlanName"], GONE)
    return {}


def _of(request: Request) -> str:
    given = request.get("RestoreTestingSelection", {})
    name = request.get("RestoreTestingSelectionName", given.get("RestoreTestingSelectionName"))
    return f"{request['RestoreTestingPlanName']}/{name}"


@addition(BackupResponse)
def CreateRestoreTestingSelection(request: Request) -> Parameters:
    plan = request["RestoreTestingPlanName"]
    request.find("restore testing plan", plan, GONE)
    entry = {
        "ValidationWindowHours": 0,
        "ProtectedResourceConditions": {},
        "RestoreMetadataOverrides": {},
        **request["RestoreTestingSelection"],
        "RestoreTestingPlanName": plan,
        "CreationTime": utcnow(),
    }
    request.add("restore testing selection", _of(request), entry, THERE)
    arn = request.arn("backup", f"restore-testing-plan:{plan}")
    return {**entry, "RestoreTestingPlanArn": arn}


@addition(BackupResponse)
def GetRestoreTestingSelection(request: Request) -> Parameters:
    return {"RestoreTestingSelection": request.find("restore testing selection", _of(request), GONE)}


@addition(BackupResponse)
def UpdateRestoreTestingSelection(request: Request) -> Parameters:
    kept = request.change("restore testing selection", _of(request), request["RestoreTestingSelection"], GONE)
    return {**kept, "RestoreTestingPlanArn": request.arn("backup", "restore-testing-plan"), "UpdateTime": utcnow()}


@addition(BackupResponse)
def DeleteRestoreTestingSelection(request: Request) -> Parameters:
    request.drop("restore testing selection", _of(request), GONE)
    return {}


@addition(BackupResponse)
def PutBackupVaultAccessPolicy(request: Request) -> Parameters:
    request.kept("vault policy")[request["BackupVaultName"]] = {"Policy": request["Policy"]}
    return {}


@addition(BackupResponse)
def GetBackupVaultAccessPolicy(request: Request) -> Parameters:
    return {
        "BackupVaultName": request["BackupVaultName"],
        **request.find("vault policy", request["BackupVaultName"], GONE),
    }


@addition(BackupResponse)
def DeleteBackupVaultAccessPolicy(request: Request) -> Parameters:
    request.drop("vault policy", request["BackupVaultName"], GONE)
    return {}


@addition(BackupResponse)
def PutBackupVaultNotifications(request: Request) -> Parameters:
    request.kept("vault notifications")[request["BackupVaultName"]] = dict(request.parameters)
    return {}


@addition(BackupResponse)
def GetBackupVaultNotifications(request: Request) -> Parameters:
    return request.find("vault notifications", request["BackupVaultName"], GONE)


@addition(BackupResponse)
def DeleteBackupVaultNotifications(request: Request) -> Parameters:
    request.drop("vault notifications", request["BackupVaultName"], GONE)
    return {}


@addition(BackupResponse)
def ListRecoveryPointsByBackupVault(_request: Request) -> Parameters:
    return {"RecoveryPoints": []}


def list_tags(self: BackupResponse) -> Any:
    """Tags of what is kept here, else moto's, which wants a slash at the end of the path."""
    arn = unquote(self.path.split("/tags/")[1].rstrip("/"))
    tags = Request(self, {}).kept("tags").get(arn)
    return json.dumps({"Tags": self.backup_backend.list_tags(resource_arn=arn) if tags is None else tags})


BackupResponse.list_tags = list_tags  # type: ignore[method-assign]
