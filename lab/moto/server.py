"""Moto's server with the operations that it lacks."""

import importlib

from cbor import speak
from memory import forget_with
from moto.amp import urls as amp_urls
from moto.amp.responses import PrometheusServiceResponse
from moto.backup import urls as backup_urls
from moto.backup.responses import BackupResponse
from moto.cloudfront import urls as cloudfront_urls
from moto.cloudfront.responses import CloudFrontResponse
from moto.kafka import urls as kafka_urls
from moto.kafka.responses import KafkaResponse
from moto.moto_api._internal.models import MotoAPIBackend
from moto.route53 import models as route53_models
from moto.server import main

# A path that moto does not know is answered before the operation is looked for.
PATHS = (
    (
        amp_urls,
        PrometheusServiceResponse,
        [
            "{0}/workspaces/(?P<workspace_id>[^/]+)/alertmanager/definition$",
            "{0}/workspaces/(?P<workspace_id>[^/]+)/configuration$",
        ],
    ),
    (
        backup_urls,
        BackupResponse,
        [
            "{0}/backup/plans/(?P<plan>[^/]+)/selections/?$",
            "{0}/backup/plans/(?P<plan>[^/]+)/selections/(?P<selection>[^/]+)$",
            "{0}/restore-testing/plans$",
            "{0}/restore-testing/plans/(?P<plan>[^/]+)$",
            "{0}/restore-testing/plans/(?P<plan>[^/]+)/selections$",
            "{0}/restore-testing/plans/(?P<plan>[^/]+)/selections/(?P<selection>[^/]+)$",
            "{0}/backup-vaults/(?P<name>[^/]+)/access-policy$",
            "{0}/backup-vaults/(?P<name>[^/]+)/notification-configuration$",
            "{0}/backup-vaults/(?P<name>[^/]+)/recovery-points/?$",
        ],
    ),
    (
        cloudfront_urls,
        CloudFrontResponse,
        [
            f"{{0}}/2020-05-31/{kind}-policy{rest}"
            for kind in ("cache", "origin-request", "response-headers")
            for rest in ("$", "/(?P<policy>[^/]+)$", "/(?P<policy>[^/]+)/config$")
        ]
        + ["{0}/2020-05-31/function/(?P<function>[^/]+)/publish$"],
    ),
    (
        kafka_urls,
        KafkaResponse,
        [
            "{0}/v1/configurations$",
            "{0}/v1/configurations/(?P<arn>.+)$",
        ],
    ),
)

for module, response, paths in PATHS:
    # Before the general ones, for the first that matches answers.
    module.url_paths = {**{path: response.dispatch for path in paths}, **module.url_paths}

# The id of a zone begins as AWS's do.
zone_id = route53_models.create_route53_zone_id
route53_models.create_route53_zone_id = lambda *args, **more: "Z" + zone_id(*args, **more)[1:]

# Each adds its operations when it is loaded.
ADDITIONS = (
    "account",
    "backup",
    "balancers",
    "buckets",
    "caches",
    "cloudfront",
    "databases",
    "deployments",
    # After those that play what it runs.
    "fargate.operations",
    "fargate.services",
    "network",
    "prometheus",
    "scaling",
    "stores",
    "zones",
)
for additions in ADDITIONS:
    importlib.import_module(additions)

forget_with(MotoAPIBackend)
speak()
main()
