"""`flask lessons ...` and `flask goals ...`: what an author, and a machine that checks the work, run on lessons/."""

from app.curriculum.commands import check, diff, fix, new, overview, preview, publish, schema, translations
from app.curriculum.commands.check import check_lessons
from app.curriculum.commands.goals import cli as goals
from app.curriculum.commands.group import cli
from app.curriculum.commands.publish import publish_lessons

GROUPS = (cli, goals)

__all__ = [
    "GROUPS",
    "check",
    "check_lessons",
    "cli",
    "diff",
    "fix",
    "new",
    "overview",
    "preview",
    "publish",
    "publish_lessons",
    "schema",
    "translations",
]
