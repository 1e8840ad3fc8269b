"""What the `secrets` of a container lead to, in the mock's Secrets Manager and Parameter Store."""

import json

from moto.core.exceptions import ServiceException
from moto.secretsmanager.models import secretsmanager_backends
from moto.ssm.models import ssm_backends

from .engine import Unavailable


def _refused(account: str, region: str, wanted: str, reason: str) -> Unavailable:
    return Unavailable(
        "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve "
        f"secret from asm: service call has been retried 1 time(s): failed to fetch secret {wanted} from secrets manager: {reason}"
    )


def _parameter(account: str, region: str, name: str) -> str:
    found = ssm_backends[account][region].get_parameter(name)
    if found is None or found.value is None:
        raise Unavailable(
            "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve "
            f"secrets from ssm: invalid ssm parameters: {name}"
        )
    return str(found.response_object(decrypt=True, region=region)["Value"])


def secret(account: str, region: str, reference: str) -> str:
    """The text behind a `valueFrom`.

    A secret's ARN may be followed by `:json-key:version-stage:version-id`, each of which may be empty; anything else names a parameter by
    its ARN or its name (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html).
    """
    parts = reference.split(":")
    if parts[0] != "arn":
        return _parameter(account, region, reference)
    if parts[2] == "ssm":
        name = reference.split(":parameter", 1)[1]
        return _parameter(account, parts[3], name if name.count("/") > 1 else name.removeprefix("/"))
    arn = ":".join(parts[:7])
    key, stage, version = (parts[7:] + ["", "", ""])[:3]
    try:
        found = secretsmanager_backends[account][parts[3]].get_secret_value(arn, version or None, stage or None)  # type: ignore[arg-type]
    except ServiceException as error:
        raise _refused(account, region, arn, error.message) from None
    text = str(found.get("SecretString", ""))
    if key == "":
        return text
    fields = json.loads(text)
    if key not in fields:
        raise _refused(account, region, arn, f"retrieved secret from Secrets Manager did not contain json key {key}")
    value = fields[key]
    return value if isinstance(value, str) else json.dumps(value)
