"""Operations of AWS's stores that the target's resources need and moto does not have.

They keep what they are given and give it back. docs/aws-testing.md lists them.
"""

from typing import Any

from memory import Parameters, Refused, Request, addition, identity
from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.efs.models import efs_backends
from moto.efs.responses import EFSResponse
from moto.elasticache.models import elasticache_backends
from moto.elasticache.responses import ElastiCacheResponse
from moto.kafka.responses import KafkaResponse

NO_GROUP = "CacheParameterGroupNotFound"


@addition(ElastiCacheResponse)
def CreateCacheParameterGroup(request: Request) -> Parameters:
    name = request["CacheParameterGroupName"]
    entry = {
        "CacheParameterGroupName": name,
        "CacheParameterGroupFamily": request["CacheParameterGroupFamily"],
        "Description": request["Description"],
        "ARN": request.arn("elasticache", f"parametergroup:{name}"),
        "IsGlobal": False,
    }
    request.kept("tags")[entry["ARN"]] = {"TagList": request.get("Tags", [])}
    return {"CacheParameterGroup": request.add("parameter group", name, entry, "CacheParameterGroupAlreadyExists")}


@addition(ElastiCacheResponse)
def DescribeCacheParameterGroups(request: Request) -> Parameters:
    return {"CacheParameterGroups": [request.find("parameter group", request["CacheParameterGroupName"], NO_GROUP)]}


@addition(ElastiCacheResponse)
def DeleteCacheParameterGroup(request: Request) -> Parameters:
    request.drop("parameter group", request["CacheParameterGroupName"], NO_GROUP)
    request.kept("parameters").pop(request["CacheParameterGroupName"], None)
    return {}


@addition(ElastiCacheResponse)
def ModifyCacheParameterGroup(request: Request) -> Parameters:
    name = request["CacheParameterGroupName"]
    request.find("parameter group", name, NO_GROUP)
    values = request.kept("parameters").setdefault(name, {})
    for one in request["ParameterNameValues"]:
        values[one["ParameterName"]] = one["ParameterValue"]
    return {"CacheParameterGroupName": name}


@addition(ElastiCacheResponse)
def ResetCacheParameterGroup(request: Request) -> Parameters:
    name = request["CacheParameterGroupName"]
    values = request.kept("parameters").setdefault(name, {})
    for one in request.get("ParameterNameValues", []):
        values.pop(one["ParameterName"], None)
    return {"CacheParameterGroupName": name}


@addition(ElastiCacheResponse)
def DescribeCacheParameters(request: Request) -> Parameters:
    values = request.kept("parameters").get(request["CacheParameterGroupName"], {})
    return {"Parameters": [{"ParameterName": name, "ParameterValue": value} for name, value in sorted(values.items())]}


@addition(ElastiCacheResponse)
def DeleteCacheSubnetGroup(request: Request) -> Parameters:
    groups = elasticache_backends[request.account][request.region].cache_subnet_groups
    if groups.pop(request["CacheSubnetGroupName"], None) is None:
        raise Refused("CacheSubnetGroupNotFoundFault", "There is no such subnet group.")
    return {}


_list_cache_tags = ElastiCacheResponse.list_tags_for_resource


def list_tags_for_resource(self: ElastiCacheResponse) -> Any:
    """Tags of what is kept here, else moto's."""
    request = Request(self, {})
    kept = request.kept("tags").get(self._get_param("ResourceName"))
    return _list_cache_tags(self) if kept is None else ActionResult(kept)


ElastiCacheResponse.list_tags_for_resource = list_tags_for_resource  # type: ignore[method-assign]

NO_CONFIGURATION = "NotFoundException"


def _revision(request: Request, number: int) -> Parameters:
    return {"Revision": number, "CreationTime": utcnow(), "Description": request.get("Description", "")}


@addition(KafkaResponse)
def CreateConfiguration(request: Request) -> Parameters:
    name = request["Name"]
    arn = request.arn("kafka", f"configuration/{name}/{identity()}-1")
    entry = {
        "Arn": arn,
        "Name": name,
        "KafkaVersions": request.get("KafkaVersions", []),
        "CreationTime": utcnow(),
        "State": "ACTIVE",
        "Description": request.get("Description", ""),
        "LatestRevision": _revision(request, 1),
        "ServerProperties": request["ServerProperties"],
    }
    return request.add("configuration", arn, entry, "ConflictException")


@addition(KafkaResponse)
def DescribeConfiguration(request: Request) -> Parameters:
    return request.find("configuration", request["Arn"], NO_CONFIGURATION)


@addition(KafkaResponse)
def DescribeConfigurationRevision(request: Request) -> Parameters:
    kept = request.find("configuration", request["Arn"], NO_CONFIGURATION)
    return {**kept, "Revision": kept["LatestRevision"]["Revision"]}


@addition(KafkaResponse)
def UpdateConfiguration(request: Request) -> Parameters:
    kept = request.find("configuration", request["Arn"], NO_CONFIGURATION)
    change = {
        "ServerProperties": request["ServerProperties"],
        "Description": request.get("Description", ""),
        "LatestRevision": _revision(request, kept["LatestRevision"]["Revision"] + 1),
    }
    return request.change("configuration", request["Arn"], change, NO_CONFIGURATION)


@addition(KafkaResponse)
def DeleteConfiguration(request: Request) -> Parameters:
    request.drop("configuration", request["Arn"], NO_CONFIGURATION)
    return {"Arn": request["Arn"], "State": "DELETING"}


@addition(KafkaResponse)
def GetBootstrapBrokers(request: Request) -> Parameters:
    name = request["ClusterArn"].split("/")[1]
    hosts = [f"b-{number}.{name}.kafka.{request.region}.amazonaws.com" for number in (1, 2, 3)]
    return {
        "BootstrapBrokerString": ",".join(f"{host}:9092" for host in hosts),
        "BootstrapBrokerStringTls": ",".join(f"{host}:9094" for host in hosts),
        "BootstrapBrokerStringSaslScram": ",".join(f"{host}:9096" for host in hosts),
        "BootstrapBrokerStringSaslIam": ",".join(f"{host}:9098" for host in hosts),
    }


@addition(KafkaResponse)
def BatchAssociateScramSecret(request: Request) -> Parameters:
    kept = request.kept("scram secrets").setdefault(request["ClusterArn"], {"SecretArnList": []})
    kept["SecretArnList"] = sorted({*kept["SecretArnList"], *request["SecretArnList"]})
    return {"ClusterArn": request["ClusterArn"], "UnprocessedScramSecrets": []}


@addition(KafkaResponse)
def BatchDisassociateScramSecret(request: Request) -> Parameters:
    kept = request.kept("scram secrets").setdefault(request["ClusterArn"], {"SecretArnList": []})
    kept["SecretArnList"] = sorted({*kept["SecretArnList"]} - {*request["SecretArnList"]})
    return {"ClusterArn": request["ClusterArn"], "UnprocessedScramSecrets": []}


@addition(KafkaResponse)
def ListScramSecrets(request: Request) -> Parameters:
    return request.kept("scram secrets").get(request["ClusterArn"], {"SecretArnList": []})


@addition(EFSResponse)
def PutBackupPolicy(request: Request) -> Parameters:
    policy = request["BackupPolicy"]
    # AWS passes through ENABLING and DISABLING; who waits for the end of it need not see the way.
    request.kept("file system backup")[request["FileSystemId"]] = policy
    return {"BackupPolicy": policy}


@addition(EFSResponse)
def DescribeBackupPolicy(request: Request) -> Parameters:
    return {"BackupPolicy": request.find("file system backup", request["FileSystemId"], "PolicyNotFound")}


@addition(EFSResponse)
def DeleteFileSystemPolicy(request: Request) -> Parameters:
    system = efs_backends[request.account][request.region].file_systems_by_id[request["FileSystemId"]]
    system._file_system_policy = None
    return {}
