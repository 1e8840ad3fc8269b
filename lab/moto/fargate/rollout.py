"""The deployments of a service: which tasks it has, which it wants, and when one is given up.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
"""

import math
import time
from dataclasses import dataclass, field
from typing import Any

from moto.core.utils import utcnow
from moto.moto_api._internal import mock_random

from . import balancing
from .balancing import Target
from .containers import Parameters
from .task import Task

# Seconds after which a task without any check counts as one that stays.
STAYS = 5
# Seconds between a failed start and the next; ECS waits longer and longer.
AGAIN = 1


@dataclass(eq=False)
class Deployment:
    """One deployment, as ECS counts it."""

    definition: str
    network: Parameters | None
    id: str = field(default_factory=lambda: f"ecs-svc/{mock_random.randint(10**18, 10**19 - 1)}")
    state: str = "IN_PROGRESS"
    reason: str = ""
    failed: int = 0
    created: Any = field(default_factory=utcnow)
    updated: Any = field(default_factory=utcnow)

    def __post_init__(self) -> None:
        self.reason = f"ECS deployment {self.id} in progress."

    def become(self, state: str, reason: str) -> None:
        self.state, self.reason, self.updated = state, reason, utcnow()


@dataclass(eq=False)
class Member:
    """A task of the service."""

    task: Task
    deployment: Deployment
    # The scheduler wants it no more: its end is no failure.
    retired: bool = False
    since: float | None = None
    targets: list[Target] | None = None

    def leave(self) -> None:
        for target in self.targets or []:
            target.leave()

    @property
    def counted(self) -> bool:
        """Whether it takes a place: ECS counts what is pending, runs, or is about to end."""
        return self.task.status not in ("DEPROVISIONING", "STOPPED")

    @property
    def wanted(self) -> bool:
        return not self.retired and self.task.desired == "RUNNING"

    @property
    def running(self) -> bool:
        return self.wanted and self.task.status == "RUNNING"

    @property
    def checked(self) -> bool:
        return self.task.checked or bool(self.targets)

    @property
    def healthy(self) -> bool:
        """Whether it runs, and all that is asked of it is answered well."""
        if not self.running or self.since is None or self.targets is None:
            return False
        if self.task.checked and self.task.health != "HEALTHY":
            return False
        return balancing.settled(self.targets) and (self.checked or time.monotonic() - self.since >= STAYS)

    def verdict(self, grace: int) -> str | None:
        """Why the scheduler ends it, where a check has failed."""
        if not self.running or self.since is None:
            return None
        if self.task.health == "UNHEALTHY":
            return "Task failed container health checks"
        target = balancing.failed(self.targets or [], self.since, grace)
        return None if target is None else f"Task failed ELB health checks in (target-group {target.group.arn})"


@dataclass(frozen=True)
class Bounds:
    """How many tasks a service has, and may have while it is deployed."""

    desired: int
    lower: int
    upper: int
    threshold: int | None
    rollback: bool

    @staticmethod
    def of(desired: int, configuration: Parameters) -> "Bounds":
        least = configuration.get("minimumHealthyPercent", 100)
        most = configuration.get("maximumPercent", 200)
        breaker = configuration.get("deploymentCircuitBreaker") or {}
        return Bounds(
            desired=desired,
            lower=math.ceil(desired * least / 100),
            upper=math.floor(desired * most / 100),
            # Half of what is desired, but never fewer than 3 nor more than 200.
            threshold=min(200, max(3, math.ceil(desired / 2))) if breaker.get("enable") else None,
            rollback=bool(breaker.get("rollback")),
        )


def to_start(bounds: Bounds, primary: Deployment, members: list[Member]) -> int:
    """How many tasks of the newest deployment are begun now."""
    if primary.state == "FAILED":
        return 0
    own = sum(1 for one in members if one.deployment is primary and one.wanted)
    room = bounds.upper - sum(1 for one in members if one.counted)
    return max(0, min(bounds.desired - own, room))


def to_end(bounds: Bounds, primary: Deployment, members: list[Member]) -> list[Member]:
    """Which tasks are ended now: of older deployments as many as may be missed, and what is too many."""
    if primary.state == "FAILED":
        return []
    own = [one for one in members if one.deployment is primary and one.wanted]
    old = [one for one in members if one.deployment is not primary and one.wanted]
    idle = [one for one in old if not one.running]
    serving = [one for one in old if one.running]
    healthy = sum(1 for one in own if one.healthy)
    spare = max(0, healthy + len(serving) - bounds.lower)
    if bounds.desired == 0:
        spare = len(serving)
    return idle + serving[:spare] + own[bounds.desired :]


def described(deployment: Deployment, primary: bool, members: list[Member], facts: Parameters) -> Parameters:
    own = [one for one in members if one.deployment is deployment and one.counted]
    running = sum(1 for one in own if one.running)
    return {
        **facts,
        "id": deployment.id,
        "status": "PRIMARY" if primary else "ACTIVE",
        "taskDefinition": deployment.definition,
        "networkConfiguration": deployment.network,
        "pendingCount": sum(1 for one in own if one.wanted and not one.running),
        "runningCount": running,
        "failedTasks": deployment.failed,
        "rolloutState": deployment.state,
        "rolloutStateReason": deployment.reason,
        "createdAt": deployment.created,
        "updatedAt": deployment.updated,
    }
