"""Replication groups of ElastiCache, whole: moto's have no clusters behind them, where AWS keeps half of what a group was given."""

from typing import Any

from memory import Parameters, Refused, Request, addition, identity
from moto.elasticache.responses import ElastiCacheResponse

NONE = "ReplicationGroupNotFoundFault"
KIND = "replication group"
PORT = 6379

# What a request for a group, or for a change of one, says of the clusters that it is made of.
OF_CLUSTERS = (
    "AutoMinorVersionUpgrade",
    "CacheNodeType",
    "Engine",
    "EngineVersion",
    "PreferredMaintenanceWindow",
    "SnapshotRetentionLimit",
    "SnapshotWindow",
    "TransitEncryptionMode",
)
# What it says of the group itself.
OF_GROUP = (
    "AutoMinorVersionUpgrade",
    "CacheNodeType",
    "Engine",
    "IpDiscovery",
    "KmsKeyId",
    "NetworkType",
    "SnapshotRetentionLimit",
    "SnapshotWindow",
    "TransitEncryptionMode",
)


def _said(request: Request, names: tuple[str, ...]) -> Parameters:
    return {name: request[name] for name in names if request.get(name) is not None}


def _state(on: bool) -> str:
    return "enabled" if on else "disabled"


def _logs(request: Request) -> list[Parameters]:
    return [{**one, "Status": "active"} for one in request.get("LogDeliveryConfigurations", [])]


def _clusters_change(request: Request) -> Parameters:
    change = _said(request, OF_CLUSTERS)
    if request.get("SecurityGroupIds") is not None:
        change["SecurityGroups"] = [
            {"SecurityGroupId": group, "Status": "active"} for group in request["SecurityGroupIds"]
        ]
    if request.get("CacheParameterGroupName") is not None:
        name = request["CacheParameterGroupName"]
        change["CacheParameterGroup"] = {"CacheParameterGroupName": name, "ParameterApplyStatus": "in-sync"}
    return change


@addition(ElastiCacheResponse)
def CreateReplicationGroup(request: Request) -> Parameters:
    name = request["ReplicationGroupId"]
    if request.get("NumNodeGroups", 1) > 1 or request.get("ClusterMode", "disabled") != "disabled":
        raise Refused("InvalidParameterValue", "The addition to moto keeps groups of one shard alone.")
    domain = f"{name}.{identity()[:6]}.{request.region}.cache.amazonaws.com"
    nodes = 1 + request["ReplicasPerNodeGroup"] if "ReplicasPerNodeGroup" in request.parameters else None
    members = [f"{name}-{number:03}" for number in range(1, (nodes or request.get("NumCacheClusters", 1)) + 1)]
    arn = request.arn("elasticache", f"replicationgroup:{name}")
    shared = {
        "ARN": arn,
        "AtRestEncryptionEnabled": request.get("AtRestEncryptionEnabled", False),
        "AuthTokenEnabled": request.get("AuthToken") is not None,
        "TransitEncryptionEnabled": request.get("TransitEncryptionEnabled", False),
    }
    entry = {
        "IpDiscovery": "ipv4",
        "NetworkType": "ipv4",
        **_said(request, OF_GROUP),
        **shared,
        "ReplicationGroupId": name,
        "Description": request["ReplicationGroupDescription"],
        "Status": "available",
        "MemberClusters": members,
        "NodeGroups": [
            {
                "NodeGroupId": "0001",
                "Status": "available",
                "PrimaryEndpoint": {"Address": f"master.{domain}", "Port": request.get("Port", PORT)},
                "ReaderEndpoint": {"Address": f"replica.{domain}", "Port": request.get("Port", PORT)},
                "NodeGroupMembers": [
                    {"CacheClusterId": member, "CacheNodeId": "0001", "CurrentRole": "primary" if first else "replica"}
                    for member, first in zip(members, [True] + [False] * len(members))
                ],
            }
        ],
        "AutomaticFailover": _state(request.get("AutomaticFailoverEnabled", False)),
        "MultiAZ": _state(request.get("MultiAZEnabled", False)),
        "ClusterEnabled": False,
        "ClusterMode": "disabled",
        "DataTiering": _state(request.get("DataTieringEnabled", False)),
        "LogDeliveryConfigurations": _logs(request),
    }
    clusters = {
        "AutoMinorVersionUpgrade": True,
        **_clusters_change(request),
        **shared,
        "ReplicationGroupId": name,
        "CacheClusterStatus": "available",
        "CacheSubnetGroupName": request.get("CacheSubnetGroupName"),
        "NumCacheNodes": 1,
    }
    created = request.add(KIND, name, entry, "ReplicationGroupAlreadyExists")
    for member in members:
        own = request.arn("elasticache", f"cluster:{member}")
        request.kept("cache cluster")[member] = {**clusters, "CacheClusterId": member, "ARN": own}
    request.kept("tags")[arn] = {"TagList": request.get("Tags", [])}
    return {"ReplicationGroup": created}


@addition(ElastiCacheResponse)
def DescribeReplicationGroups(request: Request) -> Parameters:
    name = request.get("ReplicationGroupId")
    found = [request.find(KIND, name, NONE)] if name else list(request.kept(KIND).values())
    return {"ReplicationGroups": found}


@addition(ElastiCacheResponse)
def DescribeCacheClusters(request: Request) -> Parameters:
    name = request.get("CacheClusterId")
    kept = request.kept("cache cluster")
    return {"CacheClusters": [request.find("cache cluster", name, "CacheClusterNotFound")] if name else list(kept.values())}


@addition(ElastiCacheResponse)
def ModifyReplicationGroup(request: Request) -> Parameters:
    name = request["ReplicationGroupId"]
    change: dict[str, Any] = _said(request, OF_GROUP)
    if request.get("ReplicationGroupDescription") is not None:
        change["Description"] = request["ReplicationGroupDescription"]
    for said, kept in (("AutomaticFailoverEnabled", "AutomaticFailover"), ("MultiAZEnabled", "MultiAZ")):
        if request.get(said) is not None:
            change[kept] = _state(request[said])
    if request.get("LogDeliveryConfigurations") is not None:
        change["LogDeliveryConfigurations"] = _logs(request)
    changed = request.change(KIND, name, change, NONE)
    for member in changed["MemberClusters"]:
        request.change("cache cluster", member, _clusters_change(request), "CacheClusterNotFound")
    return {"ReplicationGroup": changed}


@addition(ElastiCacheResponse)
def DeleteReplicationGroup(request: Request) -> Parameters:
    gone = request.drop(KIND, request["ReplicationGroupId"], NONE)
    for member in gone["MemberClusters"]:
        request.drop("cache cluster", member, "CacheClusterNotFound")
    request.kept("tags").pop(gone["ARN"], None)
    return {"ReplicationGroup": {**gone, "Status": "deleting"}}
