"""The tags of what Application Auto Scaling scales, which moto does not keep."""

import json

from memory import Parameters, Request, addition
from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse

TAGS = "tags of a scalable target"
_register = ApplicationAutoScalingResponse.register_scalable_target


@addition(ApplicationAutoScalingResponse)
def RegisterScalableTarget(request: Request) -> Parameters:
    answer: Parameters = json.loads(_register(request.response))
    request.kept(TAGS).setdefault(answer["ScalableTargetARN"], {}).update(request.get("Tags", {}))
    return answer


@addition(ApplicationAutoScalingResponse)
def ListTagsForResource(request: Request) -> Parameters:
    return {"Tags": request.kept(TAGS).get(request["ResourceARN"], {})}


@addition(ApplicationAutoScalingResponse)
def TagResource(request: Request) -> Parameters:
    request.kept(TAGS).setdefault(request["ResourceARN"], {}).update(request["Tags"])
    return {}


@addition(ApplicationAutoScalingResponse)
def UntagResource(request: Request) -> Parameters:
    tags = request.kept(TAGS).get(request["ResourceARN"], {})
    for key in request["TagKeys"]:
        tags.pop(key, None)
    return {}
