"""A container as a task definition describes it, in the words of the Docker engine."""

from dataclasses import dataclass, field
from typing import Any

from .engine import CONTAINER, TASK, Engine, Unavailable

Parameters = dict[str, Any]
SECOND = 1_000_000_000
MEBIBYTE = 1024 * 1024
# What Fargate gives a container to end, where its definition says nothing.
STOP_TIMEOUT = 30

# What is done with a container's definition. A property that stands nowhere refuses the task, so that none is left out unseen.
DONE = {
    *("command", "cpu", "dependsOn", "dockerLabels", "entryPoint", "environment", "essential", "healthCheck", "image", "linuxParameters"),
    *("logConfiguration", "memory", "mountPoints", "name", "readonlyRootFilesystem", "secrets", "startTimeout", "stopTimeout", "ulimits"),
    *("user", "workingDirectory"),
}
# Those that change nothing here: names for ports, and what is set aside on a machine.
WITHOUT_EFFECT = {"memoryReservation", "portMappings", "versionConsistency"}
OF_LINUX = {"capabilities", "initProcessEnabled", "tmpfs"}


@dataclass
class Container:
    """One container of a task, and how it stands."""

    definition: Parameters
    image: str
    environment: dict[str, str]
    command: list[str] | None
    id: str | None = None
    status: str = "PENDING"
    exit_code: int | None = None
    reason: str | None = None
    health: str = "UNKNOWN"
    was_healthy: bool = False
    logged: list[Any] = field(default_factory=list)

    @property
    def name(self) -> str:
        return str(self.definition["name"])

    @property
    def essential(self) -> bool:
        return bool(self.definition.get("essential", True))

    @property
    def checked(self) -> bool:
        return bool(self.definition.get("healthCheck"))

    @property
    def stop_timeout(self) -> int:
        return int(self.definition.get("stopTimeout") or STOP_TIMEOUT)

    @property
    def start_timeout(self) -> int | None:
        given = self.definition.get("startTimeout")
        return None if given is None else int(given)

    @property
    def dependencies(self) -> dict[str, str]:
        return {one["containerName"]: one["condition"] for one in self.definition.get("dependsOn") or []}

    def described(self, task: str) -> Parameters:
        shown = {
            "containerArn": f"{task.replace(':task/', ':container/')}/{self.name}",
            "taskArn": task,
            "name": self.name,
            "image": self.definition["image"],
            "lastStatus": self.status,
            "healthStatus": self.health,
            "runtimeId": self.id,
            "exitCode": self.exit_code,
            "reason": self.reason,
            "cpu": str(self.definition.get("cpu", 0)),
            "memory": None if self.definition.get("memory") is None else str(self.definition["memory"]),
        }
        return {name: value for name, value in shown.items() if value is not None}


def unknown_properties(definition: Parameters) -> list[str]:
    """Properties that have a value and that the engine would not honour."""
    given = {name for name, value in definition.items() if value not in (None, [], {}, "", 0, False)}
    linux = {name for name, value in (definition.get("linuxParameters") or {}).items() if value not in (None, [], {})}
    return sorted(given - DONE - WITHOUT_EFFECT) + sorted(f"linuxParameters.{name}" for name in linux - OF_LINUX)


def _health(definition: Parameters) -> Parameters | None:
    check = definition.get("healthCheck")
    if not check:
        return None
    return {
        "Test": check["command"],
        "Interval": int(check.get("interval") or 30) * SECOND,
        "Timeout": int(check.get("timeout") or 5) * SECOND,
        "Retries": int(check.get("retries") or 3),
        "StartPeriod": int(check.get("startPeriod") or 0) * SECOND,
    }


def _memory_folders(linux: Parameters) -> dict[str, str]:
    return {
        one["containerPath"]: ",".join([f"size={one['size']}m", *(one.get("mountOptions") or [])])
        for one in linux.get("tmpfs") or []
    }


def create(engine: Engine, container: Container, place: Parameters) -> str:
    """Makes a container beside its task's first one, whose network it is in.

    `place` has `task` (its id), `pause` (the first container's id), `volumes` (engine's names by the task's), `cpus` and `memory` (MiB) of
    the task.
    """
    definition = container.definition
    linux = definition.get("linuxParameters") or {}
    capabilities = linux.get("capabilities") or {}
    memory = definition.get("memory") or place["memory"]
    binds = [
        f"{place['volumes'][mount['sourceVolume']]}:{mount['containerPath']}:{'ro' if mount.get('readOnly') else 'rw'},nocopy"
        for mount in definition.get("mountPoints") or []
    ]
    host = engine.api.create_host_config(
        network_mode=f"container:{place['pause']}",
        binds=binds,
        tmpfs=_memory_folders(linux),
        read_only=bool(definition.get("readonlyRootFilesystem", False)),
        init=bool(linux.get("initProcessEnabled", False)),
        cap_drop=capabilities.get("drop") or [],
        cap_add=capabilities.get("add") or [],
        mem_limit=None if memory is None else int(memory) * MEBIBYTE,
        nano_cpus=None if place["cpus"] is None else int(min(place["cpus"], engine.cpus) * SECOND),
        cpu_shares=int(definition["cpu"]) if definition.get("cpu") else None,
        ulimits=[
            {"Name": one["name"], "Soft": one["softLimit"], "Hard": one["hardLimit"]} for one in definition.get("ulimits") or []
        ],
    )
    labels = {
        **(definition.get("dockerLabels") or {}),
        **engine.labels,
        TASK: place["task"],
        CONTAINER: container.name,
    }
    made = engine.create(
        container.image,
        name=engine.prefixed(place["task"][:12], container.name),
        command=container.command,
        entrypoint=definition.get("entryPoint") or None,
        environment=container.environment,
        user=definition.get("user") or None,
        working_dir=definition.get("workingDirectory") or None,
        healthcheck=_health(definition),
        labels=labels,
        host_config=host,
    )
    return str(made["Id"])


def observe(engine: Engine, container: Container) -> None:
    """Reads how a container stands."""
    if container.id is None or container.status == "STOPPED":
        return
    state = engine.api.inspect_container(container.id)["State"]
    health = (state.get("Health") or {}).get("Status")
    if container.checked and health in ("healthy", "unhealthy"):
        container.health = health.upper()
        container.was_healthy = container.was_healthy or health == "healthy"
    if state["Status"] in ("exited", "dead"):
        container.status = "STOPPED"
        container.exit_code = int(state["ExitCode"])
        if state.get("OOMKilled"):
            container.reason = "OutOfMemoryError: Container killed due to memory usage"
        elif state.get("Error"):
            container.reason = f"CannotStartContainerError: {state['Error']}"
    elif state["Status"] == "running":
        container.status = "RUNNING"


def started(container: Container) -> bool:
    return container.status in ("RUNNING", "STOPPED") and container.id is not None


def met(condition: str, dependency: Container) -> bool | None:
    """Whether what a container waits for has come about; `None` where it never will."""
    ended = dependency.status == "STOPPED"
    if condition == "START":
        return True if started(dependency) else (None if ended else False)
    if condition == "HEALTHY":
        if not dependency.checked:
            raise Unavailable(f"container {dependency.name} has no health check, which the condition HEALTHY waits for")
        return True if dependency.was_healthy else (None if ended else False)
    if not ended:
        return False
    if condition == "COMPLETE":
        return True
    return True if dependency.exit_code == 0 else None
