"""Operations of AWS's registry, logs and budgets that the target's resources need and moto does not have.

They keep what they are given and give it back. docs/aws-testing.md lists them.
"""

from memory import Parameters, Refused, Request, addition
from moto.budgets.models import Budget, budgets_backends
from moto.budgets.responses import BudgetsResponse
from moto.core.utils import unix_time, utcnow
from moto.ecr.responses import ECRResponse
from moto.logs.models import logs_backends
from moto.logs.responses import LogsResponse


@addition(ECRResponse)
def CreatePullThroughCacheRule(request: Request) -> Parameters:
    entry = {**request.parameters, "createdAt": utcnow(), "registryId": request.account}
    key = request["ecrRepositoryPrefix"]
    return request.add("pull through cache rule", key, entry, "PullThroughCacheRuleAlreadyExistsException")


@addition(ECRResponse)
def DescribePullThroughCacheRules(request: Request) -> Parameters:
    gone = "PullThroughCacheRuleNotFoundException"
    return {
        "pullThroughCacheRules": [
            request.find("pull through cache rule", key, gone) for key in request["ecrRepositoryPrefixes"]
        ]
    }


@addition(ECRResponse)
def UpdatePullThroughCacheRule(request: Request) -> Parameters:
    gone = "PullThroughCacheRuleNotFoundException"
    return request.change("pull through cache rule", request["ecrRepositoryPrefix"], request.parameters, gone)


@addition(ECRResponse)
def DeletePullThroughCacheRule(request: Request) -> Parameters:
    gone = "PullThroughCacheRuleNotFoundException"
    return request.drop("pull through cache rule", request["ecrRepositoryPrefix"], gone)


def _set_key(request: Request, key: str | None) -> Parameters:
    group = logs_backends[request.account][request.region].groups[request["logGroupName"]]
    group.kms_key_id = key
    return {}


@addition(LogsResponse)
def AssociateKmsKey(request: Request) -> Parameters:
    return _set_key(request, request["kmsKeyId"])


@addition(LogsResponse)
def DisassociateKmsKey(request: Request) -> Parameters:
    return _set_key(request, None)


def _budget(request: Request, name: str) -> Budget:
    found = budgets_backends[request.account][request.response.partition].budgets[request["AccountId"]].get(name)
    if found is None:
        raise Refused("NotFoundException", f"There is no budget {name}.")
    return found


@addition(BudgetsResponse)
def DescribeSubscribersForNotification(request: Request) -> Parameters:
    wanted = request["Notification"]
    for notification in _budget(request, request["BudgetName"]).notifications:
        if all(notification.details.get(name) == wanted.get(name) for name in ("NotificationType", "Threshold")):
            return {"Subscribers": notification.subscribers}
    raise Refused("NotFoundException", "There is no such notification.")


@addition(BudgetsResponse)
def UpdateBudget(request: Request) -> Parameters:
    changed = request["NewBudget"]
    _budget(request, changed["BudgetName"]).budget.update({**changed, "LastUpdatedTime": unix_time()})
    return {}


@addition(BudgetsResponse)
def ListTagsForResource(request: Request) -> Parameters:
    # The target gives its budget none.
    return {"ResourceTags": []}
