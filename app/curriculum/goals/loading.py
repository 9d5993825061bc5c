"""Loads a release of goals: the same one again changes nothing, a new one is reported against the modules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from app.base.language import N_
from app.base.problems import RuleBroken
from app.base.work import Work
from app.curriculum.goals.release import Goal, Release
from app.curriculum.goals.report import Change, Report, compare
from app.curriculum.models import CurriculumGoal, CurriculumModule, GoalRelease, ModuleVersion
from app.curriculum.module import Module
from app.curriculum.queries import PUBLISHED


@dataclass(frozen=True, slots=True)
class Official:
    """The agency's own words for a goal, and whether it was withdrawn since."""

    text: str
    status: str
    withdrawn_on: date | None


A_SUBSET = 4  # more than one in so many withdrawn at once: most likely the file is only a part of a release


def report_of(work: Work, *, release: Release) -> Report:
    """What loading this release would change, without changing it."""
    held = [_goal(row) for row in _rows(work, release.framework) if row.withdrawn_on is None]
    return compare(held, release.goals, modules_by_goal(work))


def load_goals(work: Work, *, release: Release, withdraw_many: bool = False) -> Report:
    """Keep the goals of a release. Whoever runs commands on the machine may; no page leads here.

    What is no longer in it is marked as withdrawn and stays: modules and old versions still name it.

    Raises:
        RuleBroken: (`file`) it would withdraw more than a quarter of the goals, and `withdraw_many` was not said.
    """
    report = report_of(work, release=release)
    known = len(report.withdrawn) + report.same + len(report.changed)
    if not withdraw_many and len(report.withdrawn) * A_SUBSET > known:
        message = N_(
            "This file lacks %(missing)s of the %(known)s goals that are known. If that is right, "
            "say it with --withdraw-many; nothing was changed."
        )
        raise RuleBroken("file", message, missing=len(report.withdrawn), known=known)
    if report.is_empty:
        return report
    _keep(work, release, report)
    work.audit(
        "goals.loaded",
        None,
        framework=release.framework,
        added=len(report.added),
        changed=len(report.changed),
        withdrawn=len(report.withdrawn),
    )
    return report


def _keep(work: Work, release: Release, report: Report) -> None:
    held = {row.uuid: row for row in _rows(work, release.framework)}
    for change in (*report.added, *report.changed):
        row = held.get(change.goal.uuid)
        if row is None:
            row = CurriculumGoal(framework=release.framework, uuid=change.goal.uuid)
            work.db.add(row)
        _write(row, change.goal)
        row.withdrawn_on = None  # it may have come back
    for change in report.withdrawn:
        held[change.goal.uuid].withdrawn_on = work.today
    work.db.add(
        GoalRelease(
            id=work.new_id(),
            framework=release.framework,
            sha256=release.sha256,
            goals=len(release.goals),
            added=len(report.added),
            changed=len(report.changed),
            withdrawn=len(report.withdrawn),
            loaded_at=work.now,
        )
    )


def _write(row: CurriculumGoal, goal: Goal) -> None:
    row.sector, row.number, row.text = goal.sector, goal.number, goal.text
    row.status, row.replaces = goal.status, list(goal.replaces)


def modules_by_goal(work: Work) -> dict[UUID, tuple[str, ...]]:
    """The slugs of the modules that can be given, by each goal their newest version names."""
    newest: dict[str, Mapping[str, Sequence[str]]] = {}
    rows = work.db.execute(
        select(ModuleVersion.slug, ModuleVersion.public["goals"])
        .join(CurriculumModule, CurriculumModule.id == ModuleVersion.module_id)
        .where(CurriculumModule.state == PUBLISHED)
        .order_by(ModuleVersion.edition, ModuleVersion.revision)
    )
    for slug, goals in rows:
        newest[slug] = goals or {}
    found: dict[UUID, set[str]] = {}
    for slug, goals in newest.items():
        for uuid in (one for uuids in goals.values() for one in uuids):
            found.setdefault(UUID(uuid), set()).add(slug)
    return {uuid: tuple(sorted(slugs)) for uuid, slugs in found.items()}


def standing(work: Work) -> tuple[Change, ...]:
    """Goals that were withdrawn and that a module still names."""
    modules = modules_by_goal(work)
    gone = work.db.scalars(select(CurriculumGoal).where(CurriculumGoal.withdrawn_on.is_not(None)))
    return tuple(Change(_goal(row), {}, modules[row.uuid]) for row in gone if row.uuid in modules)


def official(work: Work, module: Module) -> dict[str, Official]:
    """The official words of the goals a module names, by kerndoel; only of those that were loaded."""
    codes = {UUID(one): code for code, ids in module.goal_ids.items() for one in ids}
    rows = work.db.scalars(select(CurriculumGoal).where(CurriculumGoal.uuid.in_(codes)))
    return {codes[row.uuid]: Official(row.text, row.status, row.withdrawn_on) for row in rows}


def _rows(work: Work, framework: str) -> Sequence[CurriculumGoal]:
    return work.db.scalars(select(CurriculumGoal).where(CurriculumGoal.framework == framework)).all()


def _goal(row: CurriculumGoal) -> Goal:
    return Goal(row.framework, row.uuid, row.sector, row.number, row.text, row.status, tuple(row.replaces))
