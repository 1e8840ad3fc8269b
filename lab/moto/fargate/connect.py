"""The proxy of Service Connect: a name leads to an address that stays, and from there to a task that serves.

On Fargate the proxy stands in each task; here a small container answers for a name in the network of a VPC, and this process chooses the task.
"""

import functools
import itertools
import socket
from collections.abc import Callable

from moto.ecs.models import EC2ContainerServiceBackend, Service

from .containers import Parameters
from .engine import Engine
from .plan import Planner
from .relay import carry, listen
from .rollout import Member

# Seconds in which a task has to take a connection.
PATIENCE = 5

Place = tuple[str, int]


class Connections:
    """The names of Service Connect on one engine."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._chosen: dict[tuple[str, str], Callable[[], list[Place]]] = {}
        self._turns = itertools.count()

    def publish(self, backend: EC2ContainerServiceBackend, service: Service, members: list[Member]) -> None:
        """Leads the names that a service has in Service Connect to its tasks, of which `members` has those of the moment."""
        connect: Parameters = getattr(service, "service_connect_configuration", None) or {}
        for one in connect.get("services") or []:
            choose = functools.partial(_places, backend, members, one["portName"])
            for alias in one.get("clientAliases") or []:
                network = Planner(self.engine, backend.account_id, backend.region_name).network(service.network_configuration)
                self.lead(network, alias["dnsName"], int(alias["port"]), choose)

    def lead(self, network: str, name: str, port: int, choose: Callable[[], list[Place]]) -> None:
        """Leads a name in a network to the tasks that `choose` tells, in turn."""
        known = (network, name) in self._chosen
        self._chosen[network, name] = choose
        if not known:
            gateway = self.engine.gateway(network)
            own = listen(gateway, lambda connection: self._pass((network, name), connection))
            # One build of busybox has -ll for a server that goes on, another -lk; and not each has a name for each program.
            serve = " || ".join(f"busybox nc {flag} -p {port} -e busybox nc {gateway} {own}" for flag in ("-ll", "-lk"))
            self.engine.helper(network, [name], ["sh", "-c", serve])

    def forget(self) -> None:
        self._chosen.clear()

    def _pass(self, key: tuple[str, str], connection: socket.socket) -> None:
        choose = self._chosen.get(key)
        places = [] if choose is None else choose()
        first = next(self._turns)
        for index in range(len(places)):
            try:
                task = socket.create_connection(places[(first + index) % len(places)], PATIENCE)
            except OSError:
                continue
            task.settimeout(None)
            carry(connection, task)
            return
        connection.close()


def _places(backend: EC2ContainerServiceBackend, members: list[Member], port_name: str) -> list[Place]:
    """Where a port is served: by the tasks that are healthy, or where none is, by those that run."""
    running = [one for one in members if one.running]
    found = []
    for member in [one for one in running if one.healthy] or running:
        definition = backend.describe_task_definition(member.deployment.definition)
        mappings = [one for container in definition.container_definitions for one in container.get("portMappings") or []]
        found += [(str(member.task.address), int(one["containerPort"])) for one in mappings if one.get("name") == port_name]
    return found
