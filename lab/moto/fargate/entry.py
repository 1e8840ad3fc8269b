"""Where people come in: Route 53 says which load balancer a name leads to, and that one sends the request on by its rules.

What of a load balancer's rules is not here is answered with 501 and its name.
"""

import fnmatch
import http.client
import itertools
import socket
import ssl
import tempfile
from typing import Any

from moto.elbv2.models import FakeListener, FakeLoadBalancer, elbv2_backends

from . import balancing
from .names import Names
from .relay import carry, listen

HEAD = 65536
# Seconds in which a target has to take a connection.
PATIENCE = 10
CONDITIONS = {"path-pattern", "host-header"}


class Refusal(Exception):
    """An answer of the load balancer's own."""

    def __init__(self, status: int, text: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(text)
        self.status, self.text, self.headers = status, text, headers or {}

    def bytes(self) -> bytes:
        reason = http.client.responses.get(self.status, "")
        headers = {"Content-Type": "text/plain", **self.headers, "Content-Length": str(len(self.text.encode())), "Connection": "close"}
        lines = [f"HTTP/1.1 {self.status} {reason}", *(f"{name}: {value}" for name, value in headers.items()), "", self.text]
        return "\r\n".join(lines).encode()


class Entry:
    """Listens on loopback for what AWS' load balancers take on 80 and 443, with one certificate for all names."""

    def __init__(self, account: str, certificate: str, key: str) -> None:
        self.account = account
        self.turns = itertools.count()
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with tempfile.NamedTemporaryFile("w", suffix=".pem") as file:
            file.write(key + "\n" + certificate)
            file.flush()
            self.context.load_cert_chain(file.name)
        self.http = listen("127.0.0.1", lambda one: self._answer(one, 80))
        self.https = listen("127.0.0.1", lambda one: self._answer(self.context.wrap_socket(one, server_side=True), 443))
        self.names = Names(account, self.asked)

    def asked(self, host: str, path: str) -> int:
        """The status with which a path is answered over TLS, as whoever checks its health asks."""
        unchecked = ssl.create_default_context()
        unchecked.check_hostname, unchecked.verify_mode = False, ssl.CERT_NONE
        client = http.client.HTTPSConnection("127.0.0.1", self.https, timeout=10, context=unchecked)
        try:
            client.request("GET", path, headers={"Host": host})
            return client.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            client.close()

    def _answer(self, connection: socket.socket, port: int) -> None:
        head, rest = _head(connection)
        if head is None:
            connection.close()
            return
        try:
            target = self._target(head, port)
        except Refusal as refusal:
            connection.sendall(refusal.bytes())
            connection.close()
            return
        head.forwarded(connection.getpeername()[0], port)
        target.sendall(head.bytes() + rest)
        carry(connection, target)

    def _target(self, head: "Head", port: int) -> socket.socket:
        host = (head.header("host") or "").rsplit(":", 1)[0].lower()
        listener = next((one for one in self._balancer(host).listeners.values() if int(one.port) == port), None)
        if listener is None:
            raise Refusal(502, f"the load balancer does not listen on {port}")
        group = _group(listener, host, head.path, head.target)
        healthy = balancing.healthy(group)
        if not healthy:
            raise Refusal(503, "no target is healthy")
        address = healthy[next(self.turns) % len(healthy)]
        try:
            target = socket.create_connection(address, PATIENCE)
        except OSError as error:
            raise Refusal(502, f"{address[0]} takes no connection: {error}") from None
        target.settimeout(None)
        return target

    def _balancer(self, host: str) -> FakeLoadBalancer:
        name = self.names.leads(host)
        for backend in list(elbv2_backends[self.account].values()):
            for balancer in list(backend.load_balancers.values()):
                if balancer.dns_name.lower() == name:
                    return balancer
        raise Refusal(502, f"{host} leads to no load balancer")


class Head:
    """A request without its body."""

    def __init__(self, text: str) -> None:
        first, *lines = text.split("\r\n")
        self.method, self.target, self.version = first.split(" ")
        self.headers = [(name.strip(), value.strip()) for name, _, value in (line.partition(":") for line in lines)]

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    def header(self, name: str) -> str | None:
        return next((value for one, value in self.headers if one.lower() == name), None)

    def forwarded(self, client: str, port: int) -> None:
        """Adds what a load balancer adds; a connection is for one request, unless it becomes another protocol's."""
        before = self.header("x-forwarded-for")
        added = {
            "x-forwarded-for": client if before is None else f"{before}, {client}",
            "x-forwarded-proto": "https" if port == 443 else "http",
            "x-forwarded-port": str(port),
        }
        if self.header("upgrade") is None:
            added["connection"] = "close"
        kept = [(name, value) for name, value in self.headers if name.lower() not in added]
        self.headers = [*kept, *added.items()]

    def bytes(self) -> bytes:
        lines = [f"{self.method} {self.target} {self.version}", *(f"{name}: {value}" for name, value in self.headers)]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin1")


def _head(connection: socket.socket) -> tuple[Head | None, bytes]:
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(HEAD)
        if not piece or len(data) > HEAD:
            return None, b""
        data += piece
    head, _, rest = data.partition(b"\r\n\r\n")
    return Head(head.decode("latin1")), rest


def _values(condition: dict[str, Any]) -> list[str]:
    config = {"path-pattern": "PathPatternConfig", "host-header": "HostHeaderConfig"}[condition["Field"]]
    return list(condition.get("Values") or (condition.get(config) or {}).get("Values") or [])


def _holds(condition: dict[str, Any], host: str, path: str) -> bool:
    if condition["Field"] not in CONDITIONS:
        raise Refusal(501, f"the mock does not know the condition {condition['Field']}")
    text = path if condition["Field"] == "path-pattern" else host
    return any(fnmatch.fnmatchcase(text, value) for value in _values(condition))


def _group(listener: FakeListener, host: str, path: str, target: str) -> str:
    """The ARN of the target group that a request is for.

    Raises a refusal where the load balancer answers itself.
    """
    own = sorted((rule for rule in listener.rules.values() if not rule.is_default), key=lambda rule: int(rule.priority))
    matching = (rule for rule in own if all(_holds(condition, host, path) for condition in rule.conditions))
    rule = next(matching, None) or next(rule for rule in listener.rules.values() if rule.is_default)
    if getattr(rule, "transforms", None):
        raise Refusal(501, "the mock does not know the transforms of a rule")
    action = rule.actions[-1].data
    if action["Type"] == "redirect":
        to = action["RedirectConfig"]
        named = {"host": host, "path": path.lstrip("/"), "query": target.partition("?")[2], "protocol": "https", "port": "443"}

        def filled(text: str) -> str:
            for name, value in named.items():
                text = text.replace("#{" + name + "}", value)
            return text

        where = f"{filled(to['Protocol']).lower()}://{filled(to.get('Host', host))}:{filled(to['Port'])}{filled(to.get('Path', '/#{path}'))}"
        query = filled(to.get("Query", "#{query}"))
        raise Refusal(int(to["StatusCode"].removeprefix("HTTP_")), "", {"Location": where + (f"?{query}" if query else "")})
    if action["Type"] == "fixed-response":
        fixed = action["FixedResponseConfig"]
        raise Refusal(int(fixed["StatusCode"]), fixed.get("MessageBody") or "")
    if action["Type"] != "forward":
        raise Refusal(501, f"the mock does not know the action {action['Type']}")
    groups = (action.get("ForwardConfig") or {}).get("TargetGroups") or []
    if len(groups) > 1:
        raise Refusal(501, "the mock does not know a rule with several target groups")
    return str(action.get("TargetGroupArn") or groups[0]["TargetGroupArn"])
