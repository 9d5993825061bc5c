"""The addresses of the town: what stands in every place of every route, and a well-filled form for each that takes one.

A route with a place or a form that is not known here fails the tests, so that new routes are walked too.
"""

import hashlib
import re
from collections.abc import Collection, Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from werkzeug.routing import Rule

from app.access.actor import Role
from app.access.matrix import Permission
from app.base import clock
from app.certificates.design.samples import SIGNATURE, pictures
from app.curriculum.uploading.zipped import packed
from tests.assignments.makers import SLUG
from tests.curriculum import lessons
from tests.house.town import EDITION, Side
from tests.makers import PASSWORD
from tests.visits.sheets import offers_list

PASSED_ON = ("GET", "POST")

# What stands in each place of an address. Owned: the key in `Side.known`; shared: as it is, the same for everybody.
OWNED = {
    "/C/<token>": "card",
    "/I/<token>": "pass",
    "/V/<code>": "certificate",
    "/card/<token>": "card",
    "/certificates/<code>": "assignment",
    "/certificates/correct/<number>": "number",
    "/certificates/how-to-check/<job_id>": "check",
    "/certificates/revoke/<number>": "number",
    "/certificates/visit/<code>": "booking",
    "/certificates/run/<code>": "run",
    "/certificates/run/<code>/<name>": "file",
    "/class/<code>": "assignment",
    "/classes/<code>": "class",
    "/demo/work/<code>": "assignment",
    "/in/<code>": "class_code",
    "/inval/<token>": "pass",
    "/k/<link>": "link",
    "/learn/<code>": "assignment",
    "/modules/given/<code>": "assignment",
    "/schools/<brin>": "brin",
    "/v/<code>": "certificate",
    "/visits/arrival/<code>": "booking",
    "/visits/after/<code>": "booking",
    "/visits/booking/<code>": "booking",
    "/visits/calendar/<token>": "calendar",
    "/visits/company/<code>": "company",
    "/visits/booking/<code>/paper/<job_id>": "paper",
    "/visits/off/company/<company>": "company",
    "/visits/off/offer/<code>": "offer",
    "/visits/off/slot/<code>": "slot",
    "/visits/office/called-off/<code>": "booking",
    "/visits/office/called-off/<code>/<slot>": "slot",
    "/visits/own/<code>": "offer",
    "/visits/own/slot/<code>": "slot",
    "/visits/presence/<code>": "booking",
    "/visits/safety/<code>": "booking",
    "/visits/divide/<class_code>": "class",
    "/visits/waiting/<code>": "waiting",
    "/visits/without/class/<code>": "class",
    "/visits/event/<event>/paper/<job_id>": "sheets",
    "/visits/event/<event>/stand/<job_id>": "stand_list",
    "/visits/event/class/<code>": "event_class",
    "/visits/event/class/<code>/paper/<job_id>": "sheet_of_class",
    "/visits/gate/<token>": "gate",
    "/visits/qr/<code>": "booking",
    "/wall/<period_id>/<job_id>": "wall",
    "/welcome/<token>": "invitation",
    "<answer_id>": "answer",
    "<card_id>": "substitute",
    "<job_id>": "job",
    "<phrase_id>": "phrase",
    "/learn/<code>/together/<pupil_id>": "classmate",
    "<pupil_id>": "pupil",
    "<sha256>": "photo",
    "<site_id>": "site",
}
SHARED = {
    "/class/<code>/lesson/<step_id>/<number>": "board",  # on the board a question has a screen of its own
    "/designs/picture/<slug>": "design",  # of the house
    "/lessons/folder/<slug>": "folder",  # modules belong to no school
    "/lessons/folder/<slug>/<sha256>": "drawing",
    "/lessons/upload/<code>": "upload",
    "/lessons/upload/<code>/<sha256>": "picture",
    "/media/<sha256>": "picture",  # drawings of lessons
    "/modules/<slug>": "slug",  # the catalogue
    "/try/<slug>": "slug",
    "/visits/<code>": "offer",  # what companies offer to all schools
    "/visits/missing/<kind>": "suffix",  # the list as a file
    "/visits/without/list.<kind>": "suffix",
    "/visits/reminders/<edition_id>/<key>": "reminder",
    "/visits/event/<event>/list/<sheet>": "event_sheet",
    "<day>": "event_day",
    "<edition_id>": "edition",  # of the network
    "<period_id>": "edition",
    "<event>": "event",  # to which all schools come
    "<stand_id>": "stand",  # on the map that all read
    "<kind>": "kind",
    "<number>": "screen",
    "<sheet>": "sheet",
    "<step_id>": "step",
    "<suffix>": "suffix",
}
STILL_TO_COME = {
    "visits.answer",
    "visits.attach",
    "visits.cancel",
    "visits.confirm_safety",
    "visits.propose",
    "visits.sizes",
}  # of a visit that is over this is refused
IN_A_STATE = {
    "visits.answer_proposal": "proposed",
    "visits.no_show": "unseen",
    "visits.took_place": "unseen",
}  # what else a booking must be
IN_A_STATE = {"visits.answer_proposal": "proposed", "visits.no_show": "unseen"}  # what else a booking must be
EVENT_DAY = {"venue": "Hal 4", "address": "Kadeweg 1", "place": "Havenmond", "starts": "09:00", "rounds": "3"}
EVENT_DAY |= {"round_minutes": "30", "gap_minutes": "10", "wave_minutes": "15", "wave_bikes": "60"}
EVENT_DAY |= {"wave_coaches": "2"}
FOLDER = "zeesluis"  # lies in lessons/
DRAWING = hashlib.sha256(Path(f"lessons/{FOLDER}/media/wachten.svg").read_bytes()).hexdigest()
SAME_FOR_ALL = {"slug": SLUG, "screen": "1", "board": "2", "step": "kijk", "kind": "during"}
SAME_FOR_ALL |= {"edition": str(EDITION), "reminder": "host-week", "sheet": "bookings", "suffix": "csv"}
SAME_FOR_ALL |= {"event_sheet": "routes", "folder": FOLDER, "drawing": DRAWING}
SAME_FOR_ALL |= {"design": "poort", "folder": FOLDER, "drawing": DRAWING}
_PLACE = re.compile(r"<(?:\w+:)?(\w+)>")


class Again(BytesIO):
    """A file that can be sent more than once: closed, it begins anew."""

    def close(self) -> None:
        self.seek(0)


class NoSample(AssertionError):
    """A route has a place, or a form, that the town knows nothing for."""


def places(rule: Rule) -> dict[str, tuple[str, bool]]:
    """place -> (its key in `Side.known`, is it a school's or company's own?)."""
    text = _PLACE.sub(r"<\1>", rule.rule)
    found = {}
    for match in _PLACE.finditer(text):
        name, until = f"<{match[1]}>", text[: match.end()]
        owned, shared = (held.get(until) or held.get(name) for held in (OWNED, SHARED))
        if until in SHARED or (owned is None and shared is not None):
            found[match[1]] = (str(shared), False)
        elif owned is not None:
            known = "asked" if rule.endpoint in STILL_TO_COME else IN_A_STATE.get(rule.endpoint, owned)
            found[match[1]] = (known, True)
        else:
            raise NoSample(f"{rule.rule}: tests/house/addresses.py has nothing for {name}")
    return found


def address(rule: Rule, side: Side, *, stranger: Side | None = None, theirs: Collection[str] = ()) -> str:
    """The address of this route for `side`; the places in `theirs` are filled from `stranger`."""
    values = {}
    for name, (key, _) in places(rule).items():
        owner = stranger if stranger and name in theirs else side
        values[name] = SAME_FOR_ALL.get(key) or owner.known[key]
    return _PLACE.sub(lambda match: values[match[1]], rule.rule)


def routes(app: Flask) -> Iterator[tuple[Rule, str, Permission | None]]:
    """(rule, method, what it needs) of all that can be asked."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: one.rule):
        view = app.view_functions[rule.endpoint]
        for method in PASSED_ON:
            if method in (rule.methods or ()):
                yield rule, method, view.needs  # type: ignore[attr-defined]


def form_for(endpoint: str, side: Side) -> dict[str, Any]:
    """A form that is filled in well, about what is this side's."""
    day = clock.school_day(clock.now())
    pupil, everybody = side.known["pupil"], [str(one.id) for one in side.pupils]
    dates = {"opens_on": day.isoformat(), "closes_on": (day + timedelta(days=20)).isoformat()}
    steps = {"step": "kijk", "how": "paper"}
    written = ("title", "summary", "see", "do", "meet", "address", "place", "entrance", "contact")
    offer = dict.fromkeys(written, "Kijk in de hal")
    offer |= {"levels": "po-7-8", "wear": "dichte schoenen", "min_group": "1", "max_group": "20"}
    reminder = {"to": "host", "about": "who-comes", "unit": "days", "days": "3", "side": "before", "at": "09:00"}
    tomorrow = (day + timedelta(days=1)).isoformat()
    host = {"host_name": "Kim de Wit", "email": f"kim@{side.known['company'].lower()}.example"}
    live = [side.known["asked"], side.known["proposed"], *side.known["rounds"].split(",")]
    site = {"address": "Kade 2", "place": "Kadedorp", "entrance": "Poort 1", "coordinates": "52.4601, 4.6102"}
    company = {"name": "De Zeesluis", "place": "Kadedorp", "kind": "lock-or-harbour", "topics": "water"}
    forms: dict[str, dict[str, Any]] = {
        "assignments.dates": dates,
        "assignments.give": dates
        | {"school_class": side.klass.code, "steps": ["kijk", "bezoek"], "request_id": "r-1"}
        | {"known": side.known["assignment"]}
        | {"bookings": side.known["booking_id"]},
        "assignments.change_whom": {"to": "pupils", "pupils": everybody, "seen": "0"},
        "assignments.make_print": {"language": "nl"},
        "assignments.visits": {"bookings": side.known["booking_id"]},
        "certificates.correct": {"name": "Sanne de Boer"},
        "certificates.make_check_page": {"language": "nl"},
        "certificates.print_run": {"pupils": everybody},
        "certificates.make_again": {},
        "certificates.start_edition": {},
        "certificates.print_school": {"lessons": side.known["assignment"], "shape": "zip", "again": "1"},
        "certificates.print_visit": {"pupils": everybody},
        "certificates.offer_designs": {"po": "poort", "vo": "lijn", "day": "dag", "allowed": ["inktarm"]},
        "certificates.choose_design": {"design": "", "day": ""},
        "certificates.drop_signature": {},
        "certificates.make_wall": {},
        "certificates.set_signature": {
            "signature": (Again(pictures()[SIGNATURE]), "signature.png"),
            "signed_by": "M. Jansen",
        },
        "certificates.revoke": {"reason": "Verkeerde naam"},
        "curriculum.send_in": {"file": (Again(packed(lessons.as_files())), "proef.zip")},
        "learning.change_steps": {"steps": ["kijk", "bezoek"], "seen": "0"},
        "learning.answer": {"question": "waarom", "client": "c-2", "answer": side.known["right"]},
        "learning.export": {"kind": "csv"},
        "learning.say": {"text": "Goed gevraagd"},
        "learning.add_sentence": {"text": "Schrijf er een voorbeeld bij."},
        "learning.change_sentence": {"text": "Schrijf er twee voorbeelden bij."},
        "learning.try_answer": {"answer": side.known["right"]},
        "learning.reflect": {"client": "r-1", "did": "look"},
        "learning.thank": {"booking": side.known["booking"], "own": "Wat was het mooi."},
        "visits.review": {"first": "4", "second": "3", "words": "Meer tijd."},
        "learning.send_host_questions": {"booking": side.known["booking"], "own": "Wat is het mooiste?"},
        "learning.make_substitute_card": {"day": tomorrow, "steps": "kijk", "key": str(UUID(int=9))},
        "learning.mark_again": {"revision": "0"},
        "learning.move": {"edition": "1"},
        "learning.note_said": {"question": "waarom", "answer": side.known["right"]},
        "learning.note_version": {"kind": "read", "edition": "1", "revision": "0"},
        "learning.pace": {"pace": "opened"},
        "learning.pause": {"on": "1"},
        "learning.sign": {"waiting": "2"},
        "learning.tick": steps | {"pupils": everybody},
        "learning.tick_on_board": {"pupils": everybody},
        "learning.tick_pupil": steps,
        "people.cards": {"pupil": pupil},
        "people.class_list": {"name": "7Z", "levels": "po-7", "names": "Pim de Wit"},
        "people.code_page": {"code": side.klass.class_code},
        "people.door": {"door": "shut"},
        "learning.join": {"pictures": "", "picture": "boat"},
        "learning.together": {"who": side.known["classmate"]},
        "people.forgotten": {"email": side.people[Role.TEACHER].email},
        "people.names": {"who": pupil},
        "people.new_class": {"name": "8Z", "levels": "po-8", "names": "Pim de Wit", "key": str(side.klass.id)},
        "people.pictures": {"pictures": "", "picture": "boat"},
        "people.pupil_page": {"first_name": "Noor", "last_name": "Smit", "level": "po-7"},
        "people.save_groups": {f"group-{pupil}": "plus", f"was-{pupil}": "basic"},
        "people.keep_place": {"address": "Kade 2", "coordinates": "52.46, 4.61"},
        "people.school": {"name": "De Meeuw"},
        "people.school_logo": {"remove": "1"},
        "people.school_names": {"names": "on"},
        "people.school_photos": {"photos": "on"},
        "people.sign_in_page": {"email": side.people[Role.TEACHER].email, "password": PASSWORD},
        "people.substitute_code": {"code": side.known["pass"]},
        "people.teachers": {"end": side.known["post"]},
        "people.unlock": {"pictures": "", "picture": "boat"},
        "people.welcome": {"password": "een-lange-zin-vol-staal"},
        "visits.add_slot": {"day": tomorrow, "starts": "10:00", "ends": "11:00", "places": "1", "pupils": "20"},
        "visits.add_slots": {"day": tomorrow, "until": (day + timedelta(days=14)).isoformat(), "weekdays": ["1", "3"]}
        | {"starts": "09:00", "ends": "10:00", "rounds": "2", "places": "1", "pupils": "20"},
        "visits.add_loose_slots": {"days": (day + timedelta(days=5)).isoformat(), "starts": "09:00", "ends": "10:00"}
        | {"rounds": "2", "places": "1", "pupils": "20"},
        "visits.accept": {"safety_version": "1"},
        "visits.answer": {"yes": "1"},
        "visits.answer_proposal": {"yes": "1", "safety_version": "1"},
        "visits.change_room": {"places": "3", "pupils": "40"},
        "visits.propose": {"slot": side.known["slot"], "expected": "2"},
        "visits.wait": {"slot": side.known["slot"], "school_class": side.klass.code, "level": "po-7"}
        | {"expected": "3", "request_id": "r-3"},
        "visits.arrive": {"count": "3"},
        "visits.close": {"girls": "1"},
        "visits.day_link": {"renew": "1"},
        "visits.gate_say": {"count": "3"},
        "visits.gate_walk_in": {"school_name": "De Ebstroom", "level": "po-7", "number": "20"},
        "visits.names": {"names": "on"},
        "visits.took_place": {"yes": "1"},
        "visits.seen_undelivered": {"mail": side.known["mail"]} if "mail" in side.known else {},
        "visits.phone": {"phone": "06 0000 0012"},
        "visits.walk_in": {"school_name": "De Ebstroom", "level": "po-7", "number": "20"},
        "visits.attach": {"school_class": side.klass.code},
        "visits.book_parts": {"slot": side.known["slot"], "request_id": "r-9"}
        | {f"n-{side.known['slot']}": "2", f"v-{side.known['slot']}": "1"},
        "visits.book": {"slot": side.known["slot"], "school_class": side.klass.code, "level": "po-7"}
        | {"expected": "3", "request_id": "r-2", "safety_version": "1"},
        "visits.call_off_company": {"reason": "De hal is dicht", "seen": live},
        "visits.call_off_offer": {"reason": "De hal is dicht", "seen": live},
        "visits.call_off_slot": {"reason": "De hal is dicht", "seen": side.known["asked"]},
        "visits.keep_import": {"edition": side.known["edition"], "token": "weg"},
        "visits.look_at_import": {
            "edition": side.known["edition"],
            "file": (Again(offers_list(side.known["company"])), "lijst.xlsx"),
        },
        "visits.send_office_mail": {"subject": "Veilig op weg", "text": "{title}", "request_id": "m-1"},
        "visits.choose_pupils": {"pupils": everybody},
        "visits.company_logo": {"remove": "1"},
        "visits.confirm_safety": {"version": "1"},
        "visits.edit_company": company,
        "visits.edit_offer": offer | {"site": side.known["site"]},
        "visits.hosts": {"end": side.known["host_post"]},
        "visits.hours": {"drop": side.known["hours"]},
        "visits.new_company": company | host,
        "visits.new_site": site,
        "visits.site": site,
        "visits.sizes": {"size-0-0": "1", "size-0-1": "2"},
        "visits.make_offer": offer | {"site": side.known["site"]},
        "visits.keep_slips": {"seen": everybody, "pupils": pupil},
        "visits.keep_transport": {"mode": "coach", "seats": "50", "adults": "2"},
        "visits.make_letter": {"language": "nl"},
        "visits.safety_questions": {"questions-0-text": "Wat doe je?", "questions-0-options-0": "Wachten"}
        | {"questions-0-options-1": "Rennen"}
        | {f"questions-{n}-right": "0" for n in range(5)},
        "visits.safety_together": {"pupils": pupil},
        "visits.mark": {"seen": everybody, "absent": pupil},
        "visits.offer_state": {"state": "closed"},
        "visits.new_reminder": reminder,
        "visits.reminder": reminder,
        "visits.renew_address": {"booking": side.known["booking"]},
        "visits.turn_reminder": {"on": "0"},
        "visits.change_edition": {"name": "Kadeweek", "starts_on": dates["opens_on"], "ends_on": dates["closes_on"]},
        "visits.clear_day": {"day": dates["opens_on"]},
        "visits.make_edition": {"name": "Lenteweek", "starts_on": dates["opens_on"], "ends_on": dates["closes_on"]},
        "visits.put": {"slot": side.known["slot"], "school_class": side.klass.code, "seen": side.known["seen"]}
        | {"request_id": "r-3", "expected": "3"},
        "visits.set_day": {"day": dates["opens_on"], "kind": "event", "name": "Dag op de kade"},
        "visits.make_event": EVENT_DAY,
        "visits.change_event": EVENT_DAY,
        "visits.add_stands": {"offers": side.known["offer"]},
        "visits.change_stand": {"number": "B2", "column": "9", "row": "9", "groups": "2", "pupils": "60"},
        "visits.add_classes": {"classes": side.klass.code},
        "visits.set_step": {"school_class": side.known["event_class"], "round": "3", "to": "-", "seen": ""},
        "visits.make_routes": {"seen": "3"},
        "visits.event_paper": {"what": "arrival"},
        "visits.join": {"school_class": side.klass.code, "pupils": "3", "way": "bike"},
        "visits.change_event_class": {"pupils": "4", "way": "coach"},
        "visits.event_phone": {"phone": "06 0000 0012"},
        "visits.slot_state": {"state": "cancelled"},
        "people.language": {"language": "en"},
        "web.text_size": {"size": "groot"},
    }
    if endpoint in forms:
        return forms[endpoint]
    if endpoint in BUTTONS:
        return {}
    raise NoSample(f"{endpoint}: tests/house/addresses.py has no form for it")


BUTTONS = {
    "learning.make_dossier",
    "learning.open_after",
    "learning.open_step",
    "learning.photo_away",
    "learning.shut_step",
    "curriculum.drop",
    "curriculum.publish",
    "assignments.give_back",
    "assignments.give_to_newcomers",
    "assignments.withdraw",
    "demo.work_class",
    "learning.enter",
    "learning.help_",
    "learning.keep_said",
    "learning.take_back",
    "learning.lower_hand",
    "learning.make_overview",
    "learning.part",
    "learning.read",
    "learning.tick_present",
    "learning.withdraw_substitute",
    "people.card",
    "people.card_by_qr",
    "people.choose_post",
    "people.left_school",
    "people.lock_now",
    "people.new_card",
    "people.new_link",
    "people.new_secret",
    "people.sign_out",
    "people.substitute",
    "people.substitute_by_qr",
    "visits.answer_safety",
    "visits.cancel",
    "visits.copy_offer",
    "visits.make_card",
    "visits.leave_event",
    "visits.split_event_class",
    "visits.unite_event_class",
    "visits.make_stand_paper",
    "visits.make_timetable",
    "visits.spread_waves",
    "visits.tell_event",
    "visits.make_out",
    "visits.make_transport",
    "visits.leave",
    "visits.no_show",
    "visits.pass_on",
    "visits.qr",
    "visits.propose_instead",
    "visits.undo",
}
"""One button, nothing typed."""
