"""Descriptions of rules between security groups and from prefix lists: moto gives back those of address ranges alone."""

from typing import Any

from moto.ec2.models.security_groups import SecurityGroupRule

_init = SecurityGroupRule.__init__


def create(
    self: SecurityGroupRule,
    ec2_backend: Any,
    ip_protocol: str,
    group_id: str,
    from_port: str | None,
    to_port: str | None,
    ip_range: dict[str, str] | None,
    source_group: dict[str, str] | None = None,
    prefix_list_id: dict[str, str] | None = None,
    **more: Any,
) -> None:
    described = next((peer for peer in (source_group, prefix_list_id) if peer is not None and "Description" in peer), {})
    from_where = {**(ip_range or {}), **{name: text for name, text in described.items() if name == "Description"}}
    _init(self, ec2_backend, ip_protocol, group_id, from_port, to_port, from_where, source_group, prefix_list_id, **more)


SecurityGroupRule.__init__ = create  # type: ignore[method-assign]
