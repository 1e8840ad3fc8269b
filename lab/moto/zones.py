"""A zone that is made with a VPC is a private one: moto wants that said as well, which no client of AWS has to."""

from typing import Any

from moto.route53.responses import Route53

_bool_param = Route53._get_bool_param


def bool_param(self: Route53, name: str, *otherwise: Any) -> Any:
    if name == "HostedZoneConfig.PrivateZone" and self._get_param("VPC.VPCId"):
        return True
    return _bool_param(self, name, *otherwise)


Route53._get_bool_param = bool_param  # type: ignore[method-assign]
