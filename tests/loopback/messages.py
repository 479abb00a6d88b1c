"""Discord's rules for what the bot may say: messages, edits, embeds, mentions, attachments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .components import FILE, GALLERY, THUMBNAIL, message_components, texts, walk
from .faults import Fault, Json, Where, items, known, number, objects, repeated, text

EPHEMERAL = 1 << 6
LOADING = 1 << 7
V2 = 1 << 15
SENDABLE = (1 << 2) | EPHEMERAL | (1 << 12) | (1 << 13) | V2
LARGEST_FILE = 10 * 1024 * 1024

CREATE_FIELDS = {
    "content", "embeds", "allowed_mentions", "components", "attachments", "flags", "tts", "poll",
    "nonce", "enforce_nonce", "message_reference", "sticker_ids", "username", "avatar_url",
    "thread_name", "applied_tags", "shared_client_theme",
}  # fmt: skip
MENTION = re.compile(r"@(everyone|here)|<@!?(\d+)>|<@&(\d+)>")


@dataclass(frozen=True, slots=True)
class Upload:
    """One file as it arrived: ``files[index]``."""

    index: int
    name: str
    data: bytes


def message(body: Json, uploads: Sequence[Upload], old: Json | None = None) -> Iterator[Fault]:
    """A message that the bot creates, or changes (then ``old`` is what it was)."""
    where: Where = ()
    yield from known(body, CREATE_FIELDS, where)
    yield from text(body, "content", where, 2000, least=0)
    yield from items(body, "embeds", where, 10)
    yield from items(body, "attachments", where, 10)
    flags = body.get("flags") or 0
    if flags & ~SENDABLE:
        yield Fault(("flags",), "flags", f"Not flags that a bot may set: {flags & ~SENDABLE}.")
    was_v2 = bool(old and old["flags"] & V2)
    if was_v2 and "flags" in body and not flags & V2:
        yield Fault(("flags",), "v2_removed", "A Components V2 message stays one.")
    v2 = was_v2 or bool(flags & V2)
    after = {**(old or {}), **{key: value for key, value in body.items() if value is not None}}
    for key in ("content", "embeds"):
        if key in body and body[key] is None:
            after[key] = None
    names = {upload.name for upload in uploads} | {file["filename"] for file in kept(body, old)}
    yield from message_components(body, where, v2=v2, uploads=names)
    yield from attachments(body, uploads, old)
    if v2:
        for key in ("content", "embeds", "poll", "sticker_ids"):
            if after.get(key):
                yield Fault((key,), "v2_legacy_field", f"A Components V2 message has no {key}.")
        if not after.get("components"):
            yield Fault(("components",), "empty", "Cannot send an empty message")
        yield from unseen(after, uploads)
    elif not (uploads or any(after.get(k) for k in ("content", "embeds", "components", "poll", "attachments"))):
        yield Fault(("content",), "empty", "Cannot send an empty message")
    for place, embed in enumerate(objects(body, "embeds")):
        yield from one_embed(embed, ("embeds", place))
    total = sum(embed_length(embed) for embed in objects(body, "embeds"))
    if total > 6000:
        yield Fault(("embeds",), "total_embeds", f"Embed size exceeds maximum size of 6000: {total}.")
    yield from mentions(body)


def attachments(body: Json, uploads: Sequence[Upload], old: Json | None) -> Iterator[Fault]:
    """Every file that is sent is described, named and of a size that Discord takes."""
    if len(uploads) > 10:
        yield Fault(("attachments",), "count", f"At most 10 files: {len(uploads)}.")
    described = {str(entry.get("id")) for entry in objects(body, "attachments")}
    before = {str(entry["id"]) for entry in (old or {}).get("attachments", [])}
    for upload in uploads:
        here: Where = ("files", upload.index)
        if not 1 <= len(upload.name) <= 260 or re.search(r"[\x00-\x1f/\\]", upload.name):
            yield Fault(here, "filename", f"Not a file name: {upload.name!r}.")
        elif not re.fullmatch(r"[\w.-]+", upload.name):
            yield Fault(here, "filename", f"Discord would change this name: {upload.name!r}.", refused=False)
        if not upload.data:
            yield Fault(here, "file_empty", "Cannot send an empty file.")
        if len(upload.data) > LARGEST_FILE:
            yield Fault(here, "file_size", f"Request entity too large: {len(upload.data)} bytes.")
        if "attachments" in body and str(upload.index) not in described:
            yield Fault(("attachments",), "attachment", f"files[{upload.index}] is not in attachments.")
    for name in repeated([upload.name for upload in uploads]):
        yield Fault(("files",), "filename", f"Two files are named {name!r}.", refused=False)
    for place, entry in enumerate(objects(body, "attachments")):
        yield from text(entry, "description", ("attachments", place), 1024, least=0)
        if str(entry.get("id")) not in before | {str(upload.index) for upload in uploads}:
            yield Fault(("attachments", place, "id"), "attachment", f"No file came for id {entry.get('id')}.")


def kept(body: Json, old: Json | None) -> list[Json]:
    """The attachments of the old message that an edit keeps."""
    before: list[Json] = (old or {}).get("attachments", [])
    if body.get("attachments") is None:
        return before
    wanted = {str(entry.get("id")) for entry in objects(body, "attachments")}
    return [entry for entry in before if str(entry["id"]) in wanted]


def unseen(after: Json, uploads: Sequence[Upload]) -> Iterator[Fault]:
    """In a Components V2 message a file shows only where a component shows it."""
    if not uploads:
        return
    shown: set[str] = set()
    for part in walk(after):
        if part.get("type") in (THUMBNAIL, FILE, GALLERY):
            places = objects(part, "items") or [part]
            shown |= {str((place.get("media") or place.get("file") or {}).get("url")) for place in places}
    for upload in uploads:
        if f"attachment://{upload.name}" not in shown:
            says = f"No component shows {upload.name!r}, so nobody would see it."
            yield Fault(("files", upload.index), "file_unseen", says, refused=False)


def one_embed(embed: Json, where: Where) -> Iterator[Fault]:
    """One embed within its own limits."""
    yield from text(embed, "title", where, 256, least=0)
    yield from text(embed, "description", where, 4096, least=0)
    yield from text(embed, "url", where, 2048, least=0)
    yield from number(embed, "color", where, 0, 0xFFFFFF)
    yield from items(embed, "fields", where, 25)
    for place, field in enumerate(objects(embed, "fields")):
        yield from text(field, "name", (*where, "fields", place), 256, needed=True)
        yield from text(field, "value", (*where, "fields", place), 1024, needed=True)
    yield from text(embed.get("footer") or {}, "text", (*where, "footer"), 2048)
    yield from text(embed.get("author") or {}, "name", (*where, "author"), 256)


def embed_texts(embed: Json) -> list[str]:
    """The texts of an embed that people read, in reading order."""
    found = [(embed.get("author") or {}).get("name"), embed.get("title"), embed.get("description")]
    for field in objects(embed, "fields"):
        found += [field.get("name"), field.get("value")]
    found.append((embed.get("footer") or {}).get("text"))
    return [part for part in found if part]


def embed_length(embed: Json) -> int:
    """How much of the 6000 characters an embed uses."""
    return sum(len(part) for part in embed_texts(embed))


def mentions(body: Json) -> Iterator[Fault]:
    """Every text says whom it may ping; without ``allowed_mentions`` everything does."""
    allowed = body.get("allowed_mentions")
    if allowed is None:
        if spoken(body):
            says = "Missing, so every mention pings."
            yield Fault(("allowed_mentions",), "allowed_mentions", says, refused=False)
        return
    parse = allowed.get("parse") or []
    for kind in parse:
        if kind not in ("users", "roles", "everyone"):
            yield Fault(("allowed_mentions", "parse"), "allowed_mentions", f"Unknown kind {kind!r}.")
    for kind in ("users", "roles"):
        if kind in parse and allowed.get(kind):
            says = f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.'
            yield Fault(("allowed_mentions",), "allowed_mentions", says)
        if len(allowed.get(kind) or []) > 100:
            yield Fault(("allowed_mentions", kind), "count", "At most 100.")


def spoken(body: Json) -> str:
    """All the words of a message in reading order: content, embeds, text displays."""
    parts = [str(body.get("content") or "")]
    for embed in objects(body, "embeds"):
        parts += embed_texts(embed)
    return "\n".join(part for part in [*parts, *texts(body)] if part)


def pings(body: Json) -> list[str]:
    """Whom a message really pings: ``everyone``, ``here``, ``user 1``, ``role 2``."""
    allowed = body.get("allowed_mentions")
    rules = {"parse": ["users", "roles", "everyone"]} if allowed is None else allowed
    parse, found = rules.get("parse") or [], []
    pinging = "\n".join([str(body.get("content") or ""), *texts(body)])  # embeds never ping
    for all_of, user, role in MENTION.findall(pinging):
        if all_of and "everyone" in parse:
            found.append(all_of)
        elif user and ("users" in parse or user in map(str, rules.get("users") or [])):
            found.append(f"user {user}")
        elif role and ("roles" in parse or role in map(str, rules.get("roles") or [])):
            found.append(f"role {role}")
    return found
