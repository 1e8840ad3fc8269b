"""What a load balancer thinks of a task: its target group's question, put to the container itself."""

import http.client
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

from moto.elbv2.models import FakeHealthStatus, FakeTargetGroup, elbv2_backends

_targets: dict[tuple[str, str], "Target"] = {}
_health_for = FakeTargetGroup.health_for


class Target:
    """A task in a target group: `initial` until one question has gone well, then `healthy` or `unhealthy`.

    As AWS does, one good answer makes a new target healthy; after that the group's thresholds count.
    """

    def __init__(self, group: FakeTargetGroup, address: str, port: int, told: Callable[[], None]) -> None:
        self.group = group
        self.address = address
        self.port = port
        self.state = "initial"
        self.reason = "Elb.RegistrationInProgress"
        self._told = told
        self._left = threading.Event()
        group.register([{"Id": address, "Port": port}])
        _targets[group.arn, address] = self
        threading.Thread(target=self._ask_on, daemon=True).start()

    def leave(self) -> None:
        if not self._left.is_set():
            self._left.set()
            _targets.pop((self.group.arn, self.address), None)
            if self.address in self.group.targets:
                self.group.deregister([{"Id": self.address}])

    def _ask_on(self) -> None:
        good = bad = 0
        while not self._left.is_set():
            problem = self._problem()
            good, bad = (good + 1, 0) if problem is None else (0, bad + 1)
            before = self.state
            if problem is None and (before == "initial" or good >= int(self.group.healthy_threshold_count)):
                self.state, self.reason = "healthy", ""
            elif problem is not None and bad >= int(self.group.unhealthy_threshold_count):
                self.state, self.reason = "unhealthy", problem
            if self.state != before:
                self._told()
            # A start is looked at more often than AWS does it, for a test waits for it.
            self._left.wait(1 if self.state == "initial" and bad == 0 else int(self.group.health_check_interval_seconds))

    def _problem(self) -> str | None:
        given = self.group.health_check_port
        port = self.port if given in (None, "traffic-port") else int(given)
        timeout = int(self.group.health_check_timeout_seconds)
        try:
            if self.group.health_check_protocol == "TCP":
                socket.create_connection((self.address, port), timeout).close()
                return None
            asked = http.client.HTTPConnection(self.address, port, timeout=timeout)
            asked.request("GET", self.group.health_check_path or "/", headers={"User-Agent": "ELB-HealthChecker/2.0"})
            status = asked.getresponse().status
            asked.close()
        except TimeoutError:
            return "Target.Timeout"
        except (OSError, http.client.HTTPException):
            return "Target.FailedHealthChecks"
        return None if _matches(str(self.group.matcher["HttpCode"]), status) else "Target.ResponseCodeMismatch"


def _matches(codes: str, status: int) -> bool:
    for one in codes.split(","):
        first, _, last = one.partition("-")
        if int(first) <= status <= int(last or first):
            return True
    return False


def join(account: str, region: str, balancer: dict[str, Any], address: str, told: Callable[[], None]) -> Target:
    """Registers a task's address in the target group that a service names."""
    group = elbv2_backends[account][region].target_groups[balancer["targetGroupArn"]]
    return Target(group, address, int(balancer["containerPort"]), told)


def health_for(self: FakeTargetGroup, target: dict[str, Any], ec2_backend: Any) -> FakeHealthStatus:
    known = _targets.get((self.arn, target["Id"]))
    if known is None:
        return _health_for(self, target, ec2_backend)
    return FakeHealthStatus(known.address, str(known.port), str(known.port), known.state, known.reason or None)


FakeTargetGroup.health_for = health_for  # type: ignore[method-assign]


def healthy(group: str) -> list[tuple[str, int]]:
    """Where a target group sends requests."""
    found = [one for (arn, _), one in sorted(_targets.items()) if arn == group]
    return [(one.address, one.port) for one in found if one.state == "healthy"]


def settled(targets: list[Target]) -> bool:
    return all(target.state == "healthy" for target in targets)


def failed(targets: list[Target], since: float, grace: int) -> Target | None:
    """A target that is unhealthy, once the time is over in which that does not count."""
    if time.monotonic() - since < grace:
        return None
    return next((target for target in targets if target.state == "unhealthy"), None)
