"""The tasks of an account: started, found, listed and stopped as ECS does it."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

from memory import Refused, identity
from moto.ecs.models import EC2ContainerServiceBackend, TaskDefinition

from .containers import Parameters
from .engine import Engine
from .plan import Planner
from .task import Task

Backend = EC2ContainerServiceBackend


def cluster_name(given: str | None) -> str:
    return (given or "default").split("/")[-1]


class Tasks:
    """All tasks that this process has started."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.all: dict[str, Task] = {}
        self._lock = threading.Lock()

    def run(
        self,
        backend: Backend,
        definition: TaskDefinition,
        asked: Parameters,
        aliases: list[str] | None = None,
        told: Callable[[], None] = lambda: None,
    ) -> Task:
        """Starts a task; `asked` as RunTask takes it, with the cluster's name under `cluster`."""
        account, region = backend.account_id, backend.region_name
        cluster = cluster_name(asked.get("cluster"))
        arn = f"arn:aws:ecs:{region}:{account}:task/{cluster}/{identity().replace('-', '')}"
        facts = {
            "clusterArn": f"arn:aws:ecs:{region}:{account}:cluster/{cluster}",
            "taskDefinitionArn": definition.arn,
            "group": asked.get("group") or f"family:{definition.family}",
            "startedBy": asked.get("startedBy", ""),
            "launchType": asked.get("launchType", "FARGATE"),
            "platformVersion": asked.get("platformVersion", "1.4.0"),
            "connectivity": "CONNECTED",
            "cpu": definition.cpu,
            "memory": definition.memory,
            "overrides": asked.get("overrides") or {"containerOverrides": []},
            "tags": asked.get("tags", []),
            "enableExecuteCommand": bool(asked.get("enableExecuteCommand", False)),
            "availabilityZone": f"{region}a",
            "version": 1,
            "containers": [{"name": one["name"], "image": one["image"]} for one in definition.container_definitions],
        }
        planner = Planner(self.engine, account, region)
        task = Task(
            engine=self.engine,
            account=account,
            arn=arn,
            facts={name: value for name, value in facts.items() if value is not None},
            prepare=lambda: planner.plan(definition, asked, task.id, aliases or []),
            told=told,
        )
        with self._lock:
            self.all[arn] = task
        task.start()
        return task

    def of(self, backend: Backend, cluster: str | None) -> Iterator[Task]:
        where = f"arn:aws:ecs:{backend.region_name}:{backend.account_id}:task/{cluster_name(cluster)}/"
        with self._lock:
            found = list(self.all.values())
        return (task for task in found if task.arn.startswith(where))

    def find(self, backend: Backend, cluster: str | None, wanted: str) -> Task | None:
        return next((task for task in self.of(backend, cluster) if wanted in (task.arn, task.id)), None)

    def stop(self, backend: Backend, cluster: str | None, wanted: str, reason: str) -> Task:
        task = self.find(backend, cluster, wanted)
        if task is None:
            raise Refused("InvalidParameterException", "The referenced task was not found.")
        task.stop("UserInitiated", reason or "Task stopped by user")
        return task

    def forget(self) -> None:
        """Ends all at once, without the time that their containers would have."""
        with self._lock:
            gone = list(self.all.values())
            self.all.clear()
        for task in gone:
            for container in task.containers:
                container.definition = {**container.definition, "stopTimeout": 1}
            task.stop("UserInitiated", "the mock forgets what it holds")
        for task in gone:
            task.thread.join(timeout=20)


def listed(tasks: Iterator[Task], asked: Parameters) -> list[str]:
    """ARNs of those that a ListTasks asks for."""
    desired = asked.get("desiredStatus", "RUNNING")
    service = asked.get("serviceName")
    family = asked.get("family")
    wanted: list[Callable[[Task], Any]] = [lambda task: task.desired == desired]
    if service is not None:
        wanted.append(lambda task: task.facts["group"] == f"service:{service.split('/')[-1]}")
    if family is not None:
        wanted.append(lambda task: task.facts["taskDefinitionArn"].split("/")[1].rsplit(":", 1)[0] == family)
    if asked.get("startedBy") is not None:
        wanted.append(lambda task: task.facts["startedBy"] == asked["startedBy"])
    if asked.get("launchType") is not None:
        wanted.append(lambda task: task.facts["launchType"] == asked["launchType"])
    return [task.arn for task in tasks if all(holds(task) for holds in wanted)]
