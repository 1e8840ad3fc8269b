"""What moto's operations lack: a request that is held to AWS's own model of the operation, and a place to keep it.

An addition is a function that takes the request's parameters as AWS names them and returns the answer's.
"""

import copy
import uuid
from collections.abc import Callable
from typing import Any

from botocore.validate import ParamValidator
from moto.core.exceptions import ServiceException
from moto.core.utils import get_service_model
from moto.core.responses import ActionResult, BaseResponse
from moto.core.utils import camelcase_to_underscores
from moto.moto_api._internal.models import MotoAPIBackend

Parameters = dict[str, Any]


class Refused(ServiceException):
    """An error of AWS by its code. Its module is not one of moto's, where the error's own service would be looked for."""


_kept: dict[tuple[str, str, str], dict[str, Parameters]] = {}


class Request:
    """Who asks for what, and what is kept for them."""

    def __init__(self, response: BaseResponse, parameters: Parameters) -> None:
        self.parameters = parameters
        self.account = response.current_account
        self.region = response.region
        self.response = response

    def __getitem__(self, name: str) -> Any:
        return self.parameters[name]

    def get(self, name: str, otherwise: Any = None) -> Any:
        value = self.parameters.get(name)
        return otherwise if value is None else value

    def kept(self, kind: str) -> dict[str, Parameters]:
        return _kept.setdefault((self.account, self.region, kind), {})

    def find(self, kind: str, key: str, error: str) -> Parameters:
        found = self.kept(kind).get(key)
        if found is None:
            raise Refused(error, f"There is no {kind} {key}.")
        return copy.deepcopy(found)

    def add(self, kind: str, key: str, value: Parameters, error: str) -> Parameters:
        if key in self.kept(kind):
            raise Refused(error, f"There is a {kind} {key} already.")
        self.kept(kind)[key] = value
        return copy.deepcopy(value)

    def change(self, kind: str, key: str, value: Parameters, error: str) -> Parameters:
        self.find(kind, key, error)
        self.kept(kind)[key].update(value)
        return copy.deepcopy(self.kept(kind)[key])

    def drop(self, kind: str, key: str, error: str) -> Parameters:
        self.find(kind, key, error)
        return self.kept(kind).pop(key)

    def arn(self, service: str, name: str) -> str:
        return f"arn:aws:{service}:{self.region}:{self.account}:{name}"


Operation = Callable[[Request], Parameters]


def identity() -> str:
    return str(uuid.uuid4())


def _parsed(response: BaseResponse) -> Parameters:
    response.parse_parameters(response.normalized_request)
    parameters = {name: value for name, value in response.params.items() if value is not None}
    model = get_service_model(response.boto3_service_name)
    shape = model.operation_model(response._get_action()).input_shape
    if shape is not None:
        report = ParamValidator().validate(parameters, shape)
        if report.has_errors():
            raise Refused("ValidationException", report.generate_report())
    return parameters


def addition(cls: type[BaseResponse], name: str | None = None) -> Callable[[Operation], Operation]:
    """Adds an operation to a service of moto under AWS's name of it; without one, the function's is it."""

    def add(operation: Operation) -> Operation:
        def method(self: BaseResponse) -> ActionResult:
            return ActionResult(operation(Request(self, _parsed(self))))

        action = camelcase_to_underscores(name or operation.__name__)
        method.__name__ = action
        setattr(cls, action, method)
        return operation

    return add


def forget_with(backend: type[MotoAPIBackend]) -> None:
    """What is kept here goes when moto forgets what it holds."""
    reset = backend.reset

    def forget(self: MotoAPIBackend) -> None:
        _kept.clear()
        reset(self)

    backend.reset = forget  # type: ignore[method-assign]
