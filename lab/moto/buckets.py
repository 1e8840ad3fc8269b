"""Tags that a bucket is given as it is made: moto knows those alone that it is given later."""

from typing import Any

import xmltodict
from moto.s3.responses import S3Response

_put = S3Response._bucket_response_put


def put(self: S3Response, request: Any, bucket_name: str, querystring: dict[str, Any]) -> Any:
    answer = _put(self, request, bucket_name, querystring)
    if self.body and b"CreateBucketConfiguration" in self.body:
        configuration = xmltodict.parse(self.body, force_list=("Tag",))["CreateBucketConfiguration"]
        tags = (configuration.get("Tags") or {}).get("Tag", [])
        self.backend.put_bucket_tagging(bucket_name, {tag["Key"]: tag["Value"] for tag in tags})
    return answer


S3Response._bucket_response_put = put  # type: ignore[method-assign]
