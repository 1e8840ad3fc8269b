"""The life of one task: PROVISIONING → PENDING → ACTIVATING → RUNNING → DEACTIVATING → STOPPING → DEPROVISIONING → STOPPED.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html
"""

import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from docker.errors import APIError
from moto.core.utils import utcnow

from . import logs
from .containers import Container, Parameters, create, met, observe, started
from .engine import CONTAINER, TASK, Engine, Unavailable

# Seconds between two looks at the containers, where the engine tells of nothing.
LOOK = 2
FAILED = ("TaskFailedToStart", "Task failed to start")


@dataclass
class Plan:
    """What a task is made of, once its definition, overrides and secrets are known."""

    network: str
    containers: list[Container]
    volumes: dict[str, str]
    # Volumes that go with the task.
    own: list[str]
    aliases: list[str]
    cpus: float | None
    memory: int | None


@dataclass(eq=False)
class Task:
    """A task of ECS. `prepare` may refuse it (`Unavailable`); `told` is called with each change of its state."""

    engine: Engine
    account: str
    arn: str
    facts: Parameters
    prepare: Callable[[], Plan]
    told: Callable[[], None] = lambda: None
    plan: Plan | None = None
    status: str = "PROVISIONING"
    desired: str = "RUNNING"
    stop_code: str | None = None
    reason: str | None = None
    address: str | None = None
    # How a load balancer finds it; None where none asks.
    balanced: str | None = None
    times: Parameters = field(default_factory=dict)
    pause: str | None = None

    def __post_init__(self) -> None:
        self.id = self.arn.rsplit("/", 1)[1]
        self.times["createdAt"] = utcnow()
        self.begun = time.monotonic()
        self._changed = threading.Event()
        self._lock = threading.Lock()
        self.thread = threading.Thread(target=self._live, daemon=True)

    def start(self) -> None:
        self.engine.hear(self.id, self._changed.set)
        self.thread.start()

    def stop(self, code: str, reason: str) -> None:
        """Tells it to end, for the first reason that is given."""
        with self._lock:
            if self.stop_code is None:
                self.stop_code, self.reason = code, reason
                self.times["stoppingAt"] = utcnow()
            self.desired = "STOPPED"
        self._changed.set()

    @property
    def stopped(self) -> bool:
        return self.status == "STOPPED"

    @property
    def containers(self) -> list[Container]:
        return [] if self.plan is None else self.plan.containers

    @property
    def health(self) -> str:
        """HEALTHY once all essential containers that are checked are; UNHEALTHY with the first that is not."""
        states = {one.health for one in self.containers if one.essential and one.checked}
        if "UNHEALTHY" in states:
            return "UNHEALTHY"
        return "HEALTHY" if states == {"HEALTHY"} else "UNKNOWN"

    @property
    def checked(self) -> bool:
        return any(one.essential and one.checked for one in self.containers)

    def described(self) -> Parameters:
        network = {"name": "privateIPv4Address", "value": self.address}
        shown = {
            **self.facts,
            **self.times,
            "taskArn": self.arn,
            "lastStatus": self.status,
            "desiredStatus": self.desired,
            "stopCode": self.stop_code,
            "stoppedReason": self.reason,
            "healthStatus": self.health,
            "containers": self._described_containers(),
            "attachments": [
                {
                    "id": self.id,
                    "type": "ElasticNetworkInterface",
                    "status": "DELETED" if self.stopped else "ATTACHED",
                    "details": [] if self.address is None else [network],
                }
            ],
        }
        return {name: value for name, value in shown.items() if value is not None}

    def _described_containers(self) -> list[Parameters]:
        if self.plan is not None:
            return [one.described(self.arn) for one in self.containers]
        status = "STOPPED" if self.stopped else "PENDING"
        return [{**one, "taskArn": self.arn, "lastStatus": status} for one in self.facts["containers"]]

    def _set(self, status: str) -> None:
        self.status = status
        self.told()

    def _live(self) -> None:
        try:
            self._begin()
            while self.desired == "RUNNING":
                self._changed.wait(LOOK)
                self._changed.clear()
                self._step()
        except Unavailable as refusal:
            self.stop("TaskFailedToStart", str(refusal))
        except APIError as error:
            self.stop("TaskFailedToStart", f"CannotStartContainerError: {error.explanation}")
        except Exception as error:
            traceback.print_exc()
            self.stop("TaskFailedToStart", f"the mock failed: {error}")
        self._end()

    def _begin(self) -> None:
        plan = self.plan = self.prepare()
        self._set("PENDING")
        for container in plan.containers:
            logs.validate(self.account, container)
        texts = [text for one in plan.containers for text in [*one.environment.values(), *(one.command or [])]]
        api = self.engine.api
        made = self.engine.create(
            self.engine.pause,
            name=self.engine.prefixed(self.id[:12]),
            entrypoint=["sleep"],
            command=["2147483647"],
            labels={**self.engine.labels, TASK: self.id, CONTAINER: ""},
            host_config=api.create_host_config(
                network_mode=plan.network, extra_hosts=self.engine.hosts(plan.network, texts), init=True
            ),
            networking_config=api.create_networking_config({plan.network: api.create_endpoint_config(aliases=plan.aliases)}),
        )
        self.pause = str(made["Id"])
        api.start(self.pause)
        self.address = self.engine.address_in(plan.network, self.pause)
        self._set("ACTIVATING")
        self._changed.set()

    def _step(self) -> None:
        before = self._picture()
        for container in self.containers:
            observe(self.engine, container)
        self._start_ready()
        if self.status == "ACTIVATING" and all(started(one) for one in self.containers if one.essential):
            self.times["startedAt"] = utcnow()
            self.status = "RUNNING"
        for container in self.containers:
            if container.status == "STOPPED" and container.essential:
                self.stop("EssentialContainerExited", "Essential container in task exited")
        if all(one.status == "STOPPED" for one in self.containers):
            self.stop("EssentialContainerExited", "All containers in task exited")
        if self._picture() != before:
            self.told()

    def _picture(self) -> list[object]:
        return [self.status, *((one.status, one.health) for one in self.containers)]

    def _start_ready(self) -> None:
        by_name = {one.name: one for one in self.containers}
        for container in self.containers:
            if container.id is not None or self.desired != "RUNNING":
                continue
            states = [met(condition, by_name[name]) for name, condition in container.dependencies.items()]
            limits = [by_name[name].start_timeout for name in container.dependencies]
            waited = time.monotonic() - self.begun
            if None in states or any(limit is not None and waited > limit for limit in limits) and not all(states):
                self.stop(*FAILED)
            elif all(states):
                self._start_one(container)

    def _start_one(self, container: Container) -> None:
        plan = self.plan
        assert plan is not None
        place = {
            "task": self.id,
            "pause": self.pause,
            "volumes": plan.volumes,
            "cpus": plan.cpus,
            "memory": plan.memory,
        }
        try:
            container.id = create(self.engine, container, place)
            self.engine.api.start(container.id)
        except APIError as error:
            container.status = "STOPPED"
            container.reason = f"CannotStartContainerError: {error.explanation}"
            self.stop(*FAILED)
            return
        logs.collect(self.engine, self.account, container, self.id)
        observe(self.engine, container)
        # What is ended already is seen at the next look.
        self._changed.set()

    def _end(self) -> None:
        """Stops what others depend on last, then leaves nothing but what was seen."""
        try:
            self._set("DEACTIVATING")
            self._set("STOPPING")
            self._stop_containers()
            self._set("DEPROVISIONING")
            self._remove()
        except Exception:
            traceback.print_exc()
        self.engine.unhear(self.id)
        self.times["stoppedAt"] = self.times["executionStoppedAt"] = utcnow()
        self._set("STOPPED")

    def _stop_containers(self) -> None:
        left = list(self.containers)
        while left:
            needed = {name for one in left for name in one.dependencies}
            last = [one for one in left if one.name not in needed] or left
            threads = [threading.Thread(target=self._stop_one, args=(one,)) for one in last]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            left = [one for one in left if one not in last]

    def _stop_one(self, container: Container) -> None:
        if container.id is not None and container.status != "STOPPED":
            self.engine.api.stop(container.id, timeout=container.stop_timeout)
            observe(self.engine, container)
            logs.finish(container)
        elif container.id is not None:
            logs.finish(container)
        container.status = "STOPPED"

    def _remove(self) -> None:
        for container in [one.id for one in self.containers if one.id is not None] + ([self.pause] if self.pause else []):
            self.engine.remove(container)
        for volume in self.plan.own if self.plan is not None else []:
            self.engine.remove_volume(volume)


