"""Discord as the tests talk to it: places, people, and what everybody can see."""

from __future__ import annotations

import asyncio
import gc
import itertools
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from .faults import Json
from .people import Person
from .replies import Pending, Said, seen
from .replies import Reply as Reply
from .server import Server
from .world import BOT_RIGHTS, GROUP_DM, MEMBER_RIGHTS, MODERATOR_RIGHTS, Channel, Guild, Message, World


class Discord(Server):
    """``with Discord() as discord, Bot(discord) as bot: ...``; leaving fails if a rule was broken.

    token       what the bot must log in with.
    relax       names of rules that do not matter in this test.
    privileged  privileged intents that the developer portal allows.
    heartbeat   seconds between heartbeats.
    shards      how many shards Discord recommends.
    """

    def __init__(
        self, *, relax: set[str] | None = None, privileged: int = 0, heartbeat: float = 41.25, shards: int = 1
    ) -> None:
        super().__init__(relax=relax, privileged=privileged, heartbeat=heartbeat, shards=shards)
        self.open_to_everyone: set[str] = set()
        self.home = self.world.add_guild("NET patients")
        self.general = self.home.channels[0]

    @property
    def me(self) -> str:
        """The bot's mention."""
        return f"<@{self.world.me.id}>"

    @property
    def commands(self) -> list[Json]:
        """The global commands as Discord has them."""
        return self.world.commands[0]

    # ---- places

    def guild(self, name: str = "Another server", *, has_bot: bool = True, shard: tuple[int, int] = (0, 1)) -> Guild:
        """One more server, on shard ``(this, of all)``; make it before the bot starts."""

        def made() -> Guild:
            while True:
                guild = self.world.add_guild(name, has_bot=has_bot)
                if (guild.id >> 22) % shard[1] == shard[0]:
                    return guild
                del self.world.guilds[guild.id], self.world.channels[guild.channels[0].id]
                time.sleep(0.001)  # ids carry the millisecond, and so does the shard

        return self.do(made)

    def channel(self, name: str, *, guild: Guild | None = None, bot_rights: int = BOT_RIGHTS) -> Channel:
        """One more channel, perhaps one where the bot may do less; make it before the bot starts."""
        where = guild or self.home
        return self.do(lambda: self.world.add_channel(name, guild=where, bot_rights=bot_rights))

    # ---- people

    def member(
        self,
        name: str = "Anna",
        *,
        rights: int = MEMBER_RIGHTS,
        channel: Channel | None = None,
        installed: bool = False,
    ) -> Person:
        """Somebody in a server where the bot is, in #general unless another channel is named."""
        user = self.do(lambda: self.world.add_user(name))
        return Person(self, user, channel or self.general, rights, installed)

    def moderator(self, name: str = "Mo", *, rights: int = MODERATOR_RIGHTS) -> Person:
        """Somebody who may manage the server and its messages."""
        return self.member(name, rights=rights)

    def in_dm(self, name: str = "Dora", *, installed: bool = False, dms_open: bool = True) -> Person:
        """Somebody alone with the bot."""
        user = self.do(lambda: self.world.add_user(name))
        user.dms_open = dms_open
        return Person(self, user, self.do(lambda: self.world.dm_with(user)), 0, installed)

    def in_foreign_guild(self, name: str = "Finn", *, rights: int = MEMBER_RIGHTS) -> Person:
        """Somebody who installed the app, in a server where the bot is not."""
        guild = self.guild("Elsewhere", has_bot=False)
        user = self.do(lambda: self.world.add_user(name))
        return Person(self, user, guild.channels[0], rights, installed=True)

    def in_group_chat(self, name: str = "Gus") -> Person:
        """Somebody who installed the app, in a private conversation with friends."""
        world = self.world
        users = self.do(lambda: [world.add_user(one) for one in (name, "a friend")])
        channel = self.do(lambda: world.add_channel("friends", kind=GROUP_DM, bot_rights=0, people=users))
        return Person(self, users[0], channel, 0, installed=True)

    # ---- what everybody can see

    def put(self, raw: Json, channel: Channel) -> Message:
        """Keep a message that somebody wrote."""
        message = Message(raw, channel)
        self.world.messages[message.id] = message
        return message

    def posts(self, channel: Channel | None = None, to: Person | None = None) -> list[Reply]:
        """The bot's messages that everyone in a channel sees, oldest first, without deleted ones."""
        me, where = str(self.world.me.id), channel or (to.channel if to else self.general)
        reader = to or Person(self, self.world.me, where, MEMBER_RIGHTS)
        every = [message for message in list(self.world.messages.values()) if message.channel is where]
        own = [m for m in every if m.raw["author"]["id"] == me and not m.deleted and not m.ephemeral]
        return [seen(reader, message) for message in own]

    def wait_for_post(self, channel: Channel | None = None, count: int = 1, timeout: float = 5.0) -> Reply:
        """Until the bot has so many messages in a channel; the newest of them."""
        self.wait_until(lambda: len(self.posts(channel)) >= count, f"{count} messages in a channel", timeout)
        return self.posts(channel)[-1]

    # ---- many at once

    def burst(
        self, acts: Iterable[Callable[[], Pending | Said]], at_once: int = 50, timeout: float = 10.0
    ) -> list[Pending | Said]:
        """Do many things, so many in flight at a time, until all are answered; back in the order of answers.

        ``discord.burst([lambda: anna.asks("trial", name="TALENT")] * 1000)[0].seconds``.  All of it runs on
        the server's thread, so that no switching of threads is measured as if it were the bot's time.
        """
        acts = list(acts)
        with undisturbed():
            work = self.pump(acts, at_once, timeout)
            done: list[Pending | Said] = asyncio.run_coroutine_threadsafe(work, self.loop).result()
        return done

    async def pump(
        self, acts: Iterable[Callable[[], Pending | Said]], at_once: int, patience: float
    ) -> list[Pending | Said]:
        """The work of ``burst``, on the server's thread."""
        changed = asyncio.Event()
        self.world.on_change = changed.set
        left, flying, done = iter(acts), list[Pending | Said](), list[Pending | Said]()
        try:
            while True:
                flying += [act() for act in itertools.islice(left, at_once - len(flying))]
                if not flying:
                    return done
                landed = [one for one in flying if one.done]
                flying = [one for one in flying if one not in landed]
                done += landed
                if not landed:
                    changed.clear()
                    await asyncio.wait_for(changed.wait(), patience)
        except TimeoutError as error:
            words = "\n".join([bot.last_words() for bot in self.watched] + self.complaints)
            raise AssertionError(f"{len(flying)} unanswered after {patience:g} s of silence\n{words}") from error
        finally:
            self.world.on_change = lambda: None


@contextmanager
def undisturbed() -> Iterator[None]:
    """No garbage collection: over all that a test keeps it takes 0.2 s, which would count as the bot's."""
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()


__all__ = ["Discord", "Reply", "World"]
