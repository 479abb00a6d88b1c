"""A strict, small Discord on this machine, for tests that talk to the real bot process.

with Discord() as discord, Bot(discord) as bot:
    anna = discord.member("Anna")
    reply = anna.slash("trial", name="lenvatinib")
    assert reply.ephemeral and "TALENT" in reply.text
    reply.button("Results of TALENT").click()
"""

from .forms import NotOffered
from .people import Person
from .process import NOTHING, READY, STARTED, Bot
from .replies import Button, File, Pending, Reply, Said, Select
from .rest import Trouble
from .stage import Discord

__all__ = [
    "NOTHING", "READY", "STARTED", "Bot", "Button", "Discord", "File", "NotOffered", "Pending", "Person",
    "Reply", "Said", "Select", "Trouble",
]  # fmt: skip
