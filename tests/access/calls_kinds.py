"""How to call what is about kinds of promise: opening hours, touchpoints of a process, outcomes of its cases."""

from models import case_sets, in_hands, opening_hours
from tests.access.calls import ids

CALLS = [
    ("case_sets.evidence_outcomes", case_sets.evidence_outcomes, lambda s, v: {"which": s.facts["set"]}),
    ("in_hands.not_ours", in_hands.not_ours, lambda s, v: {"promise_ids": [s["promise"]]}),
    ("in_hands.not_ours_named", in_hands.not_ours_named, lambda s, v: {"names": ["Corriere"]}),
    ("in_hands.not_ours_of_process", in_hands.not_ours_of_process, ids(process_id="process")),
    ("in_hands.tie_process", in_hands.tie_process,
     lambda s, v: {"process_id": s["process"], "touchpoint_ids": []}),
    ("in_hands.tied_to", in_hands.tied_to, ids(process_id="process")),
    ("opening_hours.hours_view", opening_hours.hours_view, ids(process_id="process")),
    ("opening_hours.set_opening_hours", opening_hours.set_opening_hours,
     lambda s, v: {"process_id": s["process"], "week": ["9-18"] * 5 + ["", ""]}),
]  # fmt: skip
