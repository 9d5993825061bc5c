"""The matrix is what counts: each permission is asked for, has its words, and holds without the lock on the route."""

import ast
from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from importlib import import_module
from inspect import isfunction, signature
from pathlib import Path
from pkgutil import iter_modules
from typing import Any
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from app.access.actor import BEHIND_DOORS, NOBODY, Actor, Post, Role
from app.access.matrix import MATRIX, Permission, Reach
from app.assignments import operations as assignments
from app.assignments.rules import PUPILS, Whom
from app.base import clock
from app.base.house import House
from app.base.language import LANGUAGES, gettext_for
from app.base.problems import NotAllowed, NotFound, RuleBroken
from app.certificates import operations as certificates
from app.curriculum import operations as curriculum
from app.flow import FLOW
from app.home import words
from app.learning import operations as learning
from app.people import operations as people
from app.people.operations.companies import Invited
from app.people.rules.difference import ListShown
from app.visits import operations as visits
from app.visits.importing.xlsx import Sheet
from app.visits.operations.event_day import DayText
from app.visits.queries.calling_off import Scope
from app.visits.queries.office_mail import Chosen
from app.visits.rules.event import DayPlan
from app.visits.rules.reminders import When
from tests.assignments.makers import SLUG
from tests.house.town import EDITION, Side, Town

APP = Path("app")
NOT_ASKING = {"app/access/matrix.py", "app/home/words.py", "app/home/menu.py"}  # where they are listed, named, shown
Operation = Callable[..., Any]

# Operations without a permission, because nobody is signed in yet, or because no page leads to them.
WITHOUT = {
    visits.answer_ran_out: "the worker's clock: the time to answer is over",
    visits.hold_ran_out: "the worker's clock: nobody answered a proposal",
    visits.line_is_over: "the worker's clock: the visit has begun",
    visits.tell_offer: "the worker's: the mail about a place that is kept",
    people.choose_language: "one's own account alone; of a pupil nothing is kept",
    people.count_staff_try: "before the password is looked at",
    people.count_wrong_code: "before a class is known",
    people.drop_passes: "the worker's: forgets the passes of a month ago",
    people.forgot_password: "whoever forgot it cannot sign in; the answer tells a stranger nothing",
    people.set_password: "the link from the mail is the right to do it",
    people.staff_signed_in: "the password was right",
    people.try_own_secret: "a screen that was locked, or a card's door; the pictures are what is tried",
    visits.close_past: "the worker's: closes what is two weeks past",
    visits.count_wrong_link: "before a booking is known",
    visits.day_link: "part of others: the link in the mail that reminds a host",
    visits.forget_day: "the worker's: erases what was for a day that is over",
    people.try_secret: "a child at the door of its class; the pictures are what is tried",
}
WITHOUT_ROOMS = {
    "app.assignments.operations.reach": "part of others: asks for what is about to be changed, and holds it",
    "app.certificates.operations.erasing": "part of others: who erases a pupil, in that pupil's school",
    "app.certificates.operations.facts": "part of others: what stands on a paper that is issued now",
    "app.certificates.operations.guessing": "before a certificate is known",
    "app.certificates.operations.settling": "the worker's: what nobody can change any more is settled",
    "app.certificates.operations.expiry": "the worker's: forgets files with names that are past their term",
    "app.curriculum.operations.publishing": "published from the command line; the page asks in `publish_upload`",
    "app.learning.operations.attitudes": "part of handing in",
    "app.learning.operations.expiry": "the worker's: takes away what is past its day",
    "app.learning.operations.reused": "part of handing in: notes that an id of the pupil's own answer came again",
    "app.learning.operations.progress": "part of others: moves a row along",
    "app.people.operations.staff": "before anybody is signed in: a password is tried, forgotten, chosen",
    "app.people.operations.founding": "from the command line: whoever runs it holds the database",
    "app.visits.operations.event_bookings": "part of others: rows of a route, after its places were taken",
    "app.visits.operations.event_calling_off": "part of others: what calling off does to a day that was planned",
    "app.visits.operations.event_invites": "part of others: the day in agendas by mail",
    "app.visits.operations.event_slots": "part of others: a slot for each round of a stand",
    "app.visits.operations.forgetting": "the worker's: takes away what was for before a visit, a week after it",
    "app.visits.operations.owners": "part of others: who may call off what a school asked for",
    "app.people.operations.size": "part of others: how many a class counts",
    "app.visits.operations.letters": "part of others: the mail",
    "app.visits.operations.line": "part of others: who gave places back; the line is of all schools together",
    "app.visits.operations.places": "part of others: the count of places",
    "app.visits.operations.reminder_letters": "part of others: what a reminder says",
    "app.visits.operations.reminding": "the worker's: sends what is due, about no pupil",
    "app.visits.operations.safety_count": "part of others: the number that a host may know",
    "app.visits.operations.states": "part of others: who did what to a booking",
}
# About one's own place, whichever it is: another school's administrator does it to the other school.
OF_ONES_OWN = {
    certificates.prepared,
    certificates.start_edition,
    certificates.start_how_to_check,
    learning.keep_sentence,
    learning.start_dossier,
    people.allow_names,
    people.allow_photos,
    people.make_class,
    people.rename_school,
    people.set_logo,
    certificates.choose_design,
    certificates.set_signature,
    certificates.start_wall,
    visits.book_class,
    visits.book_visit,
    visits.renew_calendar,
    visits.join_line,
    visits.start_stand_paper,
    visits.tell_what_is_missing,
}


def about(side: Side) -> dict[Operation, tuple[Permission, dict[str, Any]]]:
    """operation -> what it needs, and good facts about what is this side's."""
    known, day = side.known, clock.school_day(clock.now())
    pupil, everybody = UUID(known["pupil"]), [one.id for one in side.pupils]
    given, klass, booking, asked, offer = (
        {"code": known[name]} for name in ("assignment", "class", "booking", "asked", "offer")
    )
    sent_in = {"code": known["upload"]}
    dates = {"opens_on": day, "closes_on": day + timedelta(days=9)}
    step, language = {"step_id": "kijk"}, {"language": "nl"}
    sent = {"question_id": "waarom", "client_id": "c-9", "sent": {"answer": [known["right"]]}}
    listed = ListShown("8Z", ("po-8",), "Pim de Wit", "")
    written = dict.fromkeys(("title", "summary", "see", "do", "meet", "address", "place", "entrance", "contact"), "Hal")
    told = visits.OfferText(**written, levels=["po-7-8"], wear=[], min_group=1, max_group=20)
    company = {"code": known["company"]}
    site = visits.SiteText("Kade 2", "Kadedorp", "Poort 1")
    says = people.CompanyText("De Zeesluis", "Kadedorp", "lock-or-harbour")
    invited = {"host": Invited("Kim de Wit", "kim@sluis.example"), "base_url": "http://werf.test"}
    times = {"starts_at": clock.now() + timedelta(days=3), "ends_at": clock.now() + timedelta(days=3, hours=1)}
    colleague = {"email": "joris@school.example", "name": "Joris Prins", "base_url": "http://werf.test"}
    reminder = {"edition_id": EDITION, "to": "host", "about": "who-comes", "subject": "", "text": ""}
    reminder |= {"when": When("days", 3, 9)}
    edition, span = {"edition_id": UUID(known["edition"])}, {"starts_on": day, "ends_on": day + timedelta(days=4)}
    event, comes = {"code": known["event"]}, {"class_code": known["event_class"]}
    on_day, stand = {"code": known["event_class"]}, {"stand_id": UUID(known["stand"])}
    quay = DayText("Hal 4", "Kadeweg 1", "Havenmond", DayPlan(time(9), 3, 30, 10, 15, 60, 2))
    p = Permission
    return {
        assignments.give_module: (
            p.ASSIGNMENT_GIVE,
            {"class_code": side.klass.code, "module_slug": SLUG, "request_id": "r-9", **dates},
        ),
        assignments.give_to_classes: (
            p.ASSIGNMENT_GIVE,
            {"class_codes": [side.klass.code], "module_slug": SLUG, "request_id": "r-8", **dates}
            | {"known": [known["assignment"]]},
        ),
        assignments.change_dates: (p.ASSIGNMENT_GIVE, given | dates),
        assignments.choose_visits: (p.ASSIGNMENT_GIVE, given | {"booking_ids": [UUID(known["booking_id"])]}),
        assignments.change_edition: (p.ASSIGNMENT_GIVE, given | {"edition": 1}),
        assignments.change_steps: (p.ASSIGNMENT_GIVE, given | {"step_ids": ["kijk"], "seen": 0}),
        assignments.change_whom: (
            p.ASSIGNMENT_GIVE,
            given | {"whom": Whom(PUPILS, pupil_ids=frozenset({pupil})), "seen": 0},
        ),
        assignments.give_to_newcomers: (p.ASSIGNMENT_GIVE, given),
        assignments.open_after_steps: (p.ASSIGNMENT_GIVE, given),
        assignments.start_print: (p.CATALOGUE_READ, {"slug": SLUG, "kind": "during", "language": "en"}),
        assignments.keep_print: (
            p.CATALOGUE_READ,
            {"slug": SLUG, "kind": "during", "language": "en", "band": "", "edition": 1}
            | {"version_id": UUID(int=0), "sha256": "0" * 64},
        ),
        assignments.withdraw: (p.ASSIGNMENT_GIVE, given),
        assignments.give_back: (p.ASSIGNMENT_GIVE, given),
        certificates.begin_run: (p.CERTIFICATE_ISSUE, {"run_code": known["run"]}),
        certificates.hold_up: (p.CERTIFICATE_ISSUE, {"run_code": known["run"], "why": "disk"}),
        certificates.issue_part: (p.CERTIFICATE_ISSUE, {"run_code": known["run"], "position": 1, "site": "http://w.t"}),
        certificates.keep_part: (
            p.CERTIFICATE_ISSUE,
            {"run_code": known["run"], "position": 1, "sha": "0" * 64, "drawn": 1, "seconds": 1.0},
        ),
        certificates.make_again: (p.CERTIFICATE_ISSUE, {"run_code": known["run"], "site": "http://w.t"}),
        certificates.prepared: (p.CERTIFICATE_ISSUE, edition | {"lessons": [], "waiting": 0, "site": "http://w.t"}),
        certificates.start_edition: (p.CERTIFICATE_PREPARE, edition | {"site": "http://w.t"}),
        certificates.start_school_run: (
            p.CERTIFICATE_ISSUE,
            {"period": "", "lessons": [certificates.Chosen(known["assignment"], 1)], "site": "http://w.t"},
        ),
        certificates.correct_certificate: (
            p.CERTIFICATE_ISSUE,
            {"number": known["number"], "name": "Sanne", "site": "http://w.t"},
        ),
        certificates.issue_certificates: (p.CERTIFICATE_ISSUE, given | {"pupil_ids": everybody, "site": "http://w.t"}),
        certificates.issue_class: (p.CERTIFICATE_ISSUE, given | {"site": "http://w.t", "again": True}),
        certificates.start_how_to_check: (p.CERTIFICATE_ISSUE, language | {"site": "http://w.t"}),
        certificates.choose_design: (p.CERTIFICATE_DESIGN, {"design": "", "day": ""}),
        certificates.offer_designs: (
            p.WEEK_PLAN,
            edition | {"po": "poort", "vo": "lijn", "day": "dag", "allowed": ["inktarm"]},
        ),
        certificates.set_signature: (p.CERTIFICATE_DESIGN, {"sha": None, "signed_by": ""}),
        certificates.start_wall: (p.COMPANY_EDIT, {"period_id": edition["edition_id"], "language": "nl"}),
        certificates.keep_pdf: (p.CERTIFICATE_ISSUE, {"run_code": known["run"], "sha": "0" * 64}),
        certificates.print_certificates: (p.CERTIFICATE_ISSUE, given | {"pupil_ids": everybody, "site": "http://w.t"}),
        certificates.revoke_certificate: (p.CERTIFICATE_REVOKE, {"number": known["number"], "reason": "Naam"}),
        curriculum.keep_upload: (p.MODULE_PUBLISH, {"slug": SLUG, "version": "1.0", "sha": "0" * 64, "left_out": ()}),
        curriculum.publish_upload: (p.MODULE_PUBLISH, sent_in | {"sha": "0" * 64, "draft": None, "demo": False}),
        curriculum.drop_upload: (p.MODULE_PUBLISH, sent_in),
        learning.submit_answer: (p.ANSWER_SUBMIT, given | step | sent | language),
        learning.keep_late_answer: (p.ANSWER_SUBMIT, given | step | sent | language),
        learning.keep_reflection: (p.ANSWER_SUBMIT, given | language | {"client_id": "r-9", "sent": {"did": ["look"]}}),
        learning.start_dossier: (p.LEARN, language),
        learning.lay_down_photo: (
            p.ANSWER_SUBMIT,
            given | step | language | {"question_id": "waarom", "sha256": "0" * 64},
        ),
        learning.take_photo_away: (p.ANSWER_REVIEW, given | {"sha256": known["photo"]}),
        learning.choose_pace: (p.ASSIGNMENT_GIVE, given | {"pace": "opened"}),
        learning.open_step: (p.LESSON_LEAD, given | step),
        learning.shut_step: (p.LESSON_LEAD, given | step),
        learning.pause_class: (p.LESSON_LEAD, given),
        learning.go_on: (p.LESSON_LEAD, given),
        learning.give_sign: (p.LEARN, given | language | {"waiting": 2, "leaving": False}),
        learning.ask_help: (p.LEARN, given | step | language),
        learning.enter_step: (p.LEARN, given | step | language),
        learning.read_to_the_end: (p.LEARN, given | step | language),
        learning.stop_help: (p.LEARN, given | language),
        learning.mark_again: (p.ANSWER_REVIEW, given | {"revision": 0}),
        learning.move_class: (p.ASSIGNMENT_GIVE, given | {"edition": 1}),
        learning.note_version: (p.ASSIGNMENT_GIVE, given | {"kind": "stays", "edition": 1, "revision": 0}),
        learning.note_export: (p.ANSWER_REVIEW, given | {"kind": "csv"}),
        learning.start_overview: (p.CLASS_READ, given),
        learning.change_steps: (p.ASSIGNMENT_GIVE, given | {"step_ids": ["kijk"], "seen": 0}),
        learning.keep_card_file: (
            p.SUBSTITUTE_INVITE,
            {"card_id": UUID(known["substitute"]), "sha256": "0" * 64},
        ),
        learning.make_card: (
            p.SUBSTITUTE_INVITE,
            given | {"key": UUID(int=8), "day": day, "step_ids": ["kijk"], "site": "http://w.t"},
        ),
        learning.withdraw_card: (p.SUBSTITUTE_INVITE, given | {"card_id": UUID(known["substitute"])}),
        learning.note_class_answer: (p.LESSON_LEAD, given | step | {"question_id": "waarom", "token": known["right"]}),
        learning.lower_hand: (p.LESSON_LEAD, given | {"pupil_id": pupil}),
        learning.tick_present: (p.STEP_TICK, given),
        learning.tick_step: (p.STEP_TICK, given | step | {"how": "paper"}),
        learning.untick_step: (p.STEP_TICK, given | step),
        learning.review_answer: (p.ANSWER_REVIEW, given | {"answer_id": UUID(known["answer"]), "text": "Goed"}),
        learning.keep_said: (p.ANSWER_REVIEW, given | {"answer_id": UUID(known["answer"])}),
        learning.take_back: (p.ANSWER_REVIEW, given | {"answer_id": UUID(known["answer"])}),
        learning.keep_sentence: (p.ANSWER_REVIEW, {"text": "Schrijf er een voorbeeld bij."}),
        learning.change_phrase: (p.ANSWER_REVIEW, {"phrase_id": UUID(known["phrase"]), "text": "Kijk nog eens."}),
        learning.remove_phrase: (p.ANSWER_REVIEW, {"phrase_id": UUID(known["phrase"])}),
        people.start_cards: (p.CARDS_PRINT, klass),
        people.give_card: (p.CARDS_PRINT, klass | {"pupil_id": pupil}),
        people.give_secret: (p.CARDS_PRINT, klass | {"pupil_id": pupil}),
        people.change_pupil: (
            p.CLASS_EDIT,
            klass | {"pupil_id": pupil, "first": "Noor", "last": "", "level": "po-7"},
        ),
        people.leave_school: (p.CLASS_EDIT, klass | {"pupil_id": pupil}),
        people.make_class: (p.CLASS_EDIT, {"key": UUID(int=7), "listed": listed}),
        people.update_list: (p.CLASS_EDIT, klass | {"listed": listed}),
        people.hold_door_open: (p.DOOR_HOLD, klass),
        people.renew_link: (p.CLASS_EDIT, klass),
        people.shut_door: (p.DOOR_HOLD, klass),
        people.add_teacher: (p.SCHOOL_EDIT, klass | colleague),
        people.set_groups: (p.INSTRUCTION_SET, klass | {"chosen": {pupil: "plus"}, "was": {pupil: "basic"}}),
        people.add_colleague: (
            p.CLASS_SHARE,
            klass | {"staff_id": UUID(known["office"]), "base_url": "http://werf.test"},
        ),
        people.end_teacher: (p.CLASS_SHARE, klass | {"post_id": UUID(known["post"]), "base_url": "http://w.t"}),
        people.give_pass: (
            p.SUBSTITUTE_INVITE,
            {"pass_id": UUID(int=6), "class_id": side.klass.id, "day": day},
        ),
        people.withdraw_pass: (p.SUBSTITUTE_INVITE, {"pass_id": UUID(known["substitute"])}),
        people.substitute_came: (p.NAMES_READ, {"pass_id": UUID(known["substitute"])}),
        people.place_school: (p.SCHOOL_PLACE, {"brin": known["brin"], "address": "Kade 2", "point": (52.46, 4.61)}),
        people.rename_school: (p.SCHOOL_EDIT, {"name": "De Meeuw"}),
        people.set_logo: (p.SCHOOL_EDIT, {"sha": None}),
        people.allow_names: (p.SCHOOL_EDIT, {"on": True}),
        people.allow_photos: (p.SCHOOL_EDIT, {"on": True}),
        people.signed_in_by_card: (p.NAMES_READ, {"pupil_id": pupil}),
        visits.renew_calendar: (p.BOOKING_READ, {}),
        visits.add_reminder: (p.WEEK_PLAN, reminder),
        visits.change_reminder: (p.WEEK_PLAN, reminder | {"key": "host-week"}),
        visits.switch_reminder: (p.WEEK_PLAN, {"edition_id": EDITION, "key": "host-week", "on": False}),
        visits.book_parts: (
            p.BOOKING_MAKE,
            {"class_code": side.klass.code, "parts": [visits.Part(known["slot"], 2)], "request_id": "parts"},
        ),
        visits.book_visit: (
            p.BOOKING_MAKE,
            {"slot_code": known["slot"], "level": "po-7", "expected": 3, "request_id": "r-8"},
        ),
        visits.attach_class: (p.BOOKING_MAKE, asked | {"class_code": side.klass.code}),
        visits.set_pupils: (p.BOOKING_MAKE, asked | {"pupil_ids": everybody}),
        visits.set_day_pupils: (p.BOOKING_MAKE, asked | {"pupil_ids": everybody}),
        visits.review_as_school: (p.BOOKING_MAKE, booking | {"first": 4, "second": 3, "words": ""}),
        visits.review_as_company: (p.BOOKING_CONFIRM, booking | {"first": 4, "second": 3, "words": ""}),
        visits.send_thanks: (p.BOOKING_MAKE, booking | {"sentences": ["Het was mooi."]}),
        visits.book_class: (
            p.BOOKING_MAKE,
            {"slot_codes": [known["slot"]], "level": "po-7", "expected": 3, "request_id": "r-7"},
        ),
        visits.join_line: (
            p.BOOKING_MAKE,
            {"slot_code": known["slot"], "level": "po-7", "expected": 3, "request_id": "r-6"},
        ),
        visits.accept_place: (p.BOOKING_MAKE, {"code": known["waiting"]}),
        visits.pass_place: (p.BOOKING_MAKE, {"code": known["waiting"]}),
        visits.leave_line: (p.BOOKING_MAKE, {"code": known["waiting"]}),
        visits.answer_proposal: (p.BOOKING_MAKE, {"code": known["proposed"], "yes": True}),
        visits.propose: (p.BOOKING_PROPOSE, asked | {"slot_code": known["slot"], "expected": 2}),
        visits.note_no_show: (p.ARRIVAL_CONFIRM, {"code": known["unseen"]}),
        visits.add_slots: (
            p.OFFER_EDIT,
            offer
            | {"first": day, "last": day + timedelta(days=20), "weekdays": {1}, "starts": time(9), "minutes": 60}
            | {"rounds": 1, "places": 1, "pupils": 20},
        ),
        visits.add_loose_slots: (
            p.OFFER_EDIT,
            offer
            | {"days": [day + timedelta(days=3)], "starts": time(9), "minutes": 60}
            | {"rounds": 1, "places": 1, "pupils": 20},
        ),
        visits.change_room: (p.OFFER_EDIT, {"code": known["slot"], "places": 3, "pupils": 40}),
        visits.cancel_booking: (p.BOOKING_CANCEL, asked),
        visits.send_questions: (p.BOOKING_MAKE, asked | {"questions": ["Wat is het mooiste?"]}),
        visits.answer_booking: (p.BOOKING_CONFIRM, asked | {"yes": True}),
        visits.confirm_arrival: (p.ARRIVAL_CONFIRM, booking | {"count": 3}),
        visits.undo_arrival: (p.ARRIVAL_CONFIRM, booking),
        visits.say_at_gate: (p.ARRIVAL_CONFIRM, booking | {"kind": "count", "count": 2, "client_id": "w-1"}),
        visits.note_walk_in: (
            p.ARRIVAL_CONFIRM,
            booking | {"client_id": "w-2", "school_name": "De Ebstroom", "level": "po-7", "count": 20},
        ),
        visits.make_day_link: (p.GATE_LINK, booking | {"renew": True}),
        visits.show_names: (p.PRESENCE_MARK, booking | {"on": True}),
        visits.set_phone: (p.PRESENCE_MARK, booking | {"phone": "06 0000 0012"}),
        visits.say_took_place: (p.VISIT_SAY, {"code": known["unseen"]} | {"took_place": True}),
        visits.close_visit: (p.VISIT_CLOSE, booking | {"girls": 1}),
        visits.mark_presence: (p.PRESENCE_MARK, booking | {"absent": [], "seen": everybody}),
        visits.pass_safety: (p.LEARN, booking | {"given": {}}),
        visits.pass_together: (p.PRESENCE_MARK, booking | {"pupil_ids": everybody}),
        visits.set_safety_questions: (p.OFFER_EDIT, offer | {"questions": []}),
        visits.set_slips: (p.PRESENCE_MARK, booking | {"here": everybody, "seen": everybody}),
        visits.set_transport: (p.BOOKING_MAKE, booking | {"mode": "walk"}),
        visits.start_card: (p.PRESENCE_MARK, booking | language | {"address": "http://w.t/visits/qr/X"}),
        visits.start_letter: (p.PRESENCE_MARK, booking | language),
        visits.start_out_list: (p.BOOKING_READ, booking | language),
        visits.start_transport: (p.BOOKING_MAKE, booking | language),
        visits.make_offer: (p.OFFER_EDIT, {"company_id": side.company, "kind": "steel", "told": told}),
        visits.change_offer: (p.OFFER_EDIT, offer | {"told": told}),
        visits.set_offer_state: (p.OFFER_EDIT, offer | {"state": "closed"}),
        visits.add_slot: (p.OFFER_EDIT, offer | times | {"places": 1, "pupils": 20}),
        visits.call_off: (
            p.OFFER_EDIT,
            {"scope": Scope("slot", known["slot"]), "reason": "Brand", "seen": [known["asked"]], "site": "http://w.t"},
        ),
        visits.propose_instead: (
            p.WEEK_PLAN,
            asked | {"slot_code": known["slot"], "site": "http://w.t"},
        ),
        visits.send_to_many: (
            p.WEEK_PLAN,
            {"chosen": Chosen(UUID(known["edition"])), "subject": "Dag", "text": "{title}"}
            | {"seen": 0, "request_id": "m-9"},
        ),
        visits.apply_import: (
            p.WEEK_PLAN,
            {"edition_id": UUID(known["edition"]), "sheet": Sheet("Aanbod", {}), "seen": ""},
        ),
        visits.tell_what_is_missing: (p.BOOKING_READ, {"week": "2026-W41", "site": "http://w.t"}),
        visits.make_edition: (p.WEEK_PLAN, {"name": "Lenteweek", **span}),
        visits.change_edition: (p.WEEK_PLAN, edition | {"name": "Kadeweek", **span}),
        visits.set_day: (p.WEEK_PLAN, edition | {"day": day, "kind": "event", "name": ""}),
        visits.clear_day: (p.WEEK_PLAN, edition | {"day": day}),
        visits.make_event: (p.WEEK_PLAN, edition | {"day": date.fromisoformat(known["event_day"]), "told": quay}),
        visits.change_event: (p.WEEK_PLAN, event | {"told": quay}),
        visits.add_stands: (p.WEEK_PLAN, event | {"offer_codes": [known["offer"]]}),
        visits.change_stand: (
            p.WEEK_PLAN,
            event | stand | {"number": "B2", "column": 9, "row": 9, "groups": 2, "pupils": 60},
        ),
        visits.drop_stand: (p.WEEK_PLAN, event | stand),
        visits.add_classes: (p.WEEK_PLAN, event | {"class_codes": [side.klass.code]}),
        visits.make_routes: (p.WEEK_PLAN, event | {"seen": 3}),
        visits.make_waves: (p.WEEK_PLAN, event),
        visits.set_wave: (p.WEEK_PLAN, event | comes | {"wave": 1}),
        visits.set_step: (p.WEEK_PLAN, event | comes | {"number": 3, "to": "-", "seen": ""}),
        visits.tell_programme: (p.WEEK_PLAN, event | {"site": "http://w.t"}),
        visits.start_event_paper: (p.WEEK_PLAN, event | language | {"what": "arrival"}),
        visits.start_stand_paper: (p.BOOKING_CONFIRM, event | language),
        visits.start_timetable: (p.BOOKING_READ, on_day | language),
        visits.join_event: (
            p.BOOKING_MAKE,
            event | {"class_code": side.klass.code, "level": "po-7", "pupils": 3, "way": "bike"},
        ),
        visits.change_class: (p.BOOKING_CANCEL, on_day | {"pupils": 3, "way": "coach", "needs": ""}),
        visits.leave_event: (p.BOOKING_CANCEL, on_day),
        visits.split_class: (p.BOOKING_CANCEL, on_day),
        visits.unite_class: (p.BOOKING_CANCEL, on_day),
        visits.set_day_phone: (p.PRESENCE_MARK, on_day | {"phone": "06 0000 0012"}),
        visits.mark_day: (p.PRESENCE_MARK, booking | {"absent": [], "seen": everybody}),
        visits.place_class: (
            p.WEEK_PLAN,
            edition
            | {"class_code": side.klass.code, "slot_code": known["slot"], "seen": known["seen"]}
            | {"request_id": "r-10", "expected": 3},
        ),
        visits.move_booking: (
            p.WEEK_PLAN,
            edition | {"booking_code": known["asked"], "slot_code": known["slot"], "seen": known["seen"]},
        ),
        visits.set_slot_state: (p.OFFER_EDIT, {"code": known["slot"], "state": "cancelled"}),
        visits.copy_offer: (p.OFFER_EDIT, offer),
        visits.confirm_safety: (p.BOOKING_MAKE, asked | {"version": 1}),
        visits.set_sizes: (p.BOOKING_MAKE, asked | {"counts": {"schoenen": {"36": 1}}}),
        visits.add_site: (p.COMPANY_EDIT, company | {"told": site}),
        visits.change_site: (p.COMPANY_EDIT, company | {"site_id": UUID(known["site"]), "told": site}),
        visits.note_hours: (
            p.COMPANY_EDIT,
            company | {"period_id": UUID(known["year"]), "hours": 1.5, "note": "Ontvangen"},
        ),
        visits.drop_hours: (p.COMPANY_EDIT, company | {"hours_id": UUID(known["hours"])}),
        visits.sign_hours: (p.COMPANY_EDIT, company),
        people.start_company: (p.WEEK_PLAN, {"told": says, **invited}),
        people.change_company: (p.COMPANY_EDIT, company | {"told": says}),
        people.set_company_logo: (p.COMPANY_EDIT, company | {"sha": None}),
        people.invite_host: (p.COMPANY_EDIT, company | invited),
        people.end_host: (p.COMPANY_EDIT, company | {"post_id": UUID(known["host_post"])}),
    }


def rooms() -> Iterator[str]:
    """Every module of operations."""
    for feature in FLOW:
        for module in iter_modules([str(APP / feature)]):
            if module.name == "operations":
                inside = [one.name for one in iter_modules([str(APP / feature / "operations")])]
                yield from (f"app.{feature}.operations.{one}" for one in inside)
                if not inside:
                    yield f"app.{feature}.operations"


def offered() -> set[Operation]:
    """What views call: the names a feature's operations hand out."""
    found: set[Operation] = set()
    for feature in FLOW:
        if (APP / feature / "operations").is_dir() or (APP / feature / "operations.py").exists():
            room = import_module(f"app.{feature}.operations")
            names = getattr(room, "__all__", None) or [name for name in vars(room) if not name.startswith("_")]
            made = [getattr(room, name) for name in names]
            found |= {one for one in made if isfunction(one) and one.__module__.startswith(room.__name__)}
    return {one for one in found if next(iter(signature(one).parameters), "") == "work"}


def people_of(side: Side) -> dict[Role, Actor]:
    held = {role: person.actor for role, person in side.people.items()}
    gate = Actor(UUID(side.known["booking_id"]), (Post(Role.GATE),), frozenset({side.school.id}))
    return held | {Role.AT_DOOR: Actor(None, (Post(Role.AT_DOOR, school_id=side.school.id),)), Role.GATE: gate}


def table(page: str) -> list[list[str]]:
    rows = BeautifulSoup(page, "html.parser").select("table tr")
    return [[cell.get_text(strip=True) for cell in row.select("th, td")] for row in rows]


def test_every_permission_of_the_matrix_is_asked_for() -> None:
    asked: set[str] = set()
    for file in sorted(APP.rglob("*.py")):
        if str(file) not in NOT_ASKING:
            nodes = [node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Attribute)]
            asked |= {node.attr for node in nodes if ast.unparse(node.value) == "Permission"}
    assert set(MATRIX) == set(Permission)
    assert {permission.name for permission in Permission} - asked == set()


def test_every_permission_somebody_can_sign_in_with_has_its_words() -> None:
    for_people = {permission for permission, row in MATRIX.items() if set(row) - BEHIND_DOORS}
    assert set(words.PERMISSIONS) == for_people
    assert set(words.ROLES) == set(Role) - BEHIND_DOORS
    assert set(words.REACHES) == set(Reach)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_roles_shows_the_whole_matrix(client: FlaskClient, language: str) -> None:
    client.post("/language", data={"language": language})
    say = gettext_for(language)
    roles = [role for role in Role if role not in BEHIND_DOORS]
    shown = table(client.get("/roles").get_data(as_text=True))
    assert shown[0][1:] == [say(words.ROLES[role]) for role in roles]
    expected = []
    for permission, text in words.PERMISSIONS.items():
        row = MATRIX[permission]
        expected.append([say(text), *(say(words.REACHES[row[role]]) if role in row else "" for role in roles)])
    assert shown[1:] == expected


def test_every_operation_is_here_with_its_permission_or_the_reason_why_it_has_none(town: Town) -> None:
    known = set(about(town.here))
    assert not known & set(WITHOUT)
    missing = {one for one in offered() - known - set(WITHOUT) if one.__module__ not in WITHOUT_ROOMS}
    assert {f"{one.__module__}.{one.__name__}" for one in missing} == set()
    assert (known | set(WITHOUT)) - offered() == set(), "these are no longer handed out"
    tried = {one.__module__ for one in known}
    assert set(rooms()) - tried == set(WITHOUT_ROOMS)


def test_an_operation_refuses_the_wrong_person_without_any_route(town: Town, house: House) -> None:
    before = town.all_rows()
    for operation, (permission, facts) in about(town.here).items():
        wrong = [NOBODY, *(actor for role, actor in people_of(town.here).items() if role not in MATRIX[permission])]
        if operation not in OF_ONES_OWN:
            there = people_of(town.there).items()
            wrong += [actor for role, actor in there if MATRIX[permission].get(role) is not Reach.ALL]
        for actor in wrong:
            with pytest.raises((NotAllowed, NotFound)):
                house.act(actor, clock.now(), operation, **facts)
    assert town.all_rows() == before


def test_the_right_person_gets_past_the_same_locks(town: Town, house: House) -> None:
    """So that what is refused above is refused for who asks, not for what is asked. A print run is of who asked."""
    stuck = []
    for operation, (permission, facts) in about(town.here).items():
        right = [actor for role, actor in people_of(town.here).items() if role in MATRIX[permission]]
        if not any(gets_past(house, actor, operation, facts) for actor in right):
            stuck.append(operation.__name__)
        town.as_it_was()
    assert stuck == []


def gets_past(house: House, actor: Actor, operation: Operation, facts: dict[str, Any]) -> bool:
    """A rule that says no is past the locks too."""
    try:
        house.act(actor, clock.now(), operation, **facts)
    except (NotAllowed, NotFound):
        return False
    except RuleBroken:
        return True
    return True
