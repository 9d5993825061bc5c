"""The matrix: one row per permission, one cell per role. Read it aloud to a school and they agree."""

from collections.abc import Set
from enum import StrEnum
from uuid import UUID

from app.access.actor import Actor, Post, Role


class Reach(StrEnum):
    OWN = "their own"
    CLASS = "their classes"
    SCHOOL = "their school"
    COMPANY = "their company"
    COUNTS = "numbers only, no names"
    ALL = "everything"


class Permission(StrEnum):
    """Named `<thing>:<act>`. Sorted."""

    ANSWER_REVIEW = "answer:review"
    ANSWER_SUBMIT = "answer:submit"
    ARRIVAL_CONFIRM = "arrival:confirm"
    ASSIGNMENT_GIVE = "assignment:give"
    ATTITUDE_READ = "attitude:read"
    BOOKING_CANCEL = "booking:cancel"
    BOOKING_CONFIRM = "booking:confirm"
    BOOKING_MAKE = "booking:make"
    BOOKING_PROPOSE = "booking:propose"
    BOOKING_READ = "booking:read"
    CALENDAR_READ = "calendar:read"
    CARDS_PRINT = "cards:print"
    CATALOGUE_READ = "catalogue:read"
    CERTIFICATE_DESIGN = "certificate:design"
    CERTIFICATE_ISSUE = "certificate:issue"
    CERTIFICATE_PREPARE = "certificate:prepare"
    CERTIFICATE_READ = "certificate:read"
    CERTIFICATE_REVOKE = "certificate:revoke"
    CERTIFICATE_VERIFY = "certificate:verify"
    CLASS_EDIT = "class:edit"
    CLASS_READ = "class:read"
    CLASS_SHARE = "class:share"
    COMPANY_EDIT = "company:edit"
    DOOR_HOLD = "door:hold"
    GATE_LINK = "gate:link"
    INSTRUCTION_SET = "instruction:set"
    JOB_READ = "job:read"
    LEARN = "learn:do"
    LESSON_LEAD = "lesson:lead"
    LESSON_SEE = "lesson:see"
    MODULE_PUBLISH = "module:publish"
    NAMES_READ = "names:read"
    OFFER_EDIT = "offer:edit"
    OFFER_READ = "offer:read"
    PRESENCE_MARK = "presence:mark"
    PROGRESS_READ = "progress:read"
    REACH_READ = "reach:read"
    SCHOOL_EDIT = "school:edit"
    SCHOOL_PLACE = "school:place"
    STEP_TICK = "step:tick"
    SUBSTITUTE_INVITE = "substitute:invite"
    UNPLACED_READ = "unplaced:read"
    VISIT_CLOSE = "visit:close"
    VISIT_REVIEW = "visit:review"
    VISIT_SAY = "visit:say"
    WEEK_PLAN = "week:plan"


_P, _T, _A = Role.PUPIL, Role.TEACHER, Role.SCHOOL_ADMIN
_H, _C, _D = Role.HOST, Role.COORDINATOR, Role.AT_DOOR
_S = Role.SUBSTITUTE

MATRIX: dict[Permission, dict[Role, Reach]] = {
    Permission.ANSWER_REVIEW: {_T: Reach.CLASS},
    Permission.ANSWER_SUBMIT: {_P: Reach.OWN},
    Permission.ARRIVAL_CONFIRM: {_H: Reach.COMPANY, Role.GATE: Reach.OWN},
    Permission.ASSIGNMENT_GIVE: {_T: Reach.CLASS, _A: Reach.SCHOOL},
    Permission.ATTITUDE_READ: {_T: Reach.CLASS, _A: Reach.SCHOOL},
    Permission.BOOKING_CANCEL: {_T: Reach.SCHOOL, _A: Reach.SCHOOL, _C: Reach.ALL},
    Permission.BOOKING_CONFIRM: {_H: Reach.COMPANY},
    Permission.BOOKING_MAKE: {_T: Reach.SCHOOL, _A: Reach.SCHOOL},
    Permission.BOOKING_PROPOSE: {_H: Reach.COMPANY, _C: Reach.ALL},
    Permission.BOOKING_READ: {_T: Reach.SCHOOL, _A: Reach.SCHOOL, _H: Reach.COMPANY, _C: Reach.ALL},
    Permission.CALENDAR_READ: {_D: Reach.CLASS},
    Permission.CARDS_PRINT: {_T: Reach.CLASS, _A: Reach.SCHOOL},
    Permission.CATALOGUE_READ: {_T: Reach.ALL, _A: Reach.ALL, _H: Reach.ALL, _C: Reach.ALL},
    Permission.CERTIFICATE_DESIGN: {_A: Reach.SCHOOL, _C: Reach.ALL},
    Permission.CERTIFICATE_ISSUE: {_T: Reach.CLASS, _A: Reach.SCHOOL},
    Permission.CERTIFICATE_PREPARE: {_C: Reach.COUNTS},
    Permission.CERTIFICATE_READ: {_P: Reach.OWN, _T: Reach.CLASS, _A: Reach.SCHOOL},
    Permission.CERTIFICATE_REVOKE: {_T: Reach.CLASS, _A: Reach.SCHOOL},
    Permission.CERTIFICATE_VERIFY: {_D: Reach.SCHOOL},
    Permission.CLASS_EDIT: {_T: Reach.SCHOOL, _A: Reach.SCHOOL},
    Permission.CLASS_READ: {_T: Reach.CLASS, _A: Reach.SCHOOL},
    Permission.CLASS_SHARE: {_T: Reach.CLASS, _A: Reach.SCHOOL},
    Permission.COMPANY_EDIT: {_H: Reach.COMPANY, _C: Reach.ALL},
    Permission.DOOR_HOLD: {_T: Reach.CLASS, _A: Reach.SCHOOL, _S: Reach.CLASS},
    Permission.GATE_LINK: {_H: Reach.COMPANY, _C: Reach.ALL},
    Permission.INSTRUCTION_SET: {_T: Reach.CLASS},
    Permission.JOB_READ: dict.fromkeys((_P, _T, _A, _H, _C), Reach.OWN),
    Permission.LEARN: {_P: Reach.OWN},
    Permission.LESSON_LEAD: {_T: Reach.CLASS, _S: Reach.CLASS},
    Permission.LESSON_SEE: {_T: Reach.CLASS, _A: Reach.SCHOOL, _S: Reach.CLASS},
    Permission.MODULE_PUBLISH: {_C: Reach.ALL},
    Permission.NAMES_READ: {_D: Reach.CLASS},
    Permission.OFFER_EDIT: {_H: Reach.COMPANY, _C: Reach.ALL},
    Permission.OFFER_READ: {_T: Reach.ALL, _A: Reach.ALL, _H: Reach.ALL, _C: Reach.ALL},
    Permission.PRESENCE_MARK: {_T: Reach.CLASS, _A: Reach.SCHOOL},
    Permission.PROGRESS_READ: {_P: Reach.OWN, _T: Reach.CLASS, _A: Reach.SCHOOL},
    Permission.REACH_READ: {_C: Reach.COUNTS},
    Permission.SCHOOL_EDIT: {_A: Reach.SCHOOL},
    Permission.SCHOOL_PLACE: {_A: Reach.SCHOOL, _C: Reach.ALL},
    Permission.STEP_TICK: {_T: Reach.CLASS},
    Permission.SUBSTITUTE_INVITE: {_T: Reach.CLASS, _A: Reach.SCHOOL},
    Permission.UNPLACED_READ: {_T: Reach.SCHOOL, _A: Reach.SCHOOL, _C: Reach.ALL},
    Permission.VISIT_CLOSE: {_T: Reach.CLASS, _A: Reach.SCHOOL, _C: Reach.ALL},
    Permission.VISIT_REVIEW: {_T: Reach.SCHOOL, _A: Reach.SCHOOL, _H: Reach.COMPANY},
    Permission.VISIT_SAY: {_T: Reach.SCHOOL, _A: Reach.SCHOOL, _H: Reach.COMPANY, _C: Reach.ALL},
    Permission.WEEK_PLAN: {_C: Reach.ALL},
}


def reach_of(actor: Actor, permission: Permission) -> tuple[tuple[Post, Reach], ...]:
    """The posts that grant `permission` to `actor`, each with how far it reaches."""
    row = MATRIX[permission]
    return tuple((post, row[post.role]) for post in actor.posts if post.role in row)


def reaches(
    actor: Actor,
    permission: Permission,
    *,
    person: UUID | None = None,
    classes: Set[UUID] = frozenset(),
    school: UUID | None = None,
    company: UUID | None = None,
) -> bool:
    """Does `permission` of this actor reach the thing described by the keywords?"""
    for post, reach in reach_of(actor, permission):
        if reach is Reach.ALL:
            return True
        if reach is Reach.OWN and person is not None and person == actor.user_id:
            return True
        if reach is Reach.CLASS and post.class_ids & classes:
            return True
        if reach is Reach.SCHOOL and school is not None and post.school_id == school:
            return True
        if reach is Reach.COMPANY and company is not None and post.company_id == company:
            return True
    return False
