"""The smallest knowledge folder that is complete: one drug, one trial, and what every folder needs."""

from __future__ import annotations

from pathlib import Path

DISCLAIMER = """\
text: >-
  Joining a trial is your own choice, and you can say no or leave at any time. Talk with your doctor and your
  family or friends first. Being listed is no recommendation and no medical advice. Details may be out of date.
"""

STATUSES = "meanings:\n" + "".join(
    f"  - {{status: {word}, meaning: 'It is {word}. [guide]'}}\n"
    for word in (
        "open", "not yet open", "by invitation", "running but closed to new people", "finished", "stopped",
        "suspended", "unknown",
    )
) + """\
compiled: 2026-11-01
review: not yet
sources:
  guide: {title: A guide, seen: 2026-11-01}
"""  # fmt: skip

DRUG = """\
name: zebranib
kind: targeted therapy
names:
  brand:
    - {name: Zebrava, region: USA}
  code: [ZB100]
in_one_sentence: Zebranib is a made-up pill. [label]
class: A made-up class. [label]
how_it_works: It blocks a made-up signal. [label]
given_as: A pill to swallow. [label]
approvals_for_nets: none found
side_effects:
  - feeling tired [label]
serious_warnings:
  - a rash [label]
names_from: [label]
compiled: 2026-11-01
review: not yet
sources:
  label:
    title: A made-up label
    url: https://example.org/label
    seen: 2026-11-01
"""

TRIAL = """\
name: STRIPE-1
title: Zebranib for made-up tumours
ids:
  - {register: ClinicalTrials.gov, id: NCT00000001}
register_url: https://clinicaltrials.gov/study/NCT00000001
drugs: [zebranib]
kinds_of_net: [pancreatic NET]
phase: "2"
status: open
status_checked: 2026-11-03
recheck_by: 2027-02-01
status_source: register
in_one_sentence: It asks if zebranib shrinks made-up tumours. [register]
countries:
  - {country: Norway, sites: finished}
  - {country: Sweden, sites: open, count: 2}
results:
  - {measure: response rate, group: all people treated, value: 44.2, unit: percent, patients: 43, compared_with: no comparison group, source: paper}
side_effects:
  - feeling tired [paper]
facts_from: [register]
compiled: 2026-11-01
review: {by: Anna, on: 2026-11-05}
sources:
  register: {title: The register, url: "https://clinicaltrials.gov/study/NCT00000001", seen: 2026-11-03}
  paper: {title: A made-up paper, url: "https://doi.org/10.0000/x", seen: 2026-11-01}
"""

FILES = {
    "disclaimer.yaml": DISCLAIMER,
    "statuses.yaml": STATUSES,
    "not-covered.txt": "# made up\nlionetib\n",
    "drugs/zebranib.yaml": DRUG,
    "trials/stripe-1.yaml": TRIAL,
}


def write_knowledge(folder: Path, **changes: str) -> Path:
    """Write the small knowledge into ``folder``; ``changes`` are not needed for the folder to be whole."""
    for name, text in {**FILES, **changes}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
