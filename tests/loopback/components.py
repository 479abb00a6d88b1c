"""Discord's rules for components in messages and modals (classic rows and Components V2)."""

from __future__ import annotations

from collections.abc import Iterator

from .faults import Fault, Json, Where, items, number, objects, repeated, text

ROW, BUTTON, STRING_SELECT, TEXT_INPUT = 1, 2, 3, 4
SELECTS = (3, 5, 6, 7, 8)
SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER = 9, 10, 11, 12, 13, 14, 17
LABEL, FILE_UPLOAD, RADIO, CHECKBOXES, CHECKBOX = 18, 19, 21, 22, 23

MOST_COMPONENTS = 40
MOST_TEXT = 4000
IN_CONTAINER = (ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR)
IN_V2_MESSAGE = (*IN_CONTAINER, CONTAINER)
IN_LABEL = (TEXT_INPUT, *SELECTS, FILE_UPLOAD, RADIO, CHECKBOXES, CHECKBOX)


def nested(component: Json) -> list[tuple[Where, Json]]:
    """The direct children of one component, each with its path."""
    found: list[tuple[Where, Json]] = []
    several = component.get("components")
    if isinstance(several, list):
        found += [(("components", place), child) for place, child in enumerate(several) if isinstance(child, dict)]
    for key in ("accessory", "component"):
        if isinstance(component.get(key), dict):
            found.append(((key,), component[key]))
    return found


def walk(body: Json) -> list[Json]:
    """Every component below ``body``, in reading order."""
    found: list[Json] = []
    for _, child in nested(body):
        found.append(child)
        found += walk(child)
    return found


def texts(body: Json) -> list[str]:
    """The content of every text display, in reading order."""
    return [str(part.get("content", "")) for part in walk(body) if part.get("type") == TEXT]


def message_components(body: Json, where: Where, *, v2: bool, uploads: set[str]) -> Iterator[Fault]:
    """The ``components`` of a message; ``uploads`` are the names ``attachment://`` may use."""
    yield from items(body, "components", where, MOST_COMPONENTS if v2 else 5)
    allowed = IN_V2_MESSAGE if v2 else (ROW,)
    for place, part in enumerate(objects(body, "components")):
        yield from component(part, (*where, "components", place), allowed, uploads)
    yield from together(body, where)
    if v2:
        count = len(walk(body))
        if count > MOST_COMPONENTS:
            says = f"A message has at most {MOST_COMPONENTS} components in total: {count}."
            yield Fault((*where, "components"), "total_components", says)
        length = sum(len(part) for part in texts(body))
        if length > MOST_TEXT:
            says = f"A message has at most {MOST_TEXT} characters over all text displays: {length}."
            yield Fault((*where, "components"), "total_text", says)


def together(body: Json, where: Where) -> Iterator[Fault]:
    """Custom ids and component ids are unique within one message or modal."""
    every = walk(body)
    for key in ("custom_id", "id"):
        given = [part[key] for part in every if part.get(key)]
        for value in repeated(given):
            yield Fault((*where, "components"), f"duplicate_{key}", f"{key} is used twice: {value!r}.")


def component(part: Json, where: Where, allowed: tuple[int, ...], uploads: set[str]) -> Iterator[Fault]:
    """One component and all below it."""
    kind = part.get("type")
    yield from number(part, "id", where, 0, 2**31 - 1)
    if kind not in allowed:
        yield Fault((*where, "type"), "component_type", f"Type {kind} is not allowed here, only {allowed}.")
    elif kind == ROW:
        yield from row(part, where)
    elif kind == BUTTON:
        yield from button(part, where)
    elif kind in SELECTS:
        yield from select(part, where)
    elif kind == SECTION:
        yield from items(part, "components", where, 3, least=1, needed=True)
        for step, child in nested(part):
            inside = (BUTTON, THUMBNAIL) if step == ("accessory",) else (TEXT,)
            yield from component(child, (*where, *step), inside, uploads)
        if not isinstance(part.get("accessory"), dict):
            yield Fault((*where, "accessory"), "required", "A section needs an accessory.")
    elif kind == TEXT:
        yield from text(part, "content", where, MOST_TEXT, needed=True)
    elif kind == CONTAINER:
        yield from items(part, "components", where, MOST_COMPONENTS, least=1, needed=True)
        yield from number(part, "accent_color", where, 0, 0xFFFFFF)
        for step, child in nested(part):
            yield from component(child, (*where, *step), IN_CONTAINER, uploads)
    elif kind == SEPARATOR:
        yield from number(part, "spacing", where, 1, 2)
    else:
        yield from shown_media(part, where, uploads)


def shown_media(part: Json, where: Where, uploads: set[str]) -> Iterator[Fault]:
    """A thumbnail, gallery or file shows something that exists."""
    kind = part.get("type")
    if kind == GALLERY:
        yield from items(part, "items", where, 10, least=1, needed=True)
        for place, item in enumerate(objects(part, "items")):
            yield from text(item, "description", (*where, "items", place), 1024)
            yield from media(item.get("media"), (*where, "items", place, "media"), uploads)
    elif kind == THUMBNAIL:
        yield from text(part, "description", where, 1024)
        yield from media(part.get("media"), (*where, "media"), uploads)
    else:
        file = part.get("file")
        yield from media(file, (*where, "file"), uploads)
        url = str(file.get("url", "")) if isinstance(file, dict) else ""
        if not url.startswith("attachment://"):
            yield Fault((*where, "file", "url"), "attachment", "A file component only shows attachment://.")


def media(value: object, where: Where, uploads: set[str]) -> Iterator[Fault]:
    """A picture or file is an attachment of this message, or on the web."""
    if not isinstance(value, dict):
        yield Fault(where, "required", "This field is required")
        return
    yield from text(value, "url", where, 2048, needed=True)
    url = str(value.get("url", ""))
    if url.startswith("attachment://"):
        if url.removeprefix("attachment://") not in uploads:
            yield Fault((*where, "url"), "attachment", f"No such attachment: {url!r}.")
    elif not url.startswith(("http://", "https://")):
        yield Fault((*where, "url"), "url", f"Scheme must be one of http, https, attachment: {url!r}.")


def row(part: Json, where: Where) -> Iterator[Fault]:
    """A row holds one to five buttons, or one select."""
    yield from items(part, "components", where, 5, least=1, needed=True)
    children = objects(part, "components")
    if len(children) > 1 and any(child.get("type") != BUTTON for child in children):
        yield Fault((*where, "components"), "row", "A select fills its row alone.")
    for step, child in nested(part):
        yield from component(child, (*where, *step), (BUTTON, *SELECTS), set())


def button(part: Json, where: Where) -> Iterator[Fault]:
    """A button says something, and either has an id or leads somewhere."""
    yield from number(part, "style", where, 1, 6, needed=True)
    yield from text(part, "label", where, 80, least=0)
    yield from emoji(part, where)
    if part.get("style") == 6:
        if not part.get("sku_id"):
            yield Fault((*where, "sku_id"), "required", "A premium button needs a SKU.")
        return
    if not part.get("label") and not part.get("emoji"):
        yield Fault((*where, "label"), "button_empty", "A button must have a label or an emoji.")
    if part.get("style") == 5:
        yield from text(part, "url", where, 512, needed=True)
        if not str(part.get("url", "")).startswith(("http://", "https://", "discord://")):
            yield Fault((*where, "url"), "url", "Scheme must be one of http, https, discord.")
        if part.get("custom_id"):
            yield Fault((*where, "custom_id"), "link_button", "A link button has no custom id.")
    else:
        yield from text(part, "custom_id", where, 100, needed=True)
        if part.get("url"):
            yield Fault((*where, "url"), "link_button", "Only a link button has a url.")


def emoji(part: Json, where: Where) -> Iterator[Fault]:
    """An emoji has a name."""
    value = part.get("emoji")
    if isinstance(value, dict):
        yield from text(value, "name", (*where, "emoji"), 32, needed=True)


def select(part: Json, where: Where) -> Iterator[Fault]:
    """A select offers what it asks for: at most 25 options, none twice."""
    yield from text(part, "custom_id", where, 100, needed=True)
    yield from text(part, "placeholder", where, 150, least=0)
    yield from number(part, "min_values", where, 0, 25)
    yield from number(part, "max_values", where, 1, 25)
    if part.get("type") == STRING_SELECT:
        yield from options(part, where, 25)


def options(part: Json, where: Where, most: int, *, least: int = 1) -> Iterator[Fault]:
    """The options of a select, a radio group or a group of checkboxes."""
    yield from items(part, "options", where, most, least=least, needed=True)
    given = objects(part, "options")
    for place, option in enumerate(given):
        here = (*where, "options", place)
        yield from text(option, "label", here, 100, needed=True)
        yield from text(option, "value", here, 100, needed=True)
        yield from text(option, "description", here, 100, least=0)
        yield from emoji(option, here)
    for value in repeated([option.get("value") for option in given]):
        yield Fault((*where, "options"), "duplicate_value", f"The value {value!r} is offered twice.")
    lowest, highest = part.get("min_values"), part.get("max_values")
    if isinstance(highest, int) and highest > len(given):
        yield Fault((*where, "max_values"), "range", f"More than there are options: {highest}.")
    if isinstance(lowest, int) and lowest > (highest if isinstance(highest, int) else 1):
        yield Fault((*where, "min_values"), "range", "More than max_values.")


def modal(data: Json, where: Where) -> Iterator[Fault]:
    """A modal: title, custom id, and up to five places to write or choose."""
    yield from text(data, "title", where, 45, needed=True)
    yield from text(data, "custom_id", where, 100, needed=True)
    yield from items(data, "components", where, 5, least=1, needed=True)
    for place, part in enumerate(objects(data, "components")):
        here = (*where, "components", place)
        kind = part.get("type")
        if kind == ROW:
            yield from items(part, "components", here, 1, least=1, needed=True)
            for step, child in nested(part):
                yield from field(child, (*here, *step), (TEXT_INPUT,))
                yield from text(child, "label", (*here, *step), 45, needed=True)
        elif kind == LABEL:
            yield from text(part, "label", here, 45, needed=True)
            yield from text(part, "description", here, 100)
            inner = part.get("component")
            if not isinstance(inner, dict):
                yield Fault((*here, "component"), "required", "This field is required")
                continue
            yield from field(inner, (*here, "component"), IN_LABEL)
            if inner.get("label"):
                yield Fault((*here, "component", "label"), "label", "Inside a label the input has no own.")
        elif kind == TEXT:
            yield from text(part, "content", here, MOST_TEXT, needed=True)
        else:
            yield Fault((*here, "type"), "component_type", f"Type {kind} is not allowed in a modal.")
    yield from together(data, where)


def field(part: Json, where: Where, allowed: tuple[int, ...]) -> Iterator[Fault]:
    """One input of a modal."""
    kind = part.get("type")
    if kind not in allowed:
        yield Fault((*where, "type"), "component_type", f"Type {kind} is not allowed here, only {allowed}.")
        return
    yield from text(part, "custom_id", where, 100, needed=True)
    if kind == TEXT_INPUT:
        yield from number(part, "style", where, 1, 2, needed=True)
        yield from text(part, "value", where, 4000, least=0)
        yield from text(part, "placeholder", where, 100, least=0)
        yield from number(part, "min_length", where, 0, 4000)
        yield from number(part, "max_length", where, 1, 4000)
    elif kind in SELECTS:
        yield from select(part, where)
    elif kind in (RADIO, CHECKBOXES):
        yield from options(part, where, 10, least=2 if kind == RADIO else 1)
