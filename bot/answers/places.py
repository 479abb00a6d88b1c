"""Countries by name: as people type them, as buttons carry them, as sentences say them."""

from __future__ import annotations

import re

_ALSO = {
    "uk": "United Kingdom", "gb": "United Kingdom", "great britain": "United Kingdom", "britain": "United Kingdom",
    "england": "United Kingdom", "scotland": "United Kingdom", "wales": "United Kingdom",
    "northern ireland": "United Kingdom", "usa": "United States", "us": "United States", "america": "United States",
    "united states of america": "United States", "holland": "Netherlands", "deutschland": "Germany",
    "korea": "South Korea", "republic of korea": "South Korea", "turkiye": "Turkey", "türkiye": "Turkey",
    "czechia": "Czech Republic", "uae": "United Arab Emirates", "republic of ireland": "Ireland", "eire": "Ireland",
    "aotearoa": "New Zealand", "brasil": "Brazil", "españa": "Spain", "italia": "Italy", "schweiz": "Switzerland",
    "suisse": "Switzerland", "österreich": "Austria", "norge": "Norway", "sverige": "Sweden", "danmark": "Denmark",
    "suomi": "Finland", "polska": "Poland",
}  # fmt: skip
# Countries that people may search for though no trial in the list names them: "0 in Norway" is an answer too.
COUNTRIES = tuple(
    " ".join(name.split())
    for name in [
        "Albania",
        " Algeria",
        " Argentina",
        " Armenia",
        " Australia",
        " Austria",
        " Azerbaijan",
        " Bahrain",
        " Bangladesh",
        " Belarus",
        " Belgium",
        " Bolivia",
        "\n    Bosnia and Herzegovina",
        " Brazil",
        " Bulgaria",
        " Canada",
        " Chile",
        " China",
        " Colombia",
        " Costa Rica",
        " Croatia",
        " Cuba",
        " Cyprus",
        "\n    Czech Republic",
        " Denmark",
        " Dominican Republic",
        " Ecuador",
        " Egypt",
        " El Salvador",
        " Estonia",
        " Ethiopia",
        " Finland",
        " France",
        " Georgia",
        "\n    Germany",
        " Ghana",
        " Greece",
        " Guatemala",
        " Honduras",
        " Hong Kong",
        " Hungary",
        " Iceland",
        " India",
        " Indonesia",
        " Iran",
        " Iraq",
        " Ireland",
        "\n    Israel",
        " Italy",
        " Jamaica",
        " Japan",
        " Jordan",
        " Kazakhstan",
        " Kenya",
        " Kuwait",
        " Latvia",
        " Lebanon",
        " Libya",
        " Lithuania",
        " Luxembourg",
        "\n    Malaysia",
        " Malta",
        " Mexico",
        " Moldova",
        " Montenegro",
        " Morocco",
        " Nepal",
        " Netherlands",
        " New Zealand",
        " Nigeria",
        " North Macedonia",
        "\n    Norway",
        " Oman",
        " Pakistan",
        " Panama",
        " Paraguay",
        " Peru",
        " Philippines",
        " Poland",
        " Portugal",
        " Qatar",
        " Romania",
        " Russia",
        "\n    Saudi Arabia",
        " Serbia",
        " Singapore",
        " Slovakia",
        " Slovenia",
        " South Africa",
        " South Korea",
        " Spain",
        " Sri Lanka",
        " Sweden",
        "\n    Switzerland",
        " Syria",
        " Taiwan",
        " Tanzania",
        " Thailand",
        " Tunisia",
        " Turkey",
        " Uganda",
        " Ukraine",
        " United Arab Emirates",
        "\n    United Kingdom",
        " United States",
        " Uruguay",
        " Uzbekistan",
        " Venezuela",
        " Vietnam",
        " Zimbabwe",
    ]
)
_WITH_ARTICLE = ("United ", "Netherlands", "Philippines", "Czech Republic", "Dominican Republic")


def slug(text: str) -> str:
    """A name as small letters and hyphens; no name has more than 200 characters."""
    return re.sub(r"[^a-z0-9]+", "-", text[:200].casefold()).strip("-")


def place_called(text: str) -> str:
    """A country by the name that our lists use: "the UK" gives "United Kingdom"; anything else as it is."""
    bare = " ".join(text.casefold().replace(".", "").split()).removeprefix("the ")
    return _ALSO.get(bare) or next((c for c in COUNTRIES if c.casefold() == bare), text.strip())


def in_words(country: str) -> str:
    """A country as a sentence says it after "in": "the United Kingdom"."""
    return f"the {country}" if country.startswith(_WITH_ARTICLE) else country
