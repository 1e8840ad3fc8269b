"""How ECS comes to run what it is told to: in moto, deployments stay as they were made, and it runs no task of Fargate.

Here a task that is run once has ended well by the time someone asks. Where `TRIREME_TASKS_ENGINE` is set, tasks really run (`fargate`).
"""

from typing import Any

from botocore import xform_name
from memory import Parameters, Request, addition, identity
from moto.core.utils import utcnow
from moto.ecs.models import EC2ContainerServiceBackend, Service
from moto.ecs.responses import EC2ContainerServiceResponse

_init = Service.__init__
_update = EC2ContainerServiceBackend.update_service


def _carry_out(service: Service) -> None:
    service.running_count = service.desired_count
    service.pending_count = 0
    connect = getattr(service, "service_connect_configuration", None)
    for deployment in service.deployments:
        if connect is not None:
            deployment["serviceConnectConfiguration"] = connect
        definition = service._backend.describe_task_definition(service.task_definition)
        deployment.update(
            {
                "taskDefinition": definition.arn,
                "desiredCount": service.desired_count,
                "runningCount": service.desired_count,
                "pendingCount": 0,
                "rolloutState": "COMPLETED",
                "rolloutStateReason": f"ECS deployment {deployment['id']} completed.",
                "updatedAt": utcnow(),
            }
        )


def create(self: Service, *args: Any, **kwargs: Any) -> None:
    _init(self, *args, **kwargs)
    _carry_out(self)


def update(self: EC2ContainerServiceBackend, service_properties: dict[str, Any]) -> Service:
    service = _update(self, service_properties)
    _carry_out(service)
    return service


Service.__init__ = create  # type: ignore[method-assign]
EC2ContainerServiceBackend.update_service = update  # type: ignore[method-assign]


LATER = (
    "availabilityZoneRebalancing",
    "capacityProviderStrategy",
    "deploymentConfiguration",
    "enableECSManagedTags",
    "enableExecuteCommand",
    "healthCheckGracePeriodSeconds",
    "placementConstraints",
    "serviceConnectConfiguration",
)
_create_service = EC2ContainerServiceResponse.create_service


def create_service(self: EC2ContainerServiceResponse) -> Any:
    """Moto takes some of it from a change only."""
    answer = _create_service(self)
    for name in LATER:
        given = self._get_param(name)
        if given is not None:
            setattr(answer.result["service"], xform_name(name), given)
    # A network that nobody asked for is not told: the provider would look for its subnets.
    if not answer.result["service"].network_configuration:
        answer.result["service"].network_configuration = None
    _carry_out(answer.result["service"])
    return answer


EC2ContainerServiceResponse.create_service = create_service  # type: ignore[method-assign]

TASK = "task"


@addition(EC2ContainerServiceResponse)
def RunTask(request: Request) -> Parameters:
    definition = request.response.ecs_backend.describe_task_definition(request["taskDefinition"])
    now = utcnow()
    arn = request.arn("ecs", f"task/{request.get('cluster', 'default').split('/')[-1]}/{identity().replace('-', '')}")
    containers = [
        {"name": container["name"], "lastStatus": "STOPPED", "exitCode": 0, "taskArn": arn}
        for container in definition.container_definitions
    ]
    task = {
        "taskArn": arn,
        "taskDefinitionArn": definition.arn,
        "startedBy": request.get("startedBy", ""),
        "lastStatus": "STOPPED",
        "desiredStatus": "STOPPED",
        "stopCode": "EssentialContainerExited",
        "stoppedReason": "Essential container in task exited",
        "containers": containers,
        "createdAt": now,
        "startedAt": now,
        "stoppedAt": now,
    }
    return {"tasks": [request.add(TASK, arn, task, "InvalidParameterException")], "failures": []}


@addition(EC2ContainerServiceResponse)
def DescribeTasks(request: Request) -> Parameters:
    found = [task for arn, task in request.kept(TASK).items() if arn in request["tasks"]]
    known = {task["taskArn"] for task in found}
    missing = [{"arn": arn, "reason": "MISSING"} for arn in request["tasks"] if arn not in known]
    return {"tasks": found, "failures": missing}
