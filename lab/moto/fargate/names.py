"""Where the names of Route 53 lead, with its health checks and its failover records.

https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
"""

import threading
import time
import traceback
from collections.abc import Callable

from moto.elbv2.models import elbv2_backends
from moto.route53.models import HealthCheck, RecordSet, route53_backends

from . import balancing

# Seconds between two looks for a check that is due.
LOOK = 1


class Checked:
    """How one health check stands: what holds changes after so many answers in a row that say otherwise."""

    def __init__(self) -> None:
        self.healthy = True
        self.otherwise = 0
        self.due = 0.0

    def answered(self, good: bool, threshold: int) -> None:
        self.otherwise = 0 if good == self.healthy else self.otherwise + 1
        if self.otherwise >= threshold:
            self.healthy, self.otherwise = good, 0


class Names:
    """Route 53 for one account. `asked` tells the status of a path under a name."""

    def __init__(self, account: str, asked: Callable[[str, str], int]) -> None:
        self.account = account
        self.asked = asked
        self.checked: dict[str, Checked] = {}
        threading.Thread(target=self._check_on, daemon=True).start()

    def leads(self, host: str) -> str:
        """The name of the load balancer that a name leads to; a load balancer's own leads to itself, as any that is not known."""
        records = [
            record
            for zone in list(route53_backends[self.account]["aws"].zones.values())
            for record in list(zone.rrsets)
            if record.type == "A" and record.alias_target and _same(record.name, host)
        ]
        # Where all are unhealthy, the first answers all the same.
        ranked = sorted(records, key=lambda record: record.failover == "SECONDARY")
        chosen = next((record for record in ranked if self._healthy(record)), ranked[0] if ranked else None)
        return host if chosen is None else _target(chosen)

    def _healthy(self, record: RecordSet) -> bool:
        check = self.checked.get(str(record.health_check_id))
        if check is not None and not check.healthy:
            return False
        if str(record.alias_target["EvaluateTargetHealth"]).lower() != "true":
            return True
        return self._serves(_target(record))

    def _serves(self, name: str) -> bool:
        """Whether each target group of a load balancer has a healthy target."""
        for backend in list(elbv2_backends[self.account].values()):
            for balancer in list(backend.load_balancers.values()):
                if balancer.dns_name.lower() == name:
                    groups = [one for one in backend.target_groups.values() if balancer.arn in one.load_balancer_arns]
                    return all(balancing.healthy(group.arn) for group in groups)
        return False

    def _check_on(self) -> None:
        while True:
            time.sleep(LOOK)
            for check in list(route53_backends[self.account]["aws"].health_checks.values()):
                known = self.checked.setdefault(str(check.id), Checked())
                if time.monotonic() >= known.due:
                    known.due = time.monotonic() + int(check.request_interval)
                    threading.Thread(target=self._check, args=(check, known), daemon=True).start()

    def _check(self, check: HealthCheck, known: Checked) -> None:
        try:
            status = self.asked(str(check.fqdn).lower(), str(check.resource_path))
            known.answered(200 <= status < 400, int(check.failure_threshold))
        except Exception:
            traceback.print_exc()


def _target(record: RecordSet) -> str:
    return str(record.alias_target["DNSName"]).lower().rstrip(".").removeprefix("dualstack.")


def _same(name: str, host: str) -> bool:
    name = name.rstrip(".").lower().replace("\\052", "*")
    return name == host or (name.startswith("*.") and host.partition(".")[2] == name[2:])
