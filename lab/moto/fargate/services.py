"""Services of ECS whose tasks really run: a scheduler for each, which begins and ends tasks until they are as the service wants them."""

import threading
import time
import traceback
from typing import Any

import deployments
from docker.errors import DockerException
from memory import Refused, identity
from moto.core.utils import utcnow
from moto.ecs.models import EC2ContainerServiceBackend, Service
from moto.moto_api._internal.models import MotoAPIBackend
from moto.servicediscovery.models import servicediscovery_backends

from . import balancing
from .connect import Connections
from .containers import Parameters
from .operations import TASKS
from .rollout import AGAIN, Bounds, Deployment, Member, described, to_end, to_start
from .tasks import Tasks

# Seconds between two looks, where no task tells of a change.
LOOK = 1
EVENTS = 100


class Scheduler:
    """What keeps one service."""

    def __init__(self, tasks: Tasks, connections: Connections, backend: EC2ContainerServiceBackend, service: Service) -> None:
        self.tasks = tasks
        self.connections = connections
        self.backend = backend
        self.service = service
        self.members: list[Member] = []
        self.deployments: list[Deployment] = []
        self.last_good: Deployment | None = None
        self.steady = False
        self.closed = False
        self._not_before = 0.0
        self._lock = threading.RLock()
        self._changed = threading.Event()
        threading.Thread(target=self._keep, daemon=True).start()

    def told(self) -> None:
        self._changed.set()

    def update(self, forced: bool = False) -> None:
        """Looks at what the service wants now; another definition, another network or a demand is a new deployment."""
        service = self.service
        definition = self.backend.describe_task_definition(service.task_definition).arn
        network = service.network_configuration or None
        with self._lock:
            primary = self.deployments[0] if self.deployments else None
            if forced or primary is None or (primary.definition, primary.network) != (definition, network):
                self.deployments.insert(0, Deployment(definition, network))
            self.steady = False
            self.connections.publish(self.backend, service, self.members)
            self._publish()
        self.told()

    def _keep(self) -> None:
        while not self.closed:
            self._changed.wait(LOOK)
            self._changed.clear()
            try:
                with self._lock:
                    if self.deployments and not self.closed:
                        self._step()
                        self._publish()
            except (DockerException, KeyError, AttributeError):
                traceback.print_exc()

    @property
    def _bounds(self) -> Bounds:
        configuration = getattr(self.service, "deployment_configuration", None) or {}
        desired = 0 if self.service.status in ("DRAINING", "INACTIVE") else int(self.service.desired_count)
        return Bounds.of(desired, configuration)

    def _step(self) -> None:
        bounds = self._bounds
        self._look(bounds)
        self._judge(bounds)
        primary = self.deployments[0]
        for member in to_end(bounds, primary, self.members):
            self._retire(member)
        if time.monotonic() >= self._not_before:
            for _ in range(to_start(bounds, primary, self.members)):
                self._start(primary)
        self._settle(bounds)

    def _look(self, bounds: Bounds) -> None:
        """Registers what has begun to run, ends what is unhealthy, and takes leave of what has ended."""
        primary = self.deployments[0]
        grace = int(getattr(self.service, "health_check_grace_period_seconds", None) or 0)
        for member in list(self.members):
            task = member.task
            if member.running and member.since is None:
                member.since = time.monotonic()
                balancers = [one for one in self.service.load_balancers or [] if one.get("targetGroupArn")]
                member.targets = [
                    balancing.join(self.backend.account_id, self.backend.region_name, one, str(task.address), self.told)
                    for one in balancers
                ]
                for one in balancers:
                    self._say(f"registered 1 targets in (target-group {one['targetGroupArn']})")
            verdict = member.verdict(grace)
            if verdict is not None:
                self._say(f"(task {task.id}) {verdict.removeprefix('Task ')}.")
                member.leave()
                task.stop("ServiceSchedulerInitiated", verdict)
            if member.checked and member.healthy and member.deployment.state == "IN_PROGRESS":
                member.deployment.failed = 0
            if task.stopped:
                self._gone(member, primary)

    def _gone(self, member: Member, primary: Deployment) -> None:
        member.leave()
        self.members.remove(member)
        if member.retired or member.task.stop_code == "UserInitiated":
            return
        self._not_before = time.monotonic() + AGAIN
        self.steady = False
        if member.deployment is primary and primary.state == "IN_PROGRESS":
            primary.failed += 1
            primary.updated = utcnow()

    def _judge(self, bounds: Bounds) -> None:
        """Gives a deployment up of which too many tasks have failed, and goes back to the last good one."""
        primary = self.deployments[0]
        if bounds.threshold is None or primary.state != "IN_PROGRESS" or primary.failed < bounds.threshold:
            return
        primary.become("FAILED", "ECS deployment circuit breaker: tasks failed to start.")
        self._say(f"(deployment {primary.id}) deployment failed: tasks failed to start.")
        good = self.last_good
        if not bounds.rollback or good is None or good is primary:
            return
        back = good if good in self.deployments else Deployment(good.definition, good.network)
        if back in self.deployments:
            self.deployments.remove(back)
        back.failed = 0
        back.become("IN_PROGRESS", f"ECS deployment circuit breaker: rolling back to deploymentId {good.id}.")
        self.deployments.insert(0, back)
        self.service.task_definition = back.definition
        self._say(f"rolling back to deployment {good.id}.")

    def _settle(self, bounds: Bounds) -> None:
        primary = self.deployments[0]
        own = [one for one in self.members if one.deployment is primary]
        if primary.state == "FAILED" or len(own) != len(self.members) or len(own) != bounds.desired:
            return
        if self.steady or not all(one.healthy for one in own):
            return
        self.steady = True
        if primary.state == "IN_PROGRESS":
            went_back = "rolling back" in primary.reason
            primary.become("COMPLETED", primary.reason if went_back else f"ECS deployment {primary.id} completed.")
            self._say(f"(deployment {primary.id}) deployment completed.")
        self.deployments = [primary]
        self.last_good = primary
        self._say("has reached a steady state.")

    def _start(self, deployment: Deployment) -> None:
        service = self.service
        asked = {
            "cluster": service.cluster_name,
            "group": f"service:{service.name}",
            "startedBy": deployment.id,
            "networkConfiguration": deployment.network,
            "platformVersion": service.platform_version or "1.4.0",
            "enableExecuteCommand": bool(getattr(service, "enable_execute_command", False)),
            "tags": service.tags or [],
        }
        definition = self.backend.describe_task_definition(deployment.definition)
        task = self.tasks.run(self.backend, definition, asked, self._aliases(), self.told)
        self.members.append(Member(task, deployment))
        self._say(f"has started 1 tasks: (task {task.id}).")

    def _retire(self, member: Member) -> None:
        member.retired = True
        member.leave()
        member.task.stop(
            "ServiceSchedulerInitiated", f"Scaling activity initiated by (deployment {self.deployments[0].id})"
        )
        self._say(f"has stopped 1 running tasks: (task {member.task.id}).")

    def _aliases(self) -> list[str]:
        """The names of Cloud Map, by which others find its tasks themselves."""
        names: list[str] = []
        discovery = servicediscovery_backends[self.backend.account_id][self.backend.region_name]
        for registry in self.service.service_registries or []:
            found = discovery.get_service(registry["registryArn"].split("/")[-1])
            names.append(f"{found.name}.{discovery.get_namespace(found.namespace_id).name}")
        return sorted(set(names))

    def _say(self, what: str) -> None:
        event = {"id": identity(), "createdAt": utcnow(), "message": f"(service {self.service.name}) {what}"}
        self.service.events = [event, *self.service.events][:EVENTS]

    def _publish(self) -> None:
        service = self.service
        facts = {
            "desiredCount": self._bounds.desired,
            "launchType": service.launch_type,
            "platformVersion": service.platform_version,
            "platformFamily": "Linux",
        }
        connect = getattr(service, "service_connect_configuration", None)
        if connect is not None:
            facts["serviceConnectConfiguration"] = connect
        with_tasks = {one.deployment for one in self.members}
        self.deployments = [one for one in self.deployments if one is self.deployments[0] or one in with_tasks]
        service.deployments = [
            described(one, one is self.deployments[0], self.members, facts) for one in self.deployments
        ]
        service.running_count = sum(one["runningCount"] for one in service.deployments)
        service.pending_count = sum(one["pendingCount"] for one in service.deployments)
        if service.status == "DRAINING" and not self.members:
            service.status = "INACTIVE"
            self.closed = True

    def delete(self) -> None:
        with self._lock:
            if self.members:
                self.service.status = "DRAINING"
            self._publish()
        self.told()


def install(tasks: Tasks) -> None:
    """Puts schedulers in the place of what plays deployments."""
    schedulers: dict[int, Scheduler] = {}
    connections = Connections(tasks.engine)

    def carry_out(service: Service) -> None:
        backend = service._backend
        if service not in backend.services.values():
            # It is still being made.
            return
        if id(service) not in schedulers:
            schedulers[id(service)] = Scheduler(tasks, connections, backend, service)
        schedulers[id(service)].update()

    deployments._carry_out = carry_out

    update = EC2ContainerServiceBackend.update_service
    delete = EC2ContainerServiceBackend.delete_service

    def update_service(self: EC2ContainerServiceBackend, service_properties: dict[str, Any]) -> Service:
        forced = service_properties.get("force_new_deployment", False)
        found = self._get_service(service_properties.get("cluster", "default"), service_properties["service"].split("/")[-1])
        if found.status != "ACTIVE":
            raise Refused("ServiceNotActiveException", "Service was not ACTIVE.")
        service = update(self, service_properties)
        if forced:
            schedulers[id(service)].update(forced=True)
        return service

    def delete_service(self: EC2ContainerServiceBackend, cluster_name: str, service_name: str, force: bool) -> Service:
        service = delete(self, cluster_name, service_name, force)
        if id(service) in schedulers:
            schedulers[id(service)].delete()
        return service

    EC2ContainerServiceBackend.update_service = update_service  # type: ignore[method-assign]
    EC2ContainerServiceBackend.delete_service = delete_service  # type: ignore[method-assign]

    reset = MotoAPIBackend.reset

    def forget(self: MotoAPIBackend) -> None:
        for scheduler in schedulers.values():
            scheduler.closed = True
            for member in scheduler.members:
                member.leave()
        schedulers.clear()
        connections.forget()
        reset(self)

    MotoAPIBackend.reset = forget  # type: ignore[method-assign]


if TASKS is not None:
    install(TASKS)
