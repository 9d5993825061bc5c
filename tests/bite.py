"""Do the tests bite? Each guarantee is broken on purpose in a copy; its test must turn red. `make bite`."""

import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
LEFT_OUT = shutil.ignore_patterns(
    ".venv", ".git", "data", "__pycache__", "*.mo", ".pytest_cache", ".mypy_cache", ".ruff_cache"
)


@dataclass(frozen=True, slots=True)
class Breakage:
    """What is broken: in `file` the text `old` (which must stand there once) becomes `new`. `tests` must turn red."""

    guarantee: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]
    plant: str = ""  # Python to run in the copy instead, where a text is not enough


BREAKAGES = (
    Breakage(
        "event day: no company twice on a route",
        "app/visits/rules/route_board.py",
        "if self.has_room(stand, number, one.pupils) and self.elsewhere(one, stand, number) is None",
        "if self.has_room(stand, number, one.pupils)",
        ("tests/visits/test_event_rules.py::test_whatever_the_day_no_company_twice_and_never_more_than_fits",),
    ),
    Breakage(
        "event day: a stand never gets more pupils than it takes",
        "app/visits/rules/route_board.py",
        "and len(held) < stand.groups and room >= pupils",
        "",
        ("tests/visits/test_event_rules.py::test_whatever_the_day_no_company_twice_and_never_more_than_fits",),
    ),
    Breakage(
        "event day: a wave takes no more than it can",
        "app/visits/rules/waves.py",
        "room[n][0] >= one.bikes and room[n][1] >= one.coaches",
        "True",
        ("tests/visits/test_event_rules.py",),
    ),
    Breakage(
        "event day: an older page makes no routes",
        "app/visits/operations/event_routes.py",
        "    check_seen(seen=str(seen), now=str(row.version))\n",
        "",
        ("tests/visits/test_event.py::test_an_older_page_and_the_second_of_two_coordinators_change_nothing",),
    ),
    Breakage(
        "event day: two halves of a class stand nowhere together",
        "app/visits/rules/route_board.py",
        "        if any(there.key == one.other for there in held):\n            return False\n",
        "",
        ("tests/visits/test_event_rules.py::test_two_halves_of_a_class_stand_nowhere_together",),
    ),
    Breakage(
        "event day: who goes to one half of a class leaves the other",
        "app/visits/operations/event_lists.py",
        "_put_on_day(work, one, there - set(pupil_ids))",
        "_put_on_day(work, one, there)",
        ("tests/visits/test_event_halves.py",),
    ),
    Breakage(
        "event day: a half that is split off takes no pupil of the first",
        "app/visits/rules/halves.py",
        "free = [one for one in pupils if one not in elsewhere]",
        "free = list(pupils)",
        ("tests/visits/test_event_halves.py",),
    ),
    Breakage(
        "event day: the day is taken out of the agenda of who stays away",
        "app/visits/operations/event_classes.py",
        "    tell_left(work, event, gone)\n",
        "",
        ("tests/visits/test_event_invites.py",),
    ),
    Breakage(
        "event day: one round is not called off by itself",
        "app/visits/operations/booking.py",
        "    check_alone(slot_state=slot.state)\n",
        "",
        ("tests/visits/test_event.py::test_a_round_is_no_visit_of_its_own",),
    ),
    Breakage(
        "event day: one mail, not one for each round",
        "app/visits/queries/reminders.py",
        ", VisitSlot.state != IS_EVENT)",
        ")",
        ("tests/visits/test_event.py::test_an_event_day_is_one_thing_in_agenda_reminders_and_what_is_missing",),
    ),
    Breakage(
        "reminders: what was sent is not sent again",
        "app/visits/queries/reminders.py",
        "tuple(one for one in every if (one.plan.key, one.moment) not in sent)",
        "every",
        ("tests/visits/test_reminders.py::test_two_workers_at_once_send_one",),
    ),
    Breakage(
        "reminders: a visit that was moved is reminded at its new time",
        "app/visits/rules/reminders.py",
        "moment = at if plan.when.unit == DATE else starts_at",
        "moment = clock.at(date(2026, 1, 1), 0)",
        (
            "tests/visits/test_reminders.py::test_a_visit_that_was_moved_is_reminded_at_its_new_time_and_not_twice_for_the_old",
        ),
    ),
    Breakage(
        "reminders: what is too late is skipped",
        "app/visits/rules/reminders.py",
        "return at <= now < at + LATE",
        "return at <= now",
        ("tests/visits/test_reminder_rules.py",),
    ),
    Breakage(
        "agenda: winter time begins on the last Sunday of October",
        "app/visits/calendar.py",
        "DTSTART:19701025T030000\nRRULE:FREQ=YEARLY;BYMONTH=10",
        "DTSTART:19701125T030000\nRRULE:FREQ=YEARLY;BYMONTH=11",
        ("tests/visits/test_calendar.py::test_visits_on_both_sides_of_both_clock_changes_stand_at_their_moment",),
    ),
    Breakage(
        "agenda: a renewed address leaves the old one with nothing",
        "app/visits/queries/calendar.py",
        'f"{feed_id}/{version}"',
        'f"{feed_id}"',
        ("tests/visits/test_calendar.py::test_a_renewed_address_leaves_the_old_one_without_anything",),
    ),
    Breakage(
        "agenda: a class's has no phone number",
        "app/visits/calendar.py",
        "if reader == FOR_SCHOOL and one.contact:",
        "if one.contact:",
        ("tests/visits/test_calendar.py::test_the_agenda_of_a_class_has_no_phone_number_and_no_agenda_a_name",),
    ),
    Breakage(
        "mail: it is kept while the server is away",
        "app/base/mail.py",
        "            raise Later(away.wait) from away\n",
        '            task.do(_failed, mail_id=mail_id, error="away")\n',
        ("tests/base/test_smtp.py::test_a_server_that_is_away_for_an_hour_gets_every_letter_once_when_it_is_back",),
    ),
    Breakage(
        "safety rules that change ask each school that booked again",
        "app/visits/operations/offers.py",
        "    offer.safety_version += 1\n",
        "",
        ("tests/visits/test_offers.py",),
    ),
    Breakage(
        "safety rules that changed again are not agreed to unread",
        "app/visits/operations/confirming.py",
        "    if version != now:\n",
        "    if False:\n",
        ("tests/visits/test_offers.py",),
    ),
    Breakage(
        "a logo with a script is refused",
        "app/base/drawing.py",
        '        if name not in _SHAPES or (name == "svg") == bool(self.open) or self._is_in("style", ""):\n',
        "        if False:\n",
        ("tests/base/test_drawing.py",),
    ),
    Breakage(
        "another company's page is not there for a host",
        "app/people/queries/companies.py",
        "    work.must(permission, company=company.id)\n",
        "",
        ("tests/visits/test_companies.py",),
    ),
    Breakage(
        "hours that a company signed off stay as they are",
        "app/visits/operations/company.py",
        "    check_unsigned(is_signed=row.signed_at is not None)\n",
        "",
        ("tests/visits/test_companies.py",),
    ),
    Breakage(
        "gate: the link of yesterday opens nothing",
        "app/visits/rules/gate.py",
        "    return opens <= now < ends\n",
        "    return opens <= now\n",
        ("tests/visits/test_gate.py::test_the_link_opens_on_the_day_alone",),
    ),
    Breakage(
        "gate: by the link of yesterday nothing new is said",
        "app/visits/rules/gate.py",
        "    if now >= last or not opens <= said_at < ends:\n",
        "    if now >= last:\n",
        ("tests/visits/test_gate.py::test_yesterdays_link_takes_what_was_said_in_time_until_noon_and_nothing_else",),
    ),
    Breakage(
        "gate: a renewed link opens nothing",
        "app/visits/operations/links.py",
        "    work.db.execute(delete(Door).where(Door.kind == GATE, Door.subject_id == booking_id))\n",
        "    delete(Door)\n",
        ("tests/visits/test_gate.py::test_an_altered_renewed_or_made_up_link_opens_nothing",),
    ),
    Breakage(
        "gate: a link reaches its own booking alone",
        "app/visits/operations/gate.py",
        """Booking.code == code, Booking.id == work.actor.user_id).with_for_update()
    booking = work.db.scalars(mine).one_or_none()
    if booking is None:
        raise NotFound("booking")
    work.must(Permission.ARRIVAL_CONFIRM, person=booking.id)
""",
        """Booking.code == code).with_for_update()
    booking = work.db.scalars(mine).one()
""",
        ("tests/visits/test_gate.py::test_a_link_reaches_its_own_booking_and_no_other_of_the_same_school[sqlite]",),
    ),
    Breakage(
        "gate: the row of groups holds those of this company and day alone",
        "app/visits/views/groups.py",
        "is_today and one.company_id == now.booking.company_id and one.state in COMES",
        "is_today",
        ("tests/visits/test_groups.py::test_links_of_today_at_one_company_stand_in_a_row_and_others_do_not",),
    ),
    Breakage(
        "mail: what did not arrive stays until somebody looked",
        "app/base/mail.py",
        "OutgoingMail.seen_at <= before",
        "OutgoingMail.failed_at <= before",
        ("tests/privacy/test_forgetting.py",),
    ),
    Breakage(
        "mail: what was sent goes after a month",
        "app/base/terms.py",
        "MAIL = timedelta(days=30)",
        "MAIL = timedelta(days=3650)",
        ("tests/privacy/test_forgetting.py",),
    ),
    Breakage(
        "closing: what nobody said closes without a claim",
        "app/visits/operations/unsaid.py",
        "go_to(work, booking, rules.UNSAID)",
        "go_to(work, booking, rules.CLOSED)",
        ("tests/visits/test_unsaid.py",),
    ),
    Breakage(
        "closing: both sides are asked once",
        "app/visits/rules/unsaid.py",
        "asked_at is None and ASKED_AFTER",
        "ASKED_AFTER",
        ("tests/visits/test_unsaid.py::test_both_are_asked_once_with_a_link_that_takes_one_tap[sqlite]",),
    ),
    Breakage(
        "closing: no number stands that nobody counted",
        "templates/visits/_gate_day.html",
        "{% if day.present is not none or booking.arrived_count is not none %}",
        "{% if 1 %}",
        ("tests/visits/test_unsaid.py::test_one_tap_of_either_side_answers_and_the_last_one_stands",),
    ),
    Breakage(
        "gate: a visit that went to another company takes its link from the first",
        "app/visits/operations/placing.py",
        "    if not same:\n",
        "    if old_offer is offer:\n",
        (
            "tests/visits/test_placing.py::test_a_move_to_another_company_takes_the_link_of_the_day_from_the_first[sqlite]",
        ),
    ),
    Breakage(
        "evacuation: who plans sees numbers of all groups and no name",
        "app/visits/queries/papers.py",
        "at_company, VisitSlot.starts_at >= opens",
        "VisitSlot.starts_at >= opens",
        (
            "tests/visits/test_papers_views.py::test_a_coordinator_sees_the_numbers_of_all_groups_of_the_day_and_no_names",
        ),
    ),
    Breakage(
        "paper: who draws leaves nothing in the temporary folder",
        "app/base/pdf/child.py",
        "        shutil.rmtree(self.scratch, ignore_errors=True)\n",
        "",
        ("tests/base/test_pdf_room.py::test_a_child_leaves_nothing_in_the_temporary_folder_however_it_ends",),
    ),
    Breakage(
        "gate: a word counts once",
        "app/visits/operations/gate.py",
        "    if _came_before(work, booking, client_id):\n        return\n",
        "",
        ("tests/visits/test_gate.py::test_a_word_that_comes_twice_counts_once[sqlite]",),
    ),
    Breakage(
        "gate: what was said last holds",
        "app/visits/rules/gate.py",
        "    for word in sorted(words, key=lambda one: one.said_at):\n",
        "    for word in sorted(words, key=lambda one: one.said_at, reverse=True):\n",
        ("tests/visits/test_gate.py::test_what_was_said_last_holds_whatever_came_in_last[sqlite]",),
    ),
    Breakage(
        "gate: nothing is taken back after a quarter",
        "app/visits/operations/gate.py",
        '        raise RuleBroken("", TOO_LATE)\n',
        "        return True\n",
        ("tests/visits/test_gate.py::test_taking_back_holds_a_quarter_by_when_it_was_said[sqlite]",),
    ),
    Breakage(
        "gate: no names without both switches",
        "app/visits/rules/gate.py",
        "    return all(switches) and",
        "    return any(switches) and",
        (
            "tests/visits/test_gate.py::test_a_host_reads_first_names_only_with_both_switches_on_the_day_and_never_after[sqlite]",
        ),
    ),
    Breakage(
        "gate: names are gone the day after",
        "app/visits/operations/closing.py",
        '        one.day_names, one.phone = [], ""\n',
        "        pass\n",
        (
            "tests/visits/test_gate.py::test_a_host_reads_first_names_only_with_both_switches_on_the_day_and_never_after[sqlite]",
        ),
    ),
    Breakage(
        "presence: of two teachers the last word wins",
        "app/visits/operations/presence.py",
        "            id=ids.new_key(said_at),",
        "            id=work.new_id(),",
        ("tests/visits/test_gate.py::test_of_two_teachers_what_was_said_last_wins_and_both_words_are_kept[sqlite]",),
    ),
    Breakage(
        "presence: an old page overrules nobody",
        "app/visits/operations/presence.py",
        "        is_touched = was is None or (pupil_id in was) is present\n",
        "        is_touched = True\n",
        ("tests/visits/test_gate.py::test_who_touched_nothing_overrules_nobody[sqlite]",),
    ),
    Breakage(
        "visits: closed stays closed",
        "app/visits/rules/gate.py",
        "    if state in (CLOSED, UNSAID):\n",
        "    if False:\n",
        ("tests/visits/test_gate.py::test_a_closed_visit_stays_as_it_was[sqlite]",),
    ),
    Breakage(
        "a print run that was broken off keeps the numbers it gave",
        "app/certificates/operations/making.py",
        "",
        "",
        ("tests/certificates/test_runs.py::test_a_worker_that_is_killed_loses_no_number_and_gives_none_twice",),
        plant=(  # it is looked at twice: by the worker, and again under the lock
            "from tests.bite import instead; "
            "instead('app/certificates/operations/making.py', 'if part.certificate_ids is None:', 'if True:'); "
            "instead('app/certificates/jobs/printing.py', 'if not part.is_issued:', 'if True:')"
        ),
    ),
    Breakage(
        "a part of a print run that is kept is not drawn again",
        "app/certificates/jobs/printing.py",
        "if not _is_there(files, one)]",
        "]",
        ("tests/certificates/test_runs.py::test_a_worker_that_is_killed_loses_no_number_and_gives_none_twice",),
    ),
    Breakage(
        "a print run opens for who may print for all its classes, not for some",
        "app/certificates/queries/runs.py",
        "return bool(classes) and all(",
        "return bool(classes) and any(",
        ("tests/certificates/test_runs.py::test_two_who_start_the_same_run_get_one_and_both_may_open_it",),
    ),
    Breakage(
        "files of certificates go after their term",
        "app/certificates/jobs/printing.py",
        "            house.files.forget(sha)\n",
        "            pass\n",
        (
            "tests/certificates/test_runs.py::test_a_file_with_names_goes_after_its_term_and_is_made_again_with_the_same_numbers",
        ),
    ),
    Breakage(
        "a long print run keeps its tries as long as it comes further",
        "app/base/jobs.py",
        "    if done > job.done:\n",
        "    if False:\n",
        ("tests/certificates/test_runs.py::test_a_long_run_keeps_its_tries_as_long_as_it_comes_further",),
    ),
    Breakage(
        "a name of another script is drawn by the font of the paper",
        "app/certificates/nameplates.py",
        "if family == FIRST and not missing:",
        "if not missing:",
        ("tests/certificates/test_names.py",),
    ),
    Breakage(
        "designs: what is no longer offered is not used",
        "app/certificates/design/choosing.py",
        'wanted += [own.design if offer.may(own.design) else "", offer.of_tone(tone)]',
        "wanted += [own.design, offer.of_tone(tone)]",
        ("tests/certificates/test_choosing.py",),
    ),
    Breakage(
        "designs: a certificate of the visit alone says nothing of what was prepared",
        "app/certificates/design/words.py",
        '(facts.prepared, facts.reflected) if facts.kind != "visit" else ((), ())',
        '(facts.prepared or ("Voorbereid",), facts.reflected)',
        (
            "tests/certificates/test_design_folders.py::test_a_certificate_of_the_visit_alone_names_no_module_and_one_of_the_module_no_visit",
        ),
    ),
    Breakage(
        "designs: nothing comes within 8 mm of the edge",
        "app/certificates/design/folders.py",
        "if min(box.x, box.y, right, bottom) < EDGE:",
        "if min(box.x, box.y, right, bottom) < 0:",
        ("tests/certificates/test_design_folders.py::test_what_is_wrong_in_a_manifest_is_said",),
    ),
    Breakage(
        "designs: the signature a school chose is on what it issues",
        "app/certificates/queries/designs.py",
        "return Choice(slug, row.signature_sha if row else None,",
        "return Choice(slug, None,",
        ("tests/certificates/test_design_pages.py::test_what_was_issued_keeps_its_design_and_signature",),
    ),
    Breakage(
        "a company's wall counts no fewer than five pupils",
        "app/certificates/design/wall.py",
        "return pupils if pupils >= SMALLEST else None",
        "return pupils",
        (
            "tests/certificates/test_design_pages.py::test_a_company_gets_its_counts_and_thanks_and_no_small_count_of_pupils",
        ),
    ),
    Breakage(
        "two who print at once give no pupil two certificates",
        "app/certificates/operations/issuing.py",
        "    alone(work, source=source, code=code)\n",
        "",
        ("tests/certificates/test_operations.py",),
    ),
    Breakage(
        "certificates: who was ill gets none of the visit",
        "app/certificates/rules.py",
        "    elif not proven_there(visits):\n",
        "    elif not visits:\n",
        ("tests/certificates/test_kinds.py::test_each_kind_says_what_was_done_and_nothing_of_the_rest[sqlite]",),
    ),
    Breakage(
        "certificates: printed ahead it is void for who was absent",
        "app/certificates/rules.py",
        "        if visit.present is False:\n",
        "        if False:\n",
        ("tests/certificates/test_ahead.py",),
    ),
    Breakage(
        "certificates: a paper with the day of a visit that was moved is not valid",
        "app/certificates/rules.py",
        "        if visit.day != visit.printed_day:\n",
        "        if False:\n",
        ("tests/certificates/test_ahead.py",),
    ),
    Breakage(
        "certificates: what is settled rests on nothing else",
        "app/certificates/queries/standing.py",
        "row.ahead_of is not None and row.settled_at is None",
        "row.ahead_of is not None",
        ("tests/certificates/test_ahead.py::test_what_is_settled_rests_on_nothing_else_any_more[sqlite]",),
    ),
    Breakage(
        "certificates: two who correct at once make one",
        "app/certificates/operations/correcting.py",
        "    if row.state == rules.REPLACED and found.newer:\n",
        "    if False:\n",
        ("tests/certificates/test_correcting.py::test_two_teachers_who_correct_at_once_make_one[sqlite]",),
    ),
    Breakage(
        "certificates: checking one leaves no cookie",
        "app/certificates/views/verify.py",
        '    g.csrf_once = ""',
        "    pass",
        ("tests/certificates/test_verify.py::test_no_cookie_no_copy_and_no_word_to_another_site",),
    ),
    Breakage(
        "certificates: who guesses is stopped by the network around the address too",
        "app/certificates/operations/guessing.py",
        '        Limit(f"verify-net:{digest(network)}", OF_NETWORK, DAY),\n',
        "",
        ("tests/certificates/test_verify.py::test_a_day_a_network_and_all_together_have_a_limit_too",),
    ),
    Breakage(
        "certificates: erased is erased",
        "app/certificates/operations/erasing.py",
        'NAMES = ("name", "short_name", "listed_name")',
        'NAMES = ("name",)',
        ("tests/certificates/test_ahead.py",),
    ),
    Breakage(
        "an id that came again with something else is noted, though its act was refused",
        "app/learning/views/pupil.py",
        "        do(operations.note_reused_id, answer_id=broken.answer_id)\n",
        "        pass\n",
        ("tests/attacks/test_bad_answers.py",),
    ),
    Breakage(
        "a device that sends for ever does not fill the log",
        "app/learning/operations/reused.py",
        "    if work.db.scalars(noted).first() is None:\n",
        "    if True:\n",
        ("tests/attacks/test_bad_answers.py",),
    ),
    Breakage(
        "an answer to a step that shut says so, and not that the page does not exist",
        "app/learning/views/pupil.py",
        """        tell(said, "note")
        return see_other(url_for("learning.lesson", code=code))
""",
        "        raise\n",
        ("tests/attacks/test_bad_answers.py",),
    ),
    Breakage(
        "a clock that was put back does not keep a screen open",
        "app/static/js/lock.js",
        "Math.max(Date.now() - touched, clock() - ticked)",
        "Date.now() - touched",
        ("tests/journeys/test_wrong_clock.py::test_a_clock_that_was_put_back_still_locks_after_ten_minutes",),
    ),
    Breakage(
        "the tap right after a quick drag in an order is not lost",
        "app/static/js/order.js",
        "event.cancelable && event.preventDefault()",
        "event.cancelable",
        ("tests/journeys/test_dragging.py::test_the_tap_right_after_a_quick_drag_counts",),
    ),
    Breakage(
        "the tap right after a quick drag of a pair is not lost",
        "app/static/js/match.js",
        "if (sideways || event.target.closest",
        "if (false && event.target.closest",
        ("tests/journeys/test_dragging.py::test_the_tap_right_after_a_quick_drag_counts",),
    ),
    Breakage(
        "groups: the office does not see the instruction groups",
        "app/access/matrix.py",
        "    Permission.INSTRUCTION_SET: {_T: Reach.CLASS},\n",
        "    Permission.INSTRUCTION_SET: {_T: Reach.CLASS, _A: Reach.SCHOOL},\n",
        ("tests/people/test_groups.py",),
    ),
    Breakage(
        "groups: the group goes when the pupil leaves the class",
        "app/people/operations/classes.py",
        "until_on=work.today, instruction=None",
        "until_on=work.today",
        ("tests/people/test_groups.py",),
    ),
    Breakage(
        "groups: only whom this teacher touched moves",
        "app/people/rules/instruction.py",
        " and group != was.get(pupil)",
        "",
        ("tests/people/test_groups.py",),
    ),
    Breakage(
        "giving: a pupil of another class is no target",
        "app/assignments/operations/whom.py",
        """        raise NotFound("pupil")
""",
        "        pass\n",
        ("tests/assignments/test_whom.py",),
    ),
    Breakage(
        "giving: an older page does not undo a colleague",
        "app/assignments/rules.py",
        "    if seen != now:\n",
        "    if False:\n",
        ("tests/assignments/test_whom.py", "tests/learning/test_changing.py"),
    ),
    Breakage(
        "giving: an answer to a step just taken off is kept",
        "app/learning/operations/late.py",
        "    if step_id in lesson.given.steps_off:\n",
        "    if False:\n",
        ("tests/learning/test_changing.py",),
    ),
    Breakage(
        "giving: the live view shows other steps and pupils at once",
        "app/learning/views/teacher.py",
        "{stamp}-{given.changes}-",
        "{stamp}-",
        ("tests/learning/test_changing.py",),
    ),
    Breakage(
        "giving: the first page counts only who it was given to",
        "app/home/queries.py",
        " if pupil_id in pupils]",
        "]",
        ("tests/learning/test_changing.py",),
    ),
    Breakage(
        "a dot goes when its screen was opened",
        "app/learning/operations/pupil.py",
        "replace(here, steps=seen(here.steps, question_id)) if question_id in unseen_ids(here.steps) else here",
        "here",
        ("tests/learning/test_review.py",),
    ),
    Breakage(
        "what a teacher says has a dot",
        "app/learning/operations/review.py",
        "    row.steps = with_word(cells, answer.step_id, answer.question_id)\n",
        "    row.steps = cells\n",
        ("tests/learning/test_review.py",),
    ),
    Breakage(
        "handing in anew answers what was said",
        "app/learning/rules.py",
        "    cells = handed_in_anew(cells, question_id)\n",
        "",
        ("tests/learning/test_review.py",),
    ),
    Breakage(
        "what a pupil has read is never taken back",
        "app/learning/unseen.py",
        " and question_id in unseen_ids(cells)\n",
        "\n",
        ("tests/learning/test_review.py",),
    ),
    Breakage(
        "a colleague's words are not taken back",
        "app/learning/operations/take_back.py",
        "    mine = last is not None and last.by == work.actor.user_id\n",
        "    mine = last is not None\n",
        ("tests/learning/test_review.py",),
    ),
    Breakage(
        "what was given back by a slip is handed in again",
        "app/learning/operations/take_back.py",
        "        cells = _handed_in(work, given, answer, cells)\n",
        "        pass\n",
        ("tests/learning/test_review.py",),
    ),
    Breakage(
        "no name of a child among a teacher's sentences",
        "app/learning/operations/sentences.py",
        "    if named and not anyway:\n",
        "    if False:\n",
        ("tests/learning/test_sentences.py",),
    ),
    Breakage(
        "sentences are the teacher's own",
        "app/learning/operations/sentences.py",
        "    if phrase is None or phrase.staff_id != work.actor.user_id:\n",
        "    if phrase is None:\n",
        ("tests/learning/test_sentences.py",),
    ),
    Breakage(
        "words to a class are sent again when the connection is back",
        "app/static/js/review.js",
        "    job.timer = setTimeout(() => send(job), Math.min(LONGEST, FIRST * 2 ** job.tries));\n",
        "    open.delete(job.card);\n",
        ("tests/journeys/test_review.py::test_a_lost_connection_keeps_the_words_and_sends_them_once",),
    ),
    Breakage(
        "line: the whole class or nothing",
        "app/visits/rules/waiting.py",
        "if one.groups <= places and one.pupils <= pupils",
        "if one.groups <= places",
        ("tests/visits/test_line_rules.py",),
    ),
    Breakage(
        "line: in the order in which they came",
        "app/visits/operations/line.py",
        "        .order_by(Waiting.since, Waiting.id)\n",
        "        .order_by(Waiting.since.desc(), Waiting.id)\n",
        ("tests/visits/test_waiting.py",),
    ),
    Breakage(
        "line: the time to answer never goes up to the start",
        "app/visits/rules/waiting.py",
        "    until = min(now + ANSWER, starts_at - MARGIN)\n",
        "    until = now + ANSWER\n",
        ("tests/visits/test_line_rules.py",),
    ),
    Breakage(
        "line: places are given back once",
        "app/visits/operations/line.py",
        "        take_places(work, held_on, places=-row.group_count, pupils=-row.pupils)\n",
        "        take_places(work, held_on, places=-2 * row.group_count, pupils=-2 * row.pupils)\n",
        ("tests/visits/test_waiting.py",),
    ),
    Breakage(
        "terms: shortly before, a school calls",
        "app/visits/operations/booking.py",
        "    if work.actor.role is not Role.COORDINATOR:\n",
        "    if False:\n",
        ("tests/visits/test_terms.py",),
    ),
    Breakage(
        "terms: a colleague does not call off what another booked",
        "app/visits/rules/terms.py",
        "    return role is Role.TEACHER and (person == booked_by or class_id in classes)\n",
        "    return role is Role.TEACHER\n",
        ("tests/visits/test_line_rules.py",),
    ),
    Breakage(
        "times: the hour that comes twice is refused",
        "app/visits/rules/times.py",
        "    if first.utcoffset() == second.utcoffset():\n",
        "    if True:\n",
        ("tests/visits/test_line_rules.py",),
    ),
    Breakage(
        "holds: a proposal that nobody answered comes free",
        "app/visits/operations/proposals.py",
        "    if slot.starts_at > work.now:\n        give_back(work, booking, slot)\n",
        "",
        ("tests/visits/test_terms.py",),
    ),
    Breakage(
        "the office writes one mail a person, however many bookings",
        "app/visits/queries/office_mail.py",
        "        own = [(one, [held for held in bookings if held.booked_by == one.id]) for one in staff]\n",
        "        own = [(one, [held]) for one in staff for held in bookings if held.booked_by == one.id]\n",
        ("tests/visits/test_office_mail.py",),
    ),
    Breakage(
        "the same page of the office sent twice sends once",
        "app/visits/operations/office_mail.py",
        '    key = f"bulk:{work.actor.user_id}:{request_id}"\n',
        '    key = f"bulk:{work.actor.user_id}:{request_id}:{work.new_id()}"\n',
        ("tests/visits/test_office_mail.py",),
    ),
    Breakage(
        "a company that calls off gives the places back once",
        "app/visits/operations/cancelling.py",
        "    give_back(work, booking, slot)\n",
        "    pass\n",
        ("tests/visits/test_calling_off.py",),
    ),
    Breakage(
        "nobody takes a place on a time that was called off",
        "app/visits/operations/cancelling.py",
        "        slot.state = CALLED_OFF\n",
        "        pass\n",
        ("tests/visits/test_calling_off.py",),
    ),
    Breakage(
        "other visits for classes never promise the same place twice",
        "app/visits/rules/alternatives.py",
        "            left[key] = left[key].less(one.pupils)\n",
        "",
        ("tests/visits/test_alternatives.py",),
    ),
    Breakage(
        "a list of offers is kept whole or not at all",
        "app/visits/operations/importing.py",
        """    if plan.wrong:
        raise RuleBroken("file", N_("There is something wrong in the list. Nothing was kept."))
""",
        "",
        ("tests/visits/test_importing.py",),
    ),
    Breakage(
        "what is missing comes by mail once a week",
        "app/visits/operations/missing.py",
        '    key = f"missing:{week}:{work.actor.user_id}:{role}:{place}"\n',
        '    key = f"missing:{week}:{work.actor.user_id}:{role}:{place}:{work.now}"\n',
        ("tests/visits/test_missing.py",),
    ),
    Breakage(
        "what is unpacked of a spreadsheet has a limit",
        "app/visits/importing/xlsx.py",
        "            content = stream.read(self.left + 1)\n",
        "            content = stream.read()\n",
        ("tests/visits/test_importing.py",),
    ),
    Breakage(
        "week board: a move never overbooks",
        "app/visits/operations/placing.py",
        "    take_places(work, there.slot.id, places=1, pupils=booking.expected)\n",
        "",
        ("tests/visits/test_placing.py::test_a_move_takes_the_new_place_and_gives_back_the_old_together",),
    ),
    Breakage(
        "week board: what companies offer is read anew when it changed",
        "app/visits/queries/offered.py",
        "    key = (edition, monday, stamp.day, stamp.offers)\n",
        "    key = (edition, monday, stamp.day)\n",
        ("tests/visits/test_board_fresh.py",),
    ),
    Breakage(
        "week board: who comes is read anew when it changed",
        "app/visits/queries/standing.py",
        "edition.ends_on, stamp, work.actor.schools)",
        "edition.ends_on, work.actor.schools)",
        ("tests/visits/test_board_fresh.py",),
    ),
    Breakage(
        "week board: one coordinator never gets the classes of another's schools",
        "app/visits/queries/standing.py",
        "stamp.classes, work.actor.schools)",
        "stamp.classes)",
        ("tests/visits/test_board_fresh.py",),
    ),
    Breakage(
        "week board: it is said in the language of who looks",
        "app/visits/views/drawing.py",
        "Said(language.language(), ",
        'Said("nl", ',
        ("tests/visits/test_board_fresh.py",),
    ),
    Breakage(
        "week board: a place that is taken without a booking is not free",
        "app/visits/queries/standing.py",
        "    if stamp.taken != ",
        "    if False and stamp.taken != ",
        ("tests/visits/test_board_fresh.py",),
    ),
    Breakage(
        "week board: a check that is not asked again would have said the same",
        "app/visits/rules/plan.py",
        '    capacity: ("places_left", "pupils_left"),\n',
        '    capacity: ("places_left",),\n',
        ("tests/visits/test_plan_rules.py",),
    ),
    Breakage(
        "a checked statement over several schools never reads pupils",
        "app/base/hot.py",
        "used & school_tables(PupilOwned)",
        "False",
        ("tests/house/test_guard.py",),
    ),
    Breakage(
        "week board: a class has one visit a day",
        "app/visits/rules/plan.py",
        "one.day == slot.day and one.offer_id != slot.offer_id",
        "False",
        ("tests/visits/test_plan_rules.py",),
    ),
    Breakage(
        "week board: a class goes where its level fits",
        "app/visits/rules/plan.py",
        "    if any(fits(level=one, levels=slot.levels) for one in group.levels):\n",
        "    if True:\n",
        ("tests/visits/test_plan_rules.py",),
    ),
    Breakage(
        "week board: an older board moves nothing",
        "app/visits/rules/editions.py",
        "    if seen != now:\n",
        "    if False:\n",
        ("tests/visits/test_placing.py",),
    ),
    Breakage(
        "week board: a text in a list is never calculated",
        "app/base/sheets/table.py",
        """    return f"'{plain_text(text)}" if is_formula else plain_text(text)""",
        "    return plain_text(text)",
        ("tests/visits/test_board_pages.py",),
    ),
    Breakage(
        "week board: who plans is never told a count of a few children",
        "app/people/rules/size.py",
        "max(pupils, LEAST) if pupils",
        "pupils if pupils",
        ("tests/visits/test_placing.py",),
    ),
    Breakage(
        "a slot is never overbooked",
        "app/visits/operations/places.py",
        """            VisitSlot.places_taken + places <= VisitSlot.places,
            VisitSlot.pupils_taken + pupils <= VisitSlot.pupils,
""",
        "",
        ("tests/visits/test_booking.py",),
    ),
    Breakage(
        "papers: a slip is forgotten a week after the visit",
        "app/visits/operations/forgetting.py",
        "    work.db.execute(delete(ConsentSlip).where(ConsentSlip.id.in_(slips)))\n",
        "",
        ("tests/visits/test_papers.py::test_a_week_after_the_visit_slips_and_who_knew_the_rules_are_forgotten",),
    ),
    Breakage(
        "papers: a host sees no name on the list for evacuation",
        "app/visits/queries/papers.py",
        "day=booking.day)\n        groups = tuple(_group(work, one, with_names=False)",
        "day=booking.day)\n        groups = tuple(_group(work, one, with_names=True)",
        ("tests/visits/test_papers.py::test_the_host_sees_numbers_on_the_list_and_the_teacher_names",),
    ),
    Breakage(
        "papers: the right answer about safety stays on the server until it is answered",
        "app/visits/queries/safety.py",
        'tuple(SafetyQuestion(one["text"], tuple(one["options"]))',
        'tuple(SafetyQuestion(one["text"] + one["why"], tuple(one["options"]))',
        ("tests/visits/test_papers_views.py::test_a_pupil_answers_and_the_key_comes_only_after_it",),
    ),
    Breakage(
        "papers: a pupil who answered wrong does not know the rules",
        "app/visits/operations/safety.py",
        "    if wrong:\n",
        "    if False:\n",
        ("tests/visits/test_papers.py::test_a_pupil_who_answers_all_right_knows_the_rules_and_wrong_is_explained",),
    ),
    Breakage(
        "papers: adults for a visit are rounded up",
        "app/visits/rules/transport.py",
        "ceil(pupils / ratio)",
        "pupils // ratio",
        ("tests/visits/test_papers_rules.py",),
    ),
    Breakage(
        "who comes between reading and writing progress is not overwritten",
        "app/learning/operations/progress.py",
        '        Progress.__table__.c.version == bindparam("seen"),\n',
        "",
        ("tests/learning/test_hot_paths.py",),
    ),
    Breakage(
        "what a pupil says of a visit is for its own pupil alone",
        "app/learning/dossier/reading.py",
        "Reflection.assignment_id.in_(assignment_ids), Reflection.pupil_id == pupil_id)",
        "Reflection.assignment_id.in_(assignment_ids))",
        ("tests/learning/test_dossier.py",),
    ),
    Breakage(
        "a statement that was never checked is refused at the second door",
        "app/base/hot.py",
        "    if id(statement) not in CHECKED:\n",
        "    if False:\n",
        ("tests/house/test_guard.py",),
    ),
    Breakage(
        "a text in an exported file is never calculated",
        "app/base/sheets/table.py",
        """    return f"'{plain_text(text)}" if is_formula else plain_text(text)""",
        "    return plain_text(text)",
        ("tests/learning/test_exports.py",),
    ),
    Breakage(
        "that a mark book was made is noted",
        "app/learning/operations/exports.py",
        '    work.audit("class.exported", given.id, kind=kind, pupils=_pupils(work, given.id))\n',
        "    _pupils(work, given.id)\n",
        ("tests/learning/test_exports.py",),
    ),
    Breakage(
        "no opinion stands among what a class understood",
        "app/learning/understanding/page.py",
        "        and not is_kept_apart(question.type)\n",
        "",
        ("tests/learning/test_understanding.py",),
    ),
    Breakage(
        "a mistake of one child is not shown to the class",
        "app/learning/understanding/wrong.py",
        "    least = 1 if len(seen) <= FEW else COMMON\n",
        "    least = 1\n",
        ("tests/learning/test_understanding.py",),
    ),
    Breakage(
        "an overview with names is taken away after a day",
        "app/learning/forgetting.py",
        "    for _, sha in past:\n        house.files.forget(sha)\n    return house.act(NOBODY",
        "    return house.act(NOBODY",
        ("tests/learning/test_exports.py",),
    ),
    Breakage(
        "a school sees its own rows only",
        "app/base/db.py",
        "        state.statement = state.statement.options(_criteria(state.session, reach))",
        "        pass",
        ("tests/house/test_guard.py",),
    ),
    Breakage(
        "a host reads no pupil's row",
        "app/base/db.py",
        """    if not session.info.get("pupils", True) and tables & _tables_of(PupilOwned):
        raise OutOfReach("pupils' rows are for people of their school")
""",
        "    return\n",
        ("tests/house/test_guard.py",),
    ),
    Breakage(
        "a checked statement is tied to the school",
        "app/base/hot.py",
        "    if used - tied:",
        "    if False:",
        ("tests/house/test_guard.py",),
    ),
    Breakage(
        "row-level security stands behind the guard",
        "app/base/migrate.py",
        """    if connection.dialect.name != "postgresql":
        return
""",
        "    return\n",
        ("tests/house/test_guard.py",),
    ),
    Breakage(
        "the same answer sent twice counts once",
        "app/learning/operations/answers.py",
        "    if was_sent(before.same_id, assignment_id=given.id, question_id=question_id, value=value):\n",
        "    if False:\n",
        ("tests/learning/test_answers.py",),
    ),
    Breakage(
        "an entry of the outbox is sent by the session of its own pupil alone",
        "app/web/outbox.py",
        '    if not owner_now() or request.form.get("owner", "") != owner_now():\n',
        "    if False:\n",
        ("tests/learning/test_outbox.py",),
    ),
    Breakage(
        "an id from the outbox that was counted is there already",
        "app/learning/operations/reused.py",
        "    if held is None:\n        return False\n",
        "    return False\n",
        ("tests/learning/test_outbox.py",),
    ),
    Breakage(
        "a page kept on a device holds no token",
        "app/web/frame.py",
        '    if is_kept():\n        return ""\n',
        "",
        ("tests/learning/test_outbox.py",),
    ),
    Breakage(
        "the public part of a module holds no key",
        "app/curriculum/snapshot.py",
        '{"token": self._token(source, option.letter), "html"',
        '{"token": option.letter, "html"',
        ("tests/curriculum/test_snapshot.py",),
    ),
    Breakage(
        "counts of 1 to 4 pupils are not shown",
        "app/insight/rules.py",
        "    hidden = {name for name, n in counts if is_small(n)}\n",
        "    hidden: set[str] = set()\n",
        ("tests/insight",),
    ),
    Breakage(
        "names on paper have their own letters (subset fonts under one family)",
        "app/base/pdf/fonts.py",
        "",
        "",
        ("tests/base/test_pdf_names.py",),
        plant=(
            "from pathlib import Path; from tests.base.test_pdf_names import plant_subset_fonts; "
            "plant_subset_fonts(Path('templates/print'))"
        ),
    ),
    Breakage(
        "a screen reader hears each page of joined parts",
        "app/base/pdf/joining.py",
        "                page.obj.StructParents = self.next\n",
        "",
        ("tests/base/test_pdf_tags.py::test_parts_become_one_file_that_says_all_they_said",),
    ),
    Breakage(
        "what is a page's own has marks after those of its layer",
        "app/base/pdf/placing.py",
        "height=layer.height, first_mark=layer.marks",
        "height=layer.height, first_mark=0",
        ("tests/base/test_pdf_tags.py::test_a_reader_hears_each_certificate_whole_and_in_order",),
    ),
    Breakage(
        "figures stand where their box says",
        "app/base/pdf/tags.py",
        "(left, height - bottom, right, height - top)",
        "(left, top, right, bottom)",
        ("tests/base/test_pdf_tags.py",),
    ),
    Breakage(
        "lines set by us stand where WeasyPrint puts them",
        "app/base/pdf/setting.py",
        "(leading - above - below) / 2 - above",
        "(leading - above) / 2 - above",
        ("tests/base/test_pdf_names.py::test_lines_set_by_us_stand_where_weasyprint_puts_them",),
    ),
    Breakage(
        "fonts laid out by WeasyPrint on a page keep their own letters",
        "app/base/pdf/placing.py",
        "OWN + found[1] if",
        "found[0] if",
        ("tests/base/test_pdf_tags.py", "tests/base/test_pdf_names.py"),
    ),
    Breakage(
        "a QR code has the mask with the least penalty",
        "app/base/qr.py",
        "score += 3 * (pair",
        "score += 30 * (pair",
        ("tests/base/test_qr.py",),
    ),
    Breakage(
        "only a small PNG of ours is printed as a logo",
        "app/base/pdf/engine.py",
        "return 0 < width * height <= MOST_DOTS",
        "return True",
        (
            "tests/base/test_pdf_bad_input.py::test_a_picture_that_unfolds_is_refused_when_it_is_sent_and_when_it_is_printed",
        ),
    ),
    Breakage(
        "a killed child leaves nothing in the temporary folder",
        "app/base/pdf/child.py",
        "                    pipe.close()\n        shutil.rmtree(self.scratch, ignore_errors=True)\n",
        "                    pipe.close()\n",
        ("tests/base/test_pdf_bad_input.py::test_a_child_that_is_killed_leaves_nothing_in_the_temporary_folder",),
    ),
    Breakage(
        "a template that loops for ever is stopped",
        "app/base/pdf/page.py",
        "            if most < 0:\n",
        "            if False:\n",
        ("tests/base/test_pdf_bad_input.py::test_a_template_that_loops_ends_in_a_word",),
    ),
    Breakage(
        "a full disk is told in words",
        "app/base/files.py",
        "if problem.errno in _NO_ROOM else problem",
        "if False else problem",
        (
            "tests/base/test_pdf_bad_input.py::test_a_disk_that_fills_leaves_no_half_file_and_says_so_and_later_it_goes_on",
        ),
    ),
    Breakage(
        "nothing is printed within eight millimetres of the edge",
        "templates/print/cards/cut.svg",
        "M8.500 12.5h193",
        "M5 12.5h193",
        ("tests/people/test_cards.py",),
    ),
    Breakage(
        "presence decides the line about the visit",
        "app/certificates/rules.py",
        "    may = (True, None) if verdict.ahead else (True,)\n",
        "    may = (True, None, False)\n",
        ("tests/certificates",),
    ),
    Breakage(
        "an older epoch ends the session",
        "app/web/identity.py",
        'if identity is None or identity.epoch != session.get("epoch"):',
        "if identity is None:",
        ("tests/people/test_entrance.py",),
    ),
    Breakage(
        "guessing pictures stops",
        "app/base/throttle.py",
        "    if row.count >= limit:\n",
        "    if False:\n",
        ("tests/people/test_entrance.py",),
    ),
    Breakage(
        "a shut door shows no names",
        "app/people/rules/entrance.py",
        "    return open_until is not None and now < open_until",
        "    return True",
        ("tests/people/test_entrance.py",),
    ),
    Breakage(
        "looking at a card signs nobody in",
        "app/people/views/entrance.py",
        """    if request.method == "POST":
        do_as(door, signed_in_by_card""",
        """    if request.method:
        do_as(door, signed_in_by_card""",
        ("tests/people/test_entrance.py",),
    ),
    Breakage(
        "a job belongs to the work that asked for it",
        "app/base/jobs.py",
        "    work.db.add(job)\n    if after is None:\n",
        "    work.db.add(job)\n    work.db.commit()\n    if after is None:\n",
        ("tests/base/test_jobs.py",),
    ),
    Breakage(
        "a lease keeps two workers apart",
        "app/base/jobs.py",
        """            or_(Job.lease_until.is_(None), Job.lease_until < work.now),
        )
        .values(state=RUNNING""",
        """        )
        .values(state=RUNNING""",
        ("tests/base/test_jobs.py",),
    ),
    Breakage(
        "a forged form is refused",
        "app/web/frame.py",
        "    CSRFProtect(app)  #",
        "    CSRFProtect()  #",
        ("tests/house/test_problems.py",),
    ),
    Breakage(
        "every personal column is told",
        "docs/privacy.md",
        "| secret_locked |",
        "| secret |",
        ("tests/house/test_privacy.py",),
    ),
    Breakage(
        "every text has its Dutch",
        "app/translations/nl/learning.po",
        'msgstr "Kijk na"',
        'msgstr ""',
        ("tests/house/test_translations.py",),
    ),
    Breakage(
        "what a number may be, and how far off, is in no page",
        "app/curriculum/snapshot.py",
        "for name in SAID.get(source.type, ()) if name in facts",
        'for name in ("low", "high", "rows", "item") if name in facts',
        ("tests/curriculum/test_snapshot.py",),
    ),
    Breakage(
        "a mistake that a block was left open is found at its own line, alone",
        "app/curriculum/blocks.py",
        '            self.page.wrong("S06", outer.line, kind=outer.kind)\n',
        '            self.page.wrong("S06", mark.line, kind=outer.kind)\n',
        ("tests/curriculum/test_check.py",),
    ),
    Breakage(
        "a link out of the module's folder is not followed",
        "app/curriculum/checker/files.py",
        "            if entry.is_symlink() and self._leads_out(entry.path):\n",
        "            if entry.is_symlink() and False:\n",
        ("tests/curriculum/test_check_files.py",),
    ),
    Breakage(
        "letters that change are another edition",
        "app/curriculum/lock/changes.py",
        'differs("letters", Need.EDITION,',
        'differs("letters", Need.REVISION,',
        ("tests/curriculum/test_changes.py", "tests/curriculum/test_lock_checks.py"),
    ),
    Breakage(
        "a retired id never comes back, whatever the files say",
        "app/curriculum/operations/publishing.py",
        "        if held and held.last != out.version:\n",
        "        if held and False:\n",
        ("tests/curriculum/test_versions.py", "tests/curriculum/test_lock_checks.py"),
    ),
    Breakage(
        "marking again never takes a point away",
        "app/learning/stale.py",
        "    return Best(max(held.share, score / out_of if out_of else 0), max(held.score, score))",
        "    return Best(score / out_of if out_of else 0, score)",
        ("tests/learning/test_regrade.py",),
    ),
    Breakage(
        "the key comes to the board only when it is asked for",
        "app/learning/board/screen.py",
        "    right = right_of(key, language) if with_key else None\n",
        "    right = right_of(key, language)\n",
        ("tests/learning/test_board_pages.py",),
    ),
    Breakage(
        "no hint stands on the board",
        "app/learning/board/cutting.py",
        'NEVER = {"hint"}',
        "NEVER: set[str] = set()",
        ("tests/learning/test_board_pages.py", "tests/learning/test_board_rules.py"),
    ),
    Breakage(
        "what a pupil thinks is never asked of a class",
        "app/learning/board/said.py",
        'NEVER = {"scale", "photo"}',
        'NEVER = {"photo"}',
        ("tests/learning/test_board_pages.py",),
    ),
    Breakage(
        "a class that was at the visit sees its own version on the board",
        "app/learning/board/lesson.py",
        "    there = any(giving.was_there(own) for own in visits)\n",
        "    there = False\n",
        ("tests/learning/test_board_pages.py",),
    ),
    Breakage(
        "of all marks of an answer the best counts",
        "app/learning/queries.py",
        "        if row.score is not None and row.score > self.best.score:\n",
        "        if row.score is not None:\n",
        ("tests/learning/test_regrade.py", "tests/learning/test_teacher_operations.py"),
    ),
    Breakage(
        "moving a class to another edition carries what was handed in",
        "app/learning/carried.py",
        '        cell["answered"] = sorted({*cell.get("answered", ()), *(asked & set(handed_in))})\n',
        '        cell["answered"] = []\n',
        ("tests/learning/test_moving.py",),
    ),
    Breakage(
        "what a pupil thinks is kept under no name",
        "app/learning/operations/attitudes.py",
        '    return work.seal.digest("attitude", f"{pupil_id}/{class_id}/{module}")',
        "    return str(pupil_id)",
        ("tests/learning/test_attitudes.py",),
    ),
    Breakage(
        "of fewer than ten opinions nothing is shown",
        "app/learning/rules.py",
        "LEAST_SHOWN = 10 ",
        "LEAST_SHOWN = 1 ",
        ("tests/learning/test_attitudes.py",),
    ),
    Breakage(
        "a photo says nothing of where and when it was taken",
        "app/learning/photo.py",
        '    small.save(out, "JPEG", quality=QUALITY, optimize=True, comment=mark.encode("ascii"))\n',
        "    out.write(content)\n",
        ("tests/learning/test_photos.py",),
    ),
    Breakage(
        "no photo is taken in before the school has said so",
        "app/learning/operations/photos.py",
        "    if not lesson.photos_allowed:\n",
        "    if False:\n",
        ("tests/learning/test_showing.py",),
    ),
    Breakage(
        "photos are off at first",
        "app/people/queries/photos.py",
        "scalar_subquery(), False\n",
        "scalar_subquery(), True\n",
        ("tests/learning/test_showing.py",),
    ),
    Breakage(
        "no word of the key is in a page: a rubric in the text of its question",
        "app/curriculum/snapshot.py",
        '            "html": question.html,\n',
        '            "html": question.html + question.rubric,\n',
        ("tests/learning/test_the_key.py",),
    ),
    Breakage(
        "a hint never says the answer",
        "app/curriculum/checker/question.py",
        "    check_hints(raw, block, facts or {}, page)\n",
        "",
        ("tests/curriculum/test_check.py",),
    ),
    Breakage(
        "the next hint opens only from the one before",
        "templates/learning/_parts.html",
        '<details class="trede">',
        '<details class="trede" open>',
        ("tests/learning/test_the_key.py",),
    ),
    Breakage(
        "nobody sees another pupil's photo",
        "app/learning/queries.py",
        "        wanted = wanted.where(Photo.pupil_id == pupil_id)\n",
        "        pass\n",
        ("tests/learning/test_photos.py",),
    ),
    Breakage(
        "trying a module keeps nothing",
        "app/learning/views/trying.py",
        "    _count()\n    now = _screen(",
        '    _count()\n    __import__("flask").session["tried"] = slug\n    now = _screen(',
        ("tests/learning/test_trying.py",),
    ),
    Breakage(
        "a zip leads nowhere but into its own folder",
        "app/curriculum/uploading/zipped.py",
        ' or said.startswith("/") or ".." in said.split("/"):\n',
        ":\n",
        ("tests/curriculum/test_zipped.py",),
    ),
    Breakage(
        "a zip that unfolds without end is stopped while it is read",
        "app/curriculum/uploading/zipped.py",
        "                if total > MOST_UNPACKED or (total > SMALL and total > zipped * MOST_RATIO):\n",
        "                if False:\n",
        ("tests/curriculum/test_zipped.py",),
    ),
    Breakage(
        "what is said of a visit stays as it is once the visit is closed",
        "app/visits/rules/after.py",
        "    if state not in (CONFIRMED, HELD):\n",
        "    if False:\n",
        ("tests/visits/test_after.py",),
    ),
    Breakage(
        "a name of the class does not go to the host unseen",
        "app/learning/views/without_names.py",
        "    if named and not is_word:\n",
        "    if False:\n",
        ("tests/learning/test_for_host.py", "tests/learning/test_thanks.py"),
    ),
    Breakage(
        "a right choice that is by far the longest is said",
        "app/curriculum/checker/question.py",
        "    _check_guessable(raw, page)\n\n\n",
        "\n\n",
        ("tests/curriculum/test_check.py",),
    ),
    Breakage(
        "what the checker kept is not said of a file that changed",
        "app/curriculum/checker/remembered.py",
        "                yield open_file.read()\n",
        '                yield b""\n',
        ("tests/curriculum/test_remembered.py",),
    ),
    Breakage(
        "a release of goals that is only a part withdraws nothing",
        "app/curriculum/goals/loading.py",
        "    if not withdraw_many and len(report.withdrawn) * A_SUBSET > known:\n",
        "    if False:\n",
        ("tests/curriculum/test_goals.py",),
    ),
    Breakage(
        "steering: answers count in a pause, and screens wait",
        "app/learning/views/pupil.py",
        "    if now.lesson.paused and not problem and not is_kept():\n",
        "    if False:\n",
        ("tests/learning/test_steering.py",),
    ),
    Breakage(
        "steering: a device without wifi is not stopped by a pause that was kept on it",
        "app/learning/views/pupil.py",
        "    if now.lesson.paused and not problem and not is_kept():\n",
        "    if now.lesson.paused and not problem:\n",
        ("tests/learning/test_steering.py",),
    ),
    Breakage(
        "steering: a forgotten pause ends by itself",
        "app/assignments/rules.py",
        "given.paused_at <= now < given.paused_until)",
        "given.paused_at <= now)",
        ("tests/assignments/test_rules.py",),
    ),
    Breakage(
        "steering: a step that was shut takes what was on its way",
        "app/assignments/rules.py",
        "and step.id in given.opened_steps\n",
        "and False\n",
        ("tests/learning/test_steering.py",),
    ),
    Breakage(
        "steering: at the teacher's pace nothing opens by itself",
        "app/assignments/rules.py",
        "    return given.pace == FREE and opens_by_itself(step, now=now, visits=visits)\n",
        "    return opens_by_itself(step, now=now, visits=visits)\n",
        ("tests/learning/test_steering.py",),
    ),
    Breakage(
        "steering: nobody is on a step that is shut, as the teacher sees it",
        "app/learning/class_view.py",
        "    if not at_work:\n",
        "    if False:\n",
        ("tests/learning/test_same_truth.py",),
    ),
    Breakage(
        "steering: the class page is drawn anew when the teacher steers",
        "app/learning/views/teacher.py",
        "{stamp}-{given.changes}-{steered}-",
        "{stamp}-{given.changes}-",
        ("tests/learning/test_steering.py",),
    ),
    Breakage(
        "signs: a quiet class is not written, nor drawn anew",
        "app/learning/operations/signs.py",
        "    elif waiting != now.waiting or signs.is_due(now.heard_at, work.now):\n",
        "    else:\n",
        ("tests/learning/test_signs.py",),
    ),
    Breakage(
        "signs: a device without script is not waited for",
        "app/learning/operations/progress.py",
        "now if now.heard_at is None else replace(",
        "replace(",
        ("tests/learning/test_signs.py",),
    ),
    Breakage(
        "a substitute is out at five o'clock",
        "app/people/identity.py",
        "    if door is None or not door.is_open or door.school_id != school_id:",
        "    if door is None or door.school_id != school_id:",
        ("tests/house/test_substitutes.py",),
    ),
    Breakage(
        "a link of a substitute opens nothing after five",
        "app/people/views/substitutes.py",
        "    if not passage.is_open:",
        "    if not passage:",
        ("tests/house/test_substitutes.py",),
    ),
    Breakage(
        "looking at the link of a substitute signs nobody in",
        "app/people/views/substitutes.py",
        """    if request.method == "POST" and passage.id:""",
        """    if passage.id:""",
        ("tests/learning/test_substitute.py",),
    ),
    Breakage(
        "a substitute sees no page of pupils",
        "app/access/matrix.py",
        "    Permission.CLASS_READ: {_T: Reach.CLASS, _A: Reach.SCHOOL},",
        "    Permission.CLASS_READ: {_T: Reach.CLASS, _A: Reach.SCHOOL, _S: Reach.CLASS},",
        ("tests/house/test_substitutes.py",),
    ),
    Breakage(
        "a substitute ticks what was done on the board and nothing else",
        "app/learning/operations/teacher.py",
        "Permission.LESSON_LEAD if how == rules.BOARD else Permission.STEP_TICK",
        "Permission.LESSON_LEAD",
        ("tests/house/test_substitutes.py",),
    ),
    Breakage(
        "the file of a substitute's card goes the day after",
        "app/learning/forgetting.py",
        """            if sha:
                house.files.forget(sha)
""",
        "",
        ("tests/learning/test_substitute.py",),
    ),
    Breakage(
        "a class keeps a teacher",
        "app/people/operations/teachers.py",
        "    if not is_way_in and not any(",
        "    if False and not any(",
        ("tests/people/test_teachers.py",),
    ),
    Breakage(
        "two who take each other off at once leave one",
        "app/people/operations/teachers.py",
        "    work.db.get_one(SchoolClass, klass.id, with_for_update=True)",
        "    pass",
        ("tests/people/test_teachers.py",),
    ),
    Breakage(
        "a ticket of another device credits nobody",
        "app/learning/together.py",
        "what == _WHAT and leader == str(work.actor.user_id) and age",
        "what == _WHAT and age",
        ("tests/learning/test_together.py",),
    ),
    Breakage(
        "nobody joins in with wrong pictures",
        "app/learning/views/together.py",
        "    if not tried.right:",
        "    if False:",
        ("tests/learning/test_together.py",),
    ),
    Breakage(
        "an answer that waited counts for who was together then, not now",
        "app/learning/views/tickets.py",
        'request.form.getlist("together")[: MOST - 1] if wants_words() else tickets_now()',
        "tickets_now()",
        ("tests/learning/test_together.py",),
    ),
    Breakage(
        "who handed it in before is passed by when others answer together",
        "app/learning/operations/answers.py",
        "    if hand.owner and handed_in and before.last_group not in hand.may_follow:",
        "    if False:",
        ("tests/learning/test_together_apart.py",),
    ),
    Breakage(
        "what somebody thinks is not taken from a group",
        "app/learning/operations/answers.py",
        "        if hand.group:\n",
        "        if False:\n",
        ("tests/learning/test_together_apart.py",),
    ),
    Breakage(
        "a photo that others show too does not go with a new one",
        "app/learning/operations/photos.py",
        "    others = [one for one in others if one.sha256 not in shared]\n",
        "",
        ("tests/learning/test_together_apart.py",),
    ),
    Breakage(
        "an idle screen is locked by the server too",
        "app/web/idle.py",
        "    if now - touched > minutes() * 60 + SLACK:",
        "    if False:",
        ("tests/people/test_lock.py",),
    ),
    Breakage(
        "a locked screen is opened by no word of a script",
        "app/web/idle.py",
        "    if is_held():\n        return True\n",
        "",
        ("tests/people/test_lock.py",),
    ),
    Breakage(
        "a lock ends working together",
        "app/web/idle.py",
        '    session.pop("together", None)\n',
        "",
        ("tests/learning/test_together.py",),
    ),
    Breakage(
        "how big one child reads is not kept for the next child",
        "app/web/identity.py",
        """    return "" if session.get("role") == Role.PUPIL else str(session.get("size", ""))
""",
        """    return str(session.get("size", ""))
""",
        ("tests/web/test_text_size.py",),
    ),
    Breakage(
        "a text is read aloud in its own language",
        "app/static/js/read-aloud.js",
        """(element.closest("[lang]") || page).lang""",
        "page.lang",
        ("tests/journeys/test_read_aloud.py",),
    ),
    Breakage(
        "who comes by keyboard sees where the focus is",
        "app/static/css/lesson.css",
        ".keus:has(:focus-visible) { outline: 3px solid var(--inkt);",
        ".keus:has(:focus-visible) { outline: 0;",
        ("tests/journeys/test_keyboard.py",),
    ),
    Breakage(
        "a page of a lesson asks ten things at most",
        "templates/_layout/lesson.html",
        "{% block on_paper %}{% endblock %}\n",
        "",
        ("tests/journeys/test_weight.py",),
    ),
    Breakage(
        "safety: a school says yes to the rules that stood on its page",
        "app/visits/rules/safety.py",
        "if read is not None and read != now:",
        "if False:",
        ("tests/visits/test_rules_read.py",),
    ),
    Breakage(
        "sizes: a wrong number keeps the others",
        "app/visits/views/sizes.py",
        '"sizes": sizes_typed(gear), ',
        "",
        ("tests/visits/test_sizes.py",),
    ),
    Breakage(
        "week board: a move is one line in who changed what",
        "app/visits/operations/placing.py",
        ", what=MOVED)",
        ")\n    note_change(work, booking, MOVED, note=note)",
        ("tests/visits/test_placing.py::test_who_changed_what_is_told_newest_first_and_by_class",),
    ),
    Breakage(
        "loose days: one that cannot be is named",
        "app/visits/rules/slots.py",
        'raise broken if of_all else RuleBroken("days", NAMED, day=named(day), why=broken.message) from None',
        "raise broken",
        ("tests/visits/test_loose_days.py",),
    ),
    Breakage(
        "loose days: none on a holiday",
        "app/visits/rules/slots.py",
        "        check_day(day=day, closed=closed)\n        found",
        "        found",
        ("tests/visits/test_loose_days.py",),
    ),
    Breakage(
        "where: a guest lesson is at the school",
        "app/visits/rules/where.py",
        "    if form == AT_SCHOOL:\n",
        "    if False:\n",
        ("tests/visits/test_where.py",),
    ),
    Breakage(
        "where: the way into an online visit lies not in the agenda of a class",
        "app/visits/calendar.py",
        "ONLINE if reader == FOR_CLASS else one.where.line",
        "one.where.line",
        ("tests/visits/test_where.py",),
    ),
    Breakage(
        "places: an office moves its own school alone",
        "app/people/queries/places.py",
        "    work.must(Permission.SCHOOL_PLACE, school=row.id)\n",
        "",
        ("tests/people/test_places.py",),
    ),
    Breakage(
        "unplaced: a class that is partly placed still looks for a visit",
        "app/visits/rules/unplaced.py",
        "return booked == 0 or lacking(size=size, booked=booked) > 0",
        "return booked == 0",
        ("tests/visits/test_unplaced.py",),
    ),
    Breakage(
        "missing: a class that walks needs no sheet for transport",
        "app/visits/queries/preparing.py",
        "WALK_KM = 1.0",
        "WALK_KM = -1.0",
        ("tests/visits/test_unplaced.py",),
    ),
    Breakage(
        "parts: no pupil goes twice",
        "app/visits/operations/parts.py",
        "        first += one.pupils\n",
        "",
        ("tests/visits/test_parts.py",),
    ),
    Breakage(
        "parts: a class sends no more than it counts",
        "app/visits/rules/parts.py",
        "if sum(numbers) > of:",
        "if False:",
        ("tests/visits/test_parts.py",),
    ),
)


def main(wanted: list[str]) -> int:
    """Prints a line for each; 1 when something stayed green."""
    stayed = []
    for breakage in BREAKAGES:
        if wanted and not any(word in breakage.guarantee for word in wanted):
            continue
        began = time.monotonic()
        red = bites(breakage)
        print(f"{'red  ' if red else 'GREEN'} {time.monotonic() - began:5.0f} s  {breakage.guarantee}", flush=True)
        if not red:
            stayed.append(breakage.guarantee)
    print(f"\n{len(stayed)} guarantees are not held by their test" if stayed else "\nEach guarantee is held by a test.")
    return 1 if stayed else 0


def bites(breakage: Breakage) -> bool:
    """Break it in a copy and run its tests there. Exit 1 of pytest is red; anything else is a mistake of ours."""
    with tempfile.TemporaryDirectory(prefix="werf-bite-") as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        if breakage.plant:
            subprocess.run([sys.executable, "-c", breakage.plant], cwd=copy, check=True)
        else:
            break_it(copy, breakage)
        ran = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *breakage.tests],
            cwd=copy,
            capture_output=True,
            text=True,
        )
    if ran.returncode not in (0, 1):
        raise SystemExit(f"{breakage.guarantee}: the tests did not run\n{ran.stdout[-2000:]}{ran.stderr[-2000:]}")
    return ran.returncode == 1


def break_it(copy: Path, breakage: Breakage) -> None:
    """Raises: SystemExit when the place is not there exactly once, so that no breakage rots unseen."""
    try:
        instead(str(copy / breakage.file), breakage.old, breakage.new)
    except ValueError as problem:
        raise SystemExit(f"{breakage.guarantee}: {problem}") from None


def instead(file: str, old: str, new: str) -> None:
    """Raises: ValueError: the place is not there exactly once."""
    text = Path(file).read_text()
    if text.count(old) != 1:
        raise ValueError(f"the place to break stands {text.count(old)} times in {file}")
    Path(file).write_text(text.replace(old, new))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
