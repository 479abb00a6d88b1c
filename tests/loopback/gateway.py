"""Discord's gateway v10: sessions that identify, beat, resume and are cut off on demand."""

from __future__ import annotations

import asyncio
import json
import secrets
import zlib
from collections import deque
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from aiohttp import WSMsgType, web

from . import views
from .faults import Json
from .world import DM, Channel, World

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME, RECONNECT, MEMBERS, INVALID, HELLO, ACK = (
    0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11,
)  # fmt: skip
GUILDS, GUILD_MESSAGES, DM_MESSAGES, CONTENT = 1 << 0, 1 << 9, 1 << 12, 1 << 15
PRIVILEGED = (1 << 1) | (1 << 8) | CONTENT
EVERY_INTENT = 0b11_0011_0111_1111_1111_1111_1111
FLUSH_END = b"\x00\x00\xff\xff"


@dataclass(eq=False, slots=True)
class Session:
    """What Discord remembers of one IDENTIFY, also while its socket is gone.

    identified  seconds on the monotonic clock.
    missed      events since the socket went away are in ``events`` and replayed on RESUME.
    """

    id: str
    intents: int
    shard: tuple[int, int]
    identified: float
    socket: Socket | None = None
    sequence: int = 0
    events: deque[Json] = field(default_factory=lambda: deque(maxlen=1000))
    resumable: bool = True
    resumes: int = 0


@dataclass(eq=False, slots=True)
class Socket:
    """One websocket, compressing if it was asked to."""

    ws: web.WebSocketResponse
    request: web.Request
    deflate: Any = None
    beats: int = 0
    closed_here: bool = False

    async def send(self, payload: Json) -> None:
        if self.ws.closed:
            return
        words = json.dumps(payload)
        try:
            if self.deflate is None:
                await self.ws.send_str(words)
            else:
                packed = self.deflate.compress(words.encode()) + self.deflate.flush(zlib.Z_SYNC_FLUSH)
                await self.ws.send_bytes(packed)
        except ConnectionError:
            pass  # the bot went away in this moment: its session keeps the event

    async def close(self, code: int, why: str = "") -> None:
        """Close it from Discord's side: the session can still be resumed."""
        self.closed_here = True
        await self.ws.close(code=code, message=why.encode())

    def cut(self) -> None:
        """Drop the connection without a word."""
        if self.request.transport is not None:
            self.request.transport.abort()


class Gateway:
    """All sockets and sessions.  Everything here runs on the server's thread."""

    def __init__(self, world: World, *, privileged: int = 0, heartbeat: float = 41.25) -> None:
        self.world = world
        self.privileged = privileged
        self.heartbeat = heartbeat
        self.acknowledges = True
        self.sessions: dict[str, Session] = {}
        self.sockets: list[Socket] = []
        self.identifies: list[Json] = []
        self.readies = 0
        self.beats = 0
        self.tasks: set[asyncio.Task[None]] = set()
        world.publish = self.publish

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/socket/", self.connect), web.get("/socket/resume/", self.connect)]

    # ---- one socket

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """Serve one websocket until it ends."""
        if request.query.get("v") != "10" or request.query.get("encoding") != "json":
            self.world.complain(f"gateway: asked with {request.query_string!r}")
        ws = web.WebSocketResponse(compress=False, autoping=True, max_msg_size=0)
        await ws.prepare(request)
        packed = request.query.get("compress") == "zlib-stream"
        socket = Socket(ws, request, zlib.compressobj() if packed else None)
        self.sockets.append(socket)
        session: Session | None = None
        try:
            await socket.send({"op": HELLO, "d": {"heartbeat_interval": int(self.heartbeat * 1000)}})
            async for message in ws:
                if message.type is not WSMsgType.TEXT:
                    await socket.close(4002, "Error while decoding payload.")
                    break
                if len(message.data.encode()) > 4096:
                    self.world.complain("gateway: a payload above 4096 bytes")
                    await socket.close(4002, "Error while decoding payload.")
                    break
                session = await self.receive(socket, session, json.loads(message.data))
                self.world.notify()
        finally:
            self.sockets.remove(socket)
            if session is not None and session.socket is socket:
                session.socket = None
                if ws.close_code in (1000, 1001) and not socket.closed_here:
                    session.resumable = False
            self.world.notify()
        return ws

    async def receive(self, socket: Socket, session: Session | None, payload: Json) -> Session | None:
        """One thing the bot says; back comes the session it now speaks for."""
        op, data = payload.get("op"), payload.get("d")
        if op == HEARTBEAT:
            self.beats += 1
            socket.beats += 1
            if self.acknowledges:
                await socket.send({"op": ACK, "d": None})
        elif op == IDENTIFY and session is None:
            return await self.identify(socket, data or {})
        elif op == RESUME and session is None:
            return await self.resume(socket, data or {})
        elif op in (IDENTIFY, RESUME):
            await self.refuse(socket, 4005, "Already authenticated.")
        elif session is None:
            await self.refuse(socket, 4003, "Not authenticated.")
        elif op not in (PRESENCE, VOICE, MEMBERS):
            await self.refuse(socket, 4001, "Unknown opcode.")
        return session

    async def refuse(self, socket: Socket, code: int, why: str, *, complain: bool = True) -> None:
        """Close a socket as Discord does when something is wrong with what was said."""
        if complain:
            self.world.complain(f"gateway: {code} {why}")
        await socket.close(code, why)

    async def identify(self, socket: Socket, data: Json) -> Session | None:
        """A new session: READY, then the servers of its shard."""
        self.identifies.append({**data, "token": "...", "at": monotonic()})
        intents = data.get("intents")
        shard = data.get("shard") or [0, 1]
        if data.get("token") != self.world.token:
            await self.refuse(socket, 4004, "Authentication failed.", complain=False)
            return None
        if not isinstance(intents, int) or intents & ~EVERY_INTENT:
            await self.refuse(socket, 4013, "Invalid intent(s).")
            return None
        if intents & PRIVILEGED & ~self.privileged:
            await self.refuse(socket, 4014, "Disallowed intent(s).")
            return None
        if not 0 <= shard[0] < shard[1]:
            await self.refuse(socket, 4010, "Invalid shard.")
            return None
        session = Session(secrets.token_hex(16), intents, (shard[0], shard[1]), monotonic(), socket)
        self.sessions[session.id] = session
        mine = [guild for guild in self.world.guilds.values() if guild.has_bot and shows(session, guild.id)]
        url = "ws" + self.world.url.removeprefix("http") + "/socket/resume/"
        ready = {
            "v": 10, "user": {**self.world.me.payload(), "verified": True, "mfa_enabled": True, "flags": 0},
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in mine], "session_id": session.id,
            "session_type": "normal", "resume_gateway_url": url, "shard": list(shard), "private_channels": [],
            "presences": [], "relationships": [], "user_settings": {},
            "application": {"id": str(self.world.application_id), "flags": 0},
        }  # fmt: skip
        await self.deliver(session, "READY", ready)
        if intents & GUILDS:
            for guild in mine:
                await self.deliver(session, "GUILD_CREATE", views.guild_create(guild, self.world.me))
        self.readies += 1
        return session

    async def resume(self, socket: Socket, data: Json) -> Session | None:
        """Go on with an old session: what it missed, then RESUMED; else op 9."""
        if data.get("token") != self.world.token:
            await self.refuse(socket, 4004, "Authentication failed.", complain=False)
            return None
        session = self.sessions.get(str(data.get("session_id")))
        if session is None or not session.resumable:
            await socket.send({"op": INVALID, "d": False})
            return None
        seen = data.get("seq") or 0
        if seen > session.sequence:
            await self.refuse(socket, 4007, "Invalid seq.")
            return None
        session.socket = socket
        session.resumes += 1
        for event in [event for event in session.events if event["s"] > seen]:
            await socket.send(event)
        await self.deliver(session, "RESUMED", {"_trace": []})
        return session

    async def deliver(self, session: Session, name: str, data: Json) -> None:
        """Send one event, and keep it for a RESUME."""
        session.sequence += 1
        event = {"op": DISPATCH, "t": name, "s": session.sequence, "d": data}
        session.events.append(event)
        if session.socket is not None:
            await session.socket.send(event)

    # ---- events

    def publish(self, name: str, data: Json, channel: Channel) -> bool:
        """Tell every session that should hear of it; False if there is none."""
        hearers = [session for session in self.listening() if self.hears(session, name, channel)]
        for session in hearers:
            shown = data
            if name == "MESSAGE_CREATE" and not self.reads(session, data, channel):
                shown = {**data, "content": "", "embeds": [], "attachments": [], "components": []}
            self.spawn(self.deliver(session, name, shown))
        return bool(hearers)

    def listening(self) -> list[Session]:
        """Sessions with a socket; without any, the newest that could still be resumed."""
        open_ones = [session for session in self.sessions.values() if session.socket is not None]
        waiting = [session for session in self.sessions.values() if session.resumable]
        return open_ones or waiting[-1:]

    def hears(self, session: Session, name: str, channel: Channel) -> bool:
        """Whether this event is for this session's shard and intents."""
        guild = channel.guild.id if channel.guild is not None else 0
        if not shows(session, guild):
            return False
        if name != "MESSAGE_CREATE":
            return True
        return bool(session.intents & (GUILD_MESSAGES if guild else DM_MESSAGES))

    def reads(self, session: Session, data: Json, channel: Channel) -> bool:
        """Without the intent, words come only in a DM, in a mention, and in one's own messages."""
        me = str(self.world.me.id)
        mentioned = any(user["id"] == me for user in data["mentions"])
        own = data["author"]["id"] == me
        return own or mentioned or channel.kind == DM or bool(session.intents & CONTENT)

    def spawn(self, work: Any) -> None:
        """Start a send without waiting for it; kept so that it is not collected."""
        task = asyncio.ensure_future(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    # ---- trouble

    def live(self) -> list[Session]:
        """Sessions that have a socket right now."""
        return [session for session in self.sessions.values() if session.socket is not None]

    def ask_to_reconnect(self) -> None:
        """Op 7 to every socket."""
        for socket in list(self.sockets):
            self.spawn(socket.send({"op": RECONNECT, "d": None}))

    def invalidate(self, *, resumable: bool) -> None:
        """Op 9 to every socket."""
        for session in self.live():
            session.resumable = resumable
        for socket in list(self.sockets):
            self.spawn(socket.send({"op": INVALID, "d": resumable}))

    def close_all(self, code: int) -> None:
        """Close every socket with a code."""
        for socket in list(self.sockets):
            self.spawn(socket.close(code))

    def cut_all(self) -> None:
        """Drop every socket without a word."""
        for socket in list(self.sockets):
            socket.cut()


def shows(session: Session, guild: int) -> bool:
    """Discord's rule for which shard a server belongs to; private conversations go to shard 0."""
    return (guild >> 22) % session.shard[1] == session.shard[0]
