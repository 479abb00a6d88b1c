"""Where the bot speaks: callbacks of interactions, followups, and messages in channels."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from time import monotonic

from aiohttp import web

from . import commands, components, messages, views
from .faults import Fault, Json
from .messages import EPHEMERAL, LOADING
from .rest import API, SEEN, Refused, number, refuse, reply
from .world import (
    ATTACH,
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    DM,
    MANAGE_MESSAGES,
    MODAL,
    SEND,
    VIEW,
    Channel,
    Interaction,
    Message,
    Request,
    World,
)  # fmt: skip

REPLY, THINKING, ACKNOWLEDGED, UPDATE, CHOICES, ASK = 4, 5, 6, 7, 8, 9
PATIENCE = 3.0
ALLOWED = {
    COMMAND: (REPLY, THINKING, ASK),
    COMPONENT: (REPLY, THINKING, ACKNOWLEDGED, UPDATE, ASK),
    AUTOCOMPLETE: (CHOICES,),
    MODAL: (REPLY, THINKING, ACKNOWLEDGED, UPDATE),
}


class Speech:
    """Every way in which the bot can say something."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.patience = PATIENCE

    def routes(self) -> list[web.RouteDef]:
        hook = "/webhooks/{app}/{token}"
        every = [
            web.post("/interactions/{interaction}/{token}/callback", self.callback),
            web.post(hook, self.follow_up),
            web.get(hook + "/messages/{message}", self.show_own),
            web.patch(hook + "/messages/{message}", self.change_own),
            web.delete(hook + "/messages/{message}", self.delete_own),
            web.post("/channels/{channel}/messages", self.post),
            web.get("/channels/{channel}/messages/{message}", self.show),
            web.patch("/channels/{channel}/messages/{message}", self.change),
            web.delete("/channels/{channel}/messages/{message}", self.delete),
            web.post("/channels/{channel}/typing", self.typing),
        ]
        files = web.get("/cdn/attachments/{channel}/{attachment}/{name}", self.download)
        return [*(web.RouteDef(r.method, API + r.path, r.handler, r.kwargs) for r in every), files]

    # ---- interactions

    async def callback(self, request: web.Request) -> web.Response:
        """The first answer to an interaction: once, in time, and of a kind that fits."""
        seen = request[SEEN]
        one = self.world.interactions.get(number(request, "interaction"))
        if one is None or one.token != request.match_info["token"]:
            self.world.complain(f"{seen.path}: no such interaction")
            raise Refused.because(404, 10062, "Unknown interaction")
        what = f"callback of {describe(one)}"
        if one.callback is not None:
            self.world.complain(f"{what}: second answer: code 40060")
            raise Refused.because(400, 40060, "Interaction has already been acknowledged.")
        if seen.at - one.sent > self.patience:
            self.world.complain(f"{what}: too late, after {seen.at - one.sent:.1f} s: code 10062")
            raise Refused.because(404, 10062, "Unknown interaction")
        body: Json = seen.body if isinstance(seen.body, dict) else {}
        refuse(self.world, what, list(self.judge(one, body, seen)))
        one.callback, one.answered = body, seen.at
        self.apply(one, body, seen)
        if request.query.get("with_response") in ("1", "true"):
            return reply(self.receipt(one, body["type"]))
        return web.Response(status=204)

    def judge(self, one: Interaction, body: Json, seen: Request) -> Iterator[Fault]:
        """What is wrong with this callback."""
        kind = body.get("type")
        data = body.get("data") or {}
        fits = kind in ALLOWED[one.kind]
        if kind in (ACKNOWLEDGED, UPDATE) and one.source is None:
            fits = False  # a modal that no message opened has nothing to update
        if not fits:
            yield Fault(("type",), "callback_type", f"Type {kind} does not answer {describe(one)}.")
        elif kind == REPLY:
            yield from messages.message(data, seen.uploads)
        elif kind == UPDATE and one.source is not None:
            yield from messages.message(data, seen.uploads, one.source.raw)
        elif kind == CHOICES:
            yield from commands.autocomplete(data, one.option_kind)
        elif kind == ASK:
            yield from components.modal(data, ("data",))

    def apply(self, one: Interaction, body: Json, seen: Request) -> None:
        """Let the callback take effect."""
        kind, data = body["type"], body.get("data") or {}
        if kind == REPLY:
            one.message = views.create(self.world, one.channel, data, seen.uploads, one)
            one.shown = True
            self.tell(one.message)
        elif kind == THINKING:
            flags = ((data.get("flags") or 0) & EPHEMERAL) | LOADING
            one.message = views.create(self.world, one.channel, {"flags": flags}, [], one)
        elif kind == ACKNOWLEDGED:
            one.message = one.source
        elif kind == UPDATE and one.source is not None:
            views.edit(self.world, one.source, data, seen.uploads)
            one.message, one.shown = one.source, True
        else:
            one.shown = True

    def receipt(self, one: Interaction, kind: int) -> Json:
        """The InteractionCallbackResponse."""
        interaction: Json = {"id": str(one.id), "type": one.kind}
        made: Json = {"interaction": interaction}
        if one.message is not None:
            interaction["response_message_id"] = one.message.raw["id"]
            interaction["response_message_loading"] = bool(one.message.raw["flags"] & LOADING)
            interaction["response_message_ephemeral"] = one.message.ephemeral
            made["resource"] = {"type": kind, "message": one.message.raw}
            if kind == ACKNOWLEDGED:
                del made["resource"]
        return made

    def of_token(self, request: web.Request) -> Interaction:
        """The answered interaction that a webhook token belongs to."""
        for one in reversed(self.world.interactions.values()):
            if one.token == request.match_info["token"]:
                if one.callback is None or number(request, "app") != self.world.application_id:
                    break
                return one
        if request.method != "GET":  # to look whether a failed answer took effect is fair
            self.world.complain(f"{request[SEEN].path}: no answered interaction has this token")
        raise Refused.because(404, 10015, "Unknown Webhook")

    async def follow_up(self, request: web.Request) -> web.Response:
        """One more message; the first one after "thinking" takes its place, as Discord has it."""
        one, seen = self.of_token(request), request[SEEN]
        if one.message is not None and one.message.raw["flags"] & LOADING:
            return self.finish(one, one.message, seen)
        refuse(self.world, f"followup of {describe(one)}", list(messages.message(seen.body, seen.uploads)))
        guild = one.channel.guild
        if guild is not None and not guild.has_bot and len(one.followups) >= 5:
            self.world.complain(f"followup of {describe(one)}: the sixth in a server without the bot")
            raise Refused.because(400, 40094, "This interaction has reached the maximum number of follow-ups")
        message = views.create(self.world, one.channel, seen.body, seen.uploads, one)
        one.followups.append(message)
        one.shown = True
        self.tell(message)
        return reply(message.raw)

    def finish(self, one: Interaction, message: Message, seen: Request) -> web.Response:
        """Change a message of this interaction; a "thinking" one becomes readable."""
        what = f"edit for {describe(one)}"
        refuse(self.world, what, list(messages.message(seen.body, seen.uploads, message.raw)))
        was_loading = bool(message.raw["flags"] & LOADING)
        message.raw["flags"] &= ~LOADING
        views.edit(self.world, message, seen.body, seen.uploads)
        one.shown = True
        if was_loading:
            self.tell(message)
        return reply(message.raw)

    def own(self, request: web.Request) -> tuple[Interaction, Message]:
        """A message of the interaction: ``@original`` or one by id."""
        one, wanted = self.of_token(request), request.match_info["message"]
        if wanted == "@original":
            found = one.message
        else:
            every = [*one.followups, *([one.message] if one.message else [])]
            found = next((message for message in every if message.raw["id"] == wanted), None)
        if found is None or found.deleted:
            raise Refused.because(404, 10008, "Unknown Message")
        return one, found

    async def show_own(self, request: web.Request) -> web.Response:
        return reply(self.own(request)[1].raw)

    async def change_own(self, request: web.Request) -> web.Response:
        one, message = self.own(request)
        return self.finish(one, message, request[SEEN])

    async def delete_own(self, request: web.Request) -> web.Response:
        self.own(request)[1].deleted = True
        return web.Response(status=204)

    # ---- channels

    def place(self, request: web.Request, rights: int) -> Channel:
        """A channel in which the bot may do this."""
        channel = self.world.channels.get(number(request, "channel"))
        if channel is None:
            raise Refused.because(404, 10003, "Unknown Channel")
        if not channel.bot_rights & VIEW:
            raise Refused.because(403, 50001, "Missing Access")
        if rights & ~channel.bot_rights:
            raise Refused.because(403, 50013, "Missing Permissions")
        if channel.kind == DM and rights and not channel.people[0].dms_open:
            raise Refused.because(403, 50007, "Cannot send messages to this user")
        return channel

    def found(self, request: web.Request, channel: Channel) -> Message:
        """A message that everyone in the channel can see: private answers are not there."""
        message = self.world.messages.get(number(request, "message"))
        if message is None or message.deleted or message.ephemeral or message.channel is not channel:
            raise Refused.because(404, 10008, "Unknown Message")
        return message

    async def post(self, request: web.Request) -> web.Response:
        seen = request[SEEN]
        channel = self.place(request, SEND | (ATTACH if seen.uploads else 0))
        faults = list(messages.message(seen.body, seen.uploads))
        if (seen.body.get("flags") or 0) & EPHEMERAL:
            faults.append(Fault(("flags",), "flags", "Only an interaction can be answered privately."))
        to = seen.body.get("message_reference")
        target = self.world.messages.get(int(to.get("message_id") or 0)) if to else None
        if to and to.get("fail_if_not_exists", True) and (target is None or target.channel is not channel):
            faults.append(Fault(("message_reference",), "reference", "Unknown message"))
        refuse(self.world, f"message in {channel.name}", faults)
        twin = self.twin(channel, seen.body) if seen.body.get("enforce_nonce") else None
        if twin is not None:
            return reply(twin.raw)
        message = views.create(self.world, channel, seen.body, seen.uploads)
        self.tell(message)
        return reply(message.raw)

    def twin(self, channel: Channel, body: Json) -> Message | None:
        """The bot's message with the same nonce: Discord makes no second one within some minutes."""
        nonce = body.get("nonce")
        newest = reversed(list(self.world.messages.values())[-200:])
        same = (one for one in newest if one.channel is channel and one.raw.get("nonce") == nonce)
        return next(same, None) if nonce is not None else None

    async def show(self, request: web.Request) -> web.Response:
        return reply(self.found(request, self.place(request, 0)).raw)

    async def change(self, request: web.Request) -> web.Response:
        channel, seen = self.place(request, 0), request[SEEN]
        message = self.found(request, channel)
        if message.raw["author"]["id"] != str(self.world.me.id):
            raise Refused.because(403, 50005, "Cannot edit a message authored by another user")
        what = f"edit in {channel.name}"
        refuse(self.world, what, list(messages.message(seen.body, seen.uploads, message.raw)))
        views.edit(self.world, message, seen.body, seen.uploads)
        return reply(message.raw)

    async def delete(self, request: web.Request) -> web.Response:
        channel = self.place(request, 0)
        message = self.found(request, channel)
        mine = message.raw["author"]["id"] == str(self.world.me.id)
        if not mine and not channel.bot_rights & MANAGE_MESSAGES:
            raise Refused.because(403, 50013, "Missing Permissions")
        message.deleted = True
        return web.Response(status=204)

    async def typing(self, request: web.Request) -> web.Response:
        self.place(request, SEND)
        return web.Response(status=204)

    async def download(self, request: web.Request) -> web.Response:
        for message in list(self.world.messages.values()):
            upload = message.files.get(request.match_info["name"])
            if upload and request.match_info["attachment"] in {a["id"] for a in message.raw["attachments"]}:
                return web.Response(body=upload.data)
        return web.Response(status=404)

    def tell(self, message: Message) -> None:
        """Everyone else's gateway hears of a public message, and so does the bot's own."""
        if message.ephemeral:
            return
        guild = message.channel.guild
        event = {**message.raw, **({"guild_id": str(guild.id)} if guild else {})}
        if guild is None or guild.has_bot:
            loop = asyncio.get_running_loop()
            loop.call_soon(self.world.publish, "MESSAGE_CREATE", event, message.channel)


def describe(one: Interaction) -> str:
    """An interaction in words, for complaints."""
    data = one.payload["data"]
    words = {COMMAND: "command", COMPONENT: "click on", AUTOCOMPLETE: "autocomplete of", MODAL: "form"}
    return f"{words[one.kind]} {data.get('name') or data.get('custom_id')!r}"


def moment() -> float:
    """The clock that ``Interaction.sent`` and ``answered`` are on, in seconds."""
    return monotonic()
