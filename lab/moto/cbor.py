"""The protocol in which AWS's newest SDKs ask CloudWatch and which moto does not speak: Smithy's RPC v2 in CBOR.

A request is led to moto as JSON, in which it knows the same operations, and its answer is written as CBOR again.
https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html
"""

import io
import json
import re
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from botocore.model import Shape, StringShape
from botocore.parsers import RpcV2CBORParser
from botocore.serialize import RpcV2CBORSerializer
from moto.core.utils import get_service_model
from moto.moto_server.werkzeug_app import DomainDispatcherApplication

PATH = re.compile(r"^/service/(?P<target>GraniteServiceVersion20100801)/operation/(?P<operation>\w+)$")
TEXT = StringShape("Text", {"type": "string"})

Environment = dict[str, Any]


def _read(body: bytes) -> Any:
    parser = RpcV2CBORParser()
    return {} if body == b"" else parser.parse_data_item(parser.get_peekable_stream_from_bytes(body))


def _as_json(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.timestamp()
    raise TypeError(f"{type(value)} has no form in JSON")


def _written(value: Any, shape: Shape) -> bytes:
    written = bytearray()
    RpcV2CBORSerializer()._serialize_data_item(written, value, shape)
    return bytes(written)


def _error(answer: dict[str, Any]) -> bytes:
    words = {"__type": str(answer.get("__type", "")), "message": str(answer.get("message", answer.get("Message", "")))}
    # The head of a map with two entries.
    return b"\xa2" + b"".join(_written(text, TEXT) for pair in words.items() for text in pair)


def _answered(operation: str, status: str, body: bytes) -> bytes:
    answer = json.loads(body) if body else {}
    if not status.startswith("2"):
        return _error(answer)
    shape = get_service_model("cloudwatch").operation_model(operation).output_shape
    # An empty map.
    return b"\xa0" if shape is None else _written({k: v for k, v in answer.items() if v is not None}, shape)


def speak() -> None:
    """Teaches the server that protocol."""
    plain = DomainDispatcherApplication.__call__

    def call(self: DomainDispatcherApplication, environ: Environment, start_response: Callable[..., Any]) -> Iterable[bytes]:
        asked = PATH.match(environ["PATH_INFO"])
        if asked is None:
            return plain(self, environ, start_response)
        length = int(environ.get("CONTENT_LENGTH") or 0)
        body = json.dumps(_read(environ["wsgi.input"].read(length)), default=_as_json).encode()
        told: dict[str, str] = {}

        def start(status: str, headers: list[tuple[str, str]], _: Any = None) -> None:
            told["status"] = status

        as_json = {
            "PATH_INFO": "/",
            "RAW_URI": "/",
            "REQUEST_URI": "/",
            "HTTP_X_AMZ_TARGET": f"{asked['target']}.{asked['operation']}",
            "CONTENT_TYPE": "application/x-amz-json-1.0",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
        }
        answer = b"".join(plain(self, {**environ, **as_json}, start))
        content = _answered(asked["operation"], told["status"], answer)
        headers = [
            ("Content-Type", "application/cbor"),
            ("smithy-protocol", "rpc-v2-cbor"),
            ("Content-Length", str(len(content))),
        ]
        start_response(told["status"], headers)
        return [content]

    DomainDispatcherApplication.__call__ = call
