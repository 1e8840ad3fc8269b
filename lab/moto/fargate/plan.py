"""From a task definition, what overrides it and where it is to run, to what a task is made of."""

from typing import Any

from moto.ec2.models import ec2_backends
from moto.ecs.models import TaskDefinition
from moto.efs.models import efs_backends

from .containers import Container, Parameters, unknown_properties
from .engine import Engine, Unavailable
from .task import Plan
from .values import secret

# Where a task of no VPC runs: one on a machine of its own.
NO_VPC = "machines"


class Planner:
    """How tasks of an account in a region come to be."""

    def __init__(self, engine: Engine, account: str, region: str) -> None:
        self.engine = engine
        self.account = account
        self.region = region

    def plan(self, definition: TaskDefinition, asked: Parameters, task: str, aliases: list[str]) -> Plan:
        """`asked` has `overrides` and `networkConfiguration` as RunTask takes them."""
        overrides = asked.get("overrides") or {}
        own = {one["name"]: one for one in overrides.get("containerOverrides") or []}
        unknown = set(own) - {one["name"] for one in definition.container_definitions}
        if unknown:
            raise Unavailable(f"the overrides name containers that the definition does not have: {', '.join(sorted(unknown))}")
        containers = [self._container(one, own.get(one["name"], {})) for one in definition.container_definitions]
        volumes = {one["name"]: self._volume(one, task) for one in definition.volumes or []}
        cpu = overrides.get("cpu") or definition.cpu
        memory = overrides.get("memory") or definition.memory
        return Plan(
            network=self.network(asked.get("networkConfiguration")),
            containers=containers,
            volumes={name: volume for name, (volume, _) in volumes.items()},
            own=[volume for volume, lasts in volumes.values() if not lasts],
            aliases=aliases,
            cpus=None if not cpu else int(cpu) / 1024,
            memory=None if not memory else int(memory),
        )

    def network(self, configuration: Parameters | None) -> str:
        """The engine's network in which a task with this configuration runs."""
        return self.engine.network(self._vpc(configuration))

    def _vpc(self, network: Parameters | None) -> str:
        subnets = ((network or {}).get("awsvpcConfiguration") or {}).get("subnets") or []
        if not subnets:
            return NO_VPC
        found = ec2_backends[self.account][self.region].get_subnet(subnets[0])
        return str(found.vpc_id)

    def _container(self, definition: Parameters, override: Parameters) -> Container:
        unknown = unknown_properties(definition)
        if unknown:
            raise Unavailable(f"the mock cannot run container {definition['name']}: it does not know {', '.join(unknown)}")
        environment = {one["name"]: one["value"] for one in definition.get("environment") or []}
        for one in definition.get("secrets") or []:
            environment[one["name"]] = secret(self.account, self.region, one["valueFrom"])
        environment.update({one["name"]: one["value"] for one in override.get("environment") or []})
        changed = {name: override[name] for name in ("cpu", "memory") if override.get(name) is not None}
        return Container(
            definition={**definition, **changed},
            image=self.engine.image(definition["image"]),
            environment=environment,
            command=override.get("command") or definition.get("command") or None,
        )

    def _volume(self, volume: dict[str, Any], task: str) -> tuple[str, bool]:
        """The engine's volume, and whether it outlives the task."""
        system = volume.get("efsVolumeConfiguration")
        host = (volume.get("host") or {}).get("sourcePath")
        if system is not None:
            return self._file_system(system), True
        if host is not None:
            return self.engine.volume(self.engine.prefixed("host", host.strip("/").replace("/", "-")), None), True
        if volume.get("configuredAtLaunch") or volume.get("dockerVolumeConfiguration"):
            raise Unavailable(f"the mock cannot run volume {volume['name']}: it has those of EFS, of the machine and of the task")
        return self.engine.volume(self.engine.prefixed(task[:12], volume["name"]), None), False

    def _file_system(self, configuration: Parameters) -> str:
        system = configuration["fileSystemId"]
        point = (configuration.get("authorizationConfig") or {}).get("accessPointId")
        backend = efs_backends[self.account][self.region]
        if system not in backend.file_systems_by_id:
            raise Unavailable(f"ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: {system} is not there")
        if point is None:
            root = configuration.get("rootDirectory", "/").strip("/").replace("/", "-")
            return self.engine.volume(self.engine.prefixed(system, root or "root"), None)
        if point not in backend.access_points:
            raise Unavailable(f"ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: {point} is not there")
        made = (backend.access_points[point].root_directory or {}).get("CreationInfo")
        owner = None if not made else (f"{made['OwnerUid']}:{made['OwnerGid']}", str(made["Permissions"]))
        return self.engine.volume(self.engine.prefixed(system, point), owner)
