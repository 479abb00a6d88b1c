"""The front desk of Discord's REST API: who may, what arrived, troubles on demand, and plain look-ups."""

from __future__ import annotations

import asyncio
import fnmatch
import json
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from email.utils import formatdate
from time import monotonic, time
from typing import Any
from zlib import crc32

from aiohttp import web

from . import commands
from .faults import Fault, Json, refusal
from .messages import Upload
from .views import guild_create
from .world import Request, World

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
API = "/api/v10"
SEEN = web.RequestKey("seen", Request)


class Refused(Exception):
    """Discord says no: a status and an error body."""

    def __init__(self, status: int, body: Json) -> None:
        super().__init__(body.get("message"))
        self.status = status
        self.body = body

    @classmethod
    def because(cls, status: int, code: int, message: str) -> Refused:
        return cls(status, {"message": message, "code": code})


def reply(body: object, status: int = 200) -> web.Response:
    """JSON with the bare content type that discord.py insists on."""
    return web.Response(status=status, body=json.dumps(body).encode(), content_type="application/json")


@dataclass(eq=False, slots=True)
class Trouble:
    """Something that goes wrong on demand, for requests like ``POST /interactions/*/callback``.

    times   how often it still happens; None means until it is lifted.
    body    a JSON value, or text that goes out as HTML.
    late    the request takes effect first, and only then fails.
    reset   cut the connection instead of an answer.
    delay   seconds before anything else happens.
    """

    pattern: str
    status: int = 500
    body: object = field(default_factory=lambda: {"message": "500: Internal Server Error", "code": 0})
    headers: dict[str, str] = field(default_factory=dict)
    times: int | None = 1
    late: bool = False
    reset: bool = False
    delay: float = 0.0
    happened: int = 0

    def concerns(self, request: web.Request) -> bool:
        """Whether this request is hit."""
        name = f"{request.method} {request.path.removeprefix(API)}"
        return self.times != 0 and fnmatch.fnmatchcase(name, self.pattern)

    async def strike(self, request: web.Request) -> web.Response | None:
        """Fail this request; None if it was only delayed."""
        if self.reset and request.transport is not None:
            request.transport.abort()
        if not self.reset and self.status == 0:
            return None
        if isinstance(self.body, str):
            made = web.Response(status=self.status, text=self.body, content_type="text/html")
        else:
            made = reply(self.body, self.status)
        made.headers.update(self.headers)
        return made


class Desk:
    """Takes every request: records it, checks who asks, and makes every answer look like Discord's."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.troubles: list[Trouble] = []
        self.clock_offset = 0.0
        self.session_starts = 0
        self.shards = 1

    @web.middleware
    async def take(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """The middleware around every route."""
        seen = Request(request.method, request.path.removeprefix(API), request.query_string, {}, monotonic())
        seen.headers.update(request.headers)
        request[SEEN] = seen
        self.world.requests.append(seen)
        try:
            answer = await self.answer(request, handler)
        except Refused as no:
            answer = reply(no.body, no.status)
        except web.HTTPException as no:
            self.world.complain(f"{request.method} {request.path}: no such route ({no.status})")
            answer = reply({"message": f"{no.status}: {no.reason}", "code": 0}, no.status)
        except (asyncio.CancelledError, ConnectionError):
            raise
        except Exception:
            self.world.complain(f"the loopback itself failed: {traceback.format_exc()}")
            answer = reply({"message": "loopback bug", "code": 0}, 500)
        finally:
            self.world.notify()
        seen.status = answer.status
        if not answer.prepared:
            for name, value in self.headers(request).items():
                answer.headers.setdefault(name, value)
        return answer

    async def answer(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Troubles first, then the token, then the body, then the route itself."""
        trouble = next((t for t in self.troubles if t.concerns(request)), None)
        if trouble is not None:
            trouble.happened += 1
            trouble.times = None if trouble.times is None else trouble.times - 1
            await asyncio.sleep(trouble.delay)
            if not trouble.late:
                made = await trouble.strike(request)
                if made is not None:
                    return made
        path = request.path.removeprefix(API)
        if request.path.startswith(API) and not path.startswith(("/interactions/", "/webhooks/")):
            given = request.headers.get("Authorization", "")
            if path != "/gateway" and given != f"Bot {self.world.token}":
                raise Refused.because(401, 0, "401: Unauthorized")
        if not path.startswith(("/socket", "/cdn")):
            await self.read(request)
        answer = await handler(request)
        if trouble is not None and trouble.late:
            return await trouble.strike(request) or answer
        return answer

    async def read(self, request: web.Request) -> None:
        """The JSON body, also when it came with files."""
        seen = request[SEEN]
        kind = request.content_type
        try:
            if kind == "multipart/form-data":
                form = await request.post()
                for name, part in form.items():
                    if name == "payload_json":
                        seen.body = json.loads(str(part))
                    elif isinstance(part, web.FileField) and name.startswith("files[") and name.endswith("]"):
                        seen.uploads.append(Upload(int(name[6:-1]), part.filename, part.file.read()))
                    else:
                        self.world.complain(f"{seen.method} {seen.path}: unknown form field {name!r}")
                if seen.body is None:
                    seen.body = {}
            elif request.can_read_body:
                if kind != "application/json":
                    raise Refused.because(400, 50109, "The request body contains invalid JSON.")
                seen.body = json.loads(await request.text())
        except ValueError as error:
            self.world.complain(f"{seen.method} {seen.path}: not JSON")
            raise Refused.because(400, 50109, "The request body contains invalid JSON.") from error

    def headers(self, request: web.Request) -> dict[str, str]:
        """Discord's rate limit headers (never exhausted here) and its clock."""
        resource = request.match_info.route.resource
        bucket = crc32(f"{request.method} {resource.canonical if resource else ''}".encode())
        return {
            "Date": formatdate(time() + self.clock_offset, usegmt=True), "X-RateLimit-Limit": "1000",
            "X-RateLimit-Remaining": "999", "X-RateLimit-Reset-After": "1.000",
            "X-RateLimit-Reset": f"{time() + 1:.3f}", "X-RateLimit-Bucket": f"{bucket:08x}",
            "Via": "1.1 google",
        }  # fmt: skip

    def routes(self) -> list[web.RouteDef]:
        """The look-ups and the commands."""
        every = [
            web.get("/gateway", self.gateway),
            web.get("/gateway/bot", self.gateway),
            web.get("/users/@me", self.me),
            web.get("/users/{user}", self.user),
            web.get("/applications/@me", self.application),
            web.get("/oauth2/applications/@me", self.application),
            web.get("/channels/{channel}", self.channel),
            web.get("/guilds/{guild}", self.guild),
            web.get("/guilds/{guild}/members/{user}", self.guild_member),
            web.post("/users/@me/channels", self.open_dm),
            web.get("/applications/{app}/commands", self.list_commands),
            web.put("/applications/{app}/commands", self.overwrite_commands),
            web.get("/applications/{app}/guilds/{guild}/commands", self.list_commands),
            web.put("/applications/{app}/guilds/{guild}/commands", self.overwrite_commands),
        ]
        return [web.RouteDef(r.method, API + r.path, r.handler, r.kwargs) for r in every]

    async def gateway(self, request: web.Request) -> web.Response:
        answer: Json = {"url": "ws" + self.world.url.removeprefix("http") + "/socket/"}
        if request.path.endswith("/bot"):
            limit = {"total": 1000, "remaining": 1000 - self.session_starts, "reset_after": 86_400_000}
            answer.update(shards=self.shards, session_start_limit={**limit, "max_concurrency": 1})
        return reply(answer)

    async def me(self, request: web.Request) -> web.Response:
        extra = {"verified": True, "email": None, "mfa_enabled": True, "locale": "en-US", "flags": 0}
        return reply({**self.world.me.payload(), **extra})

    async def user(self, request: web.Request) -> web.Response:
        user = self.world.users.get(number(request, "user"))
        if user is None:
            raise Refused.because(404, 10013, "Unknown User")
        return reply(user.payload())

    async def application(self, request: web.Request) -> web.Response:
        made: Json = {
            "id": str(self.world.application_id), "name": "Stripes", "icon": None, "description": "",
            "summary": "", "bot_public": True, "bot_require_code_grant": False, "verify_key": "0" * 64,
            "owner": self.world.me.payload(), "team": None, "flags": 0, "hook": True, "rpc_origins": [],
            "tags": [], "redirect_uris": [], "interactions_endpoint_url": None, "install_params": None,
            "integration_types_config": {"0": {}, "1": {}}, "approximate_guild_count": 1,
            "approximate_user_install_count": 0, "role_connections_verification_url": None,
        }  # fmt: skip
        return reply(made)

    async def channel(self, request: web.Request) -> web.Response:
        channel = self.world.channels.get(number(request, "channel"))
        if channel is None:
            raise Refused.because(404, 10003, "Unknown Channel")
        if not channel.bot_rights & (1 << 10):
            raise Refused.because(403, 50001, "Missing Access")
        return reply(channel.payload())

    async def guild(self, request: web.Request) -> web.Response:
        guild = self.world.guilds.get(number(request, "guild"))
        if guild is None or not guild.has_bot:
            raise Refused.because(404, 10004, "Unknown Guild")
        return reply(guild_create(guild, self.world.me))

    async def guild_member(self, request: web.Request) -> web.Response:
        """Only the bot is looked up here, and it has its own role."""
        guild = self.world.guilds.get(number(request, "guild"))
        if guild is None or not guild.has_bot or number(request, "user") != self.world.me.id:
            raise Refused.because(404, 10007, "Unknown Member")
        return reply(guild_create(guild, self.world.me)["members"][0])

    async def open_dm(self, request: web.Request) -> web.Response:
        user = self.world.users.get(int(request[SEEN].body["recipient_id"]))
        if user is None:
            raise Refused.because(404, 10013, "Unknown User")
        return reply(self.world.dm_with(user).payload())

    def scope(self, request: web.Request) -> int:
        """0 for the global commands, else the server."""
        if number(request, "app") != self.world.application_id:
            raise Refused.because(404, 10002, "Unknown Application")
        return number(request, "guild") if "guild" in request.match_info else 0

    async def list_commands(self, request: web.Request) -> web.Response:
        listed = [dict(entry) for entry in self.world.commands.get(self.scope(request), [])]
        if request.query.get("with_localizations") not in ("1", "true"):
            for entry in listed:
                del entry["name_localizations"], entry["description_localizations"]
        return reply(listed)

    async def overwrite_commands(self, request: web.Request) -> web.Response:
        scope, body = self.scope(request), request[SEEN].body
        refuse(self.world, "commands", list(commands.bulk(body)))
        before = {(old["type"], old["name"]): old for old in self.world.commands.get(scope, [])}
        made: list[Json] = []
        for entry in body:
            old = before.get((entry.get("type") or 1, entry["name"]))
            one = commands.as_registered(entry, self.world.new_id(), self.world.application_id, old)
            made.append({**one, "guild_id": str(scope)} if scope else one)
        self.world.commands[scope] = made
        self.world.command_writes += 1
        return reply(made)


def number(request: web.Request, name: str) -> int:
    """An id in the path."""
    value: Any = request.match_info[name]
    if not str(value).isdecimal():
        raise Refused(400, refusal([Fault((name,), "type", f"Value {value!r} is not snowflake.")]))
    return int(value)


def refuse(world: World, what: str, faults: list[Fault]) -> None:
    """Complain about faults; answer 400 if Discord would."""
    refused = world.judge(what, faults)
    if any(fault.rule == "file_size" for fault in refused):
        raise Refused.because(413, 40005, "Request entity too large")
    if refused:
        raise Refused(400, refusal(refused))
