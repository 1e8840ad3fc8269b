"""Operations of AWS's CloudFront that the target's resources need and moto does not have.

They keep what they are given and give it back. docs/aws-testing.md lists them.
"""

from memory import Parameters, Refused, Request, addition, identity
from moto.cloudfront.responses import CloudFrontResponse
from moto.core.utils import utcnow


def _policies(noun: str) -> None:
    """Cache, origin request and response headers policies differ in their names only."""
    config, gone = f"{noun}Config", f"NoSuch{noun}"

    def answer(kept: Parameters) -> Parameters:
        policy = {"Id": kept["Id"], "LastModifiedTime": kept["LastModifiedTime"], config: kept[config]}
        return {noun: policy, "ETag": kept["ETag"], "Location": kept["Id"]}

    def entry(request: Request, key: str) -> Parameters:
        return {"Id": key, "ETag": identity(), "LastModifiedTime": utcnow(), config: request[config]}

    def create(request: Request) -> Parameters:
        key = identity()
        taken = [one for one in request.kept(noun).values() if one[config]["Name"] == request[config]["Name"]]
        if taken:
            raise Refused(f"{noun}AlreadyExists", f"There is a {noun} {request[config]['Name']} already.")
        return answer(request.add(noun, key, entry(request, key), f"{noun}AlreadyExists"))

    def get(request: Request) -> Parameters:
        return answer(request.find(noun, request["Id"], gone))

    def update(request: Request) -> Parameters:
        return answer(request.change(noun, request["Id"], entry(request, request["Id"]), gone))

    def delete(request: Request) -> Parameters:
        request.drop(noun, request["Id"], gone)
        return {}

    for verb, operation in (("Create", create), ("Get", get), ("Update", update), ("Delete", delete)):
        addition(CloudFrontResponse, verb + noun)(operation)


@addition(CloudFrontResponse)
def PublishFunction(request: Request) -> Parameters:
    function = request.response.backend.describe_function(name=request["Name"])
    function.status, function.stage = "UNASSOCIATED", "LIVE"
    return {"FunctionSummary": function.function_summary}


DISTRIBUTION, NO_DISTRIBUTION = "distribution", "NoSuchDistribution"


def _config(given: Parameters) -> Parameters:
    """With what AWS answers even where nobody asked for it."""
    return {"OriginGroups": {"Quantity": 0}, **given}


def _distribution(kept: Parameters) -> Parameters:
    return {"Distribution": {name: value for name, value in kept.items() if name != "ETag"}, "ETag": kept["ETag"]}


@addition(CloudFrontResponse)
def CreateDistributionWithTags(request: Request) -> Parameters:
    given = request["DistributionConfigWithTags"]
    key = f"E{identity().replace('-', '')[:13].upper()}"
    arn = f"arn:aws:cloudfront::{request.account}:distribution/{key}"
    entry = {
        "Id": key,
        "ARN": arn,
        "ETag": identity(),
        # Spread over the world at once; AWS takes minutes.
        "Status": "Deployed",
        "LastModifiedTime": utcnow(),
        "InProgressInvalidationBatches": 0,
        "DomainName": f"{key.lower()}.cloudfront.net",
        "DistributionConfig": _config(given["DistributionConfig"]),
    }
    request.response.backend.tagger.tag_resource(arn, given["Tags"].get("Items", []))
    return _distribution(request.add(DISTRIBUTION, key, entry, "DistributionAlreadyExists"))


@addition(CloudFrontResponse)
def GetDistribution(request: Request) -> Parameters:
    return _distribution(request.find(DISTRIBUTION, request["Id"], NO_DISTRIBUTION))


@addition(CloudFrontResponse)
def UpdateDistribution(request: Request) -> Parameters:
    change = {"ETag": identity(), "DistributionConfig": _config(request["DistributionConfig"])}
    return _distribution(request.change(DISTRIBUTION, request["Id"], change, NO_DISTRIBUTION))


@addition(CloudFrontResponse)
def DeleteDistribution(request: Request) -> Parameters:
    kept = request.find(DISTRIBUTION, request["Id"], NO_DISTRIBUTION)
    if kept["DistributionConfig"]["Enabled"]:
        raise Refused("DistributionNotDisabled", "The distribution is enabled.")
    request.drop(DISTRIBUTION, request["Id"], NO_DISTRIBUTION)
    return {}


for policy in ("CachePolicy", "OriginRequestPolicy", "ResponseHeadersPolicy"):
    _policies(policy)
