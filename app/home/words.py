"""The matrix in words, for the page of roles."""

from app.access.actor import Role
from app.access.matrix import Permission, Reach
from app.base.language import N_, gettext

ROLES = {
    Role.PUPIL: N_("Pupil"),
    Role.TEACHER: N_("Teacher"),
    Role.SCHOOL_ADMIN: N_("School office"),
    Role.HOST: N_("Company"),
    Role.COORDINATOR: N_("Network"),
    Role.SUBSTITUTE: N_("Substitute"),
}
REACHES = {
    Reach.OWN: N_("their own"),
    Reach.CLASS: N_("their classes"),
    Reach.SCHOOL: N_("their school"),
    Reach.COMPANY: N_("their company"),
    Reach.COUNTS: N_("numbers only, no names"),
    Reach.ALL: N_("all"),
}
PERMISSIONS = {
    Permission.ANSWER_REVIEW: N_("Read open answers and say something of them"),
    Permission.ANSWER_SUBMIT: N_("Hand in answers"),
    Permission.ARRIVAL_CONFIRM: N_("Say that a group has arrived, and how many"),
    Permission.ASSIGNMENT_GIVE: N_("Give a module to a class"),
    Permission.ATTITUDE_READ: N_("See what a class thinks, in counts of ten pupils or more"),
    Permission.BOOKING_CONFIRM: N_("Confirm or decline a booking"),
    Permission.BOOKING_CANCEL: N_("Call off a visit"),
    Permission.BOOKING_PROPOSE: N_("Propose another time or number to a school"),
    Permission.BOOKING_MAKE: N_("Book a visit"),
    Permission.BOOKING_READ: N_("See bookings"),
    Permission.CARDS_PRINT: N_("Print login cards"),
    Permission.CATALOGUE_READ: N_("Read the guide of a module, and print its worksheets"),
    Permission.CERTIFICATE_DESIGN: N_("Choose how certificates look"),
    Permission.CERTIFICATE_ISSUE: N_("Print certificates"),
    Permission.CERTIFICATE_PREPARE: N_("Have the certificates of an edition made for its schools"),
    Permission.CERTIFICATE_READ: N_("See certificates"),
    Permission.CERTIFICATE_REVOKE: N_("Revoke a certificate"),
    Permission.CLASS_EDIT: N_("Make and change classes"),
    Permission.CLASS_READ: N_("See a class and its pupils"),
    Permission.CLASS_SHARE: N_("Add a colleague to a class"),
    Permission.COMPANY_EDIT: N_("Change what a company says of itself"),
    Permission.DOOR_HOLD: N_("Open the class code"),
    Permission.GATE_LINK: N_("Make the link of the day for the gate"),
    Permission.INSTRUCTION_SET: N_("See and set the instruction groups of a class"),
    Permission.JOB_READ: N_("See how far a print job is"),
    Permission.LEARN: N_("Do lessons"),
    Permission.LESSON_LEAD: N_("Lead a lesson: hands, and the lesson on the board"),
    Permission.LESSON_SEE: N_("See the lesson of a class live"),
    Permission.MODULE_PUBLISH: N_("Send in modules and publish them"),
    Permission.OFFER_EDIT: N_("Make offers and times for visits"),
    Permission.OFFER_READ: N_("See what companies offer"),
    Permission.PRESENCE_MARK: N_("Say which pupils were there"),
    Permission.PROGRESS_READ: N_("See progress"),
    Permission.REACH_READ: N_("See the reach of the network"),
    Permission.SCHOOL_EDIT: N_("Change the school's settings"),
    Permission.SCHOOL_PLACE: N_("Say where the school stands"),
    Permission.STEP_TICK: N_("Tick steps done on paper or together"),
    Permission.SUBSTITUTE_INVITE: N_("Make a card and a link for a substitute"),
    Permission.UNPLACED_READ: N_("See which classes have no visit yet"),
    Permission.VISIT_CLOSE: N_("Close a visit, so that its counts stand"),
    Permission.VISIT_REVIEW: N_("Say how a visit went"),
    Permission.VISIT_SAY: N_("Say whether a visit took place, when nobody counted"),
    Permission.WEEK_PLAN: N_("Plan the week: place and move classes"),
}


def role_name(role: Role) -> str:
    return gettext(ROLES[role])


def permission_name(permission: Permission) -> str:
    return gettext(PERMISSIONS[permission])


def reach_name(reach: Reach | None) -> str:
    return gettext(REACHES[reach]) if reach else ""
