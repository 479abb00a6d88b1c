"""Words around a name: what people say before and after it, and how they write a dose.

A filler word never is a name by likeness, only when it was declared as one. Dropping these words is what lets
"side effects of lenvatanib 10 mg?" find lenvatinib. The list is the words of questions, of patients' talk, and of
packs and prescriptions; a word that could be the beginning of a medicine's name does not belong here.
"""

import re
from collections.abc import Sequence

_QUESTIONS = """
a about after again all already also am an and another any anybody anyone anything are around as ask asking at away
be because been before being best better between both but by can cannot cant care come could did different do does
doing done dont down each either else ever every everyone explain feel few find first for from get gets getting give
given gives go going good got had happen happens has hasnt have having he hello help her here hers hey hi him his hope
how i id if ill im in info information into is isnt it its ive just keep kind know last later latest less let like
link list little long look looking made make many may me mean means meaning might mine more most much must my near
need new news next no not now of off ok okay old on once one only open or other others our out over own per please
possible prior question questions really recommend recommended right said same say see seen she should show since so
some somebody someone something soon start started starting still stop stopped stopping such switch switched switching
take taken takes taking talk tell than thank thanks that thats the their them then there these they thing think this
those through to today together told tomorrow too took towards tried try trying two under until up upon us use used
uses using very versus via vs want wants was we week well went were what whats when where wheres which while who whos
why will with within without wont work worked working works would yes yet you your yours
"""
_TALK = """
advice affect affects allergy alone alternative appointment approval approved arm australia available average
benefit blood bowel brand breast buy cancer cancers cause caused causes causing chemo chemotherapy children clinic
clinical clinicaltrials closed combination combined combo community compare compared comparison compassionate cost
costs country countries cure cycle cycles daily date day days death description diarrhea diarrhoea difference
disease doctor doctors dosage dose dosed doses dosing drug drugs duration effect effective effectiveness effects
efficacy eligibility eligible enrolled enrolling enrolment europe experience experienced experiences expensive
failed failure fatigue food free fridge generic gep gepnet gov grade group growth hair headache heart help high
hormone hospital hours http https hurt id identifier indication infusion infusions inject injection injections
insurance interaction interactions intravenous iv jab join joining kidney label lately leaflet license liver location
locations loss low lump lung maintenance makes med medication medications medicine medicines meds metastatic mgs
midgut mild monthly months month morning name named names nausea nec nen net nets neuroendocrine nhs night number
nurse oncologist option options oral orally org outcome pain pancreas pancreatic participate participant
participants patient patients pdf people person pharmacy phase pill pills placebo pnet pnets pregnancy prescribed
prescription price progression protocol pump rash reaction reactions recruit recruiting recruitment register
registered registry regular related report research response result results review reviews risk risks safe safety
scan scans schedule second sheet shot shots shrink sick side site sites sites skin small spread stable stage standard
status stomach study studies subcutaneous success suffering surgery survival symptoms syndrome tab tablet tablets tabs
term test tests therapies therapy time tired toxicity treat treated treating treatment treatments trial trials tumor
tumors tumour tumours type uk usa vial vials vomiting wait warning warnings weekly weeks weight women men worse worth
www year years young html ct2 online website page article paper publication published update updated updates
amp capsule capsules caps cream depot drip fluid gel inhaler kit liquid oil patch pen powder solution spray
suspension syringe syringes syrup bid tid qid qd od bd tds po sc im prn twice thrice
"""
_PASSING = """
all at both down every he her his least more most much my new not our out over own she such than their these they those
to until up very we you your
"""
_UNITS = """
bq cc ci ct day days dl g gbq gm gms gram grams hr hrs iu kbq kg l m2 mbq mci mcg mg mgs mgm milligram milligrams ml mmol
ng nmol nm ug ui unit units x wk wks daily times weekly monthly am pm vial tablet tablets
"""

FILLER = frozenset(_QUESTIONS.split()) | frozenset(_TALK.split())
TALK = frozenset(_TALK.split())
PASSING = frozenset(_PASSING.split())  # beside these an ordinary word is most likely just that: "she has talent"
UNITS = frozenset(_UNITS.split())
_NUMBER = re.compile(r"\d+")


def extra(parts: Sequence[str]) -> list[bool]:
    """For each word whether it only surrounds a name: a filler word, or part of a dose such as "7.4 GBq" or "q28d"."""
    out = [part in FILLER for part in parts]
    for at, part in enumerate(parts):
        if not _NUMBER.fullmatch(part):
            continue
        before = parts[at - 1] if at else ""
        after = parts[at + 1] if at + 1 < len(parts) else ""
        if after in UNITS:
            out[at] = out[at + 1] = True
            back = at - 1
            while back >= 0 and parts[back].isdigit():  # the 7 of 7.4 GBq
                out[back] = True
                back -= 1
        if before == "q":
            out[at] = out[at - 1] = True
    return out
