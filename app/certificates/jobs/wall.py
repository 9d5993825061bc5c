"""Certificates and thanks for the walls of companies."""

import re
from dataclasses import replace
from typing import Any
from uuid import UUID

from app.base import clock
from app.base.jobs import Task
from app.base.language import N_, gettext_for
from app.base.names import folded
from app.base.pdf import render_in_child
from app.base.problems import RuleBroken
from app.certificates.design.wall import draw_walls
from app.certificates.jobs.pictures import found
from app.certificates.queries.wall import walls

ALL = N_("all companies")


def print_wall(task: Task) -> dict[str, Any]:
    """Certificates for companies. Runs twice without harm; counts over all schools. Names are read only to keep them
    out of what is said.

    Raises:
        RuleBroken: no class was received in that time yet.
    """
    said = task.arguments
    company = UUID(said["company"]) if said["company"] else None
    with task.house.counting(task.actor, clock.now()) as work:
        those = walls(work, period_id=UUID(said["period"]), company_id=company, language=said["language"])
    if not those:
        raise RuleBroken("", N_("No class was received in this time yet, or nobody said who came."))
    logos = found(task.house.files, {one.logo for one in those if one.logo})
    html = draw_walls(
        [one if one.logo in logos else replace(one, logo=None) for one in those], language=said["language"]
    )
    title = those[0].edition
    pdf = render_in_child(html, title=title, language=said["language"], images=logos)
    words = re.findall(
        r"[a-z0-9]+", folded(f"{title} {those[0].company if company else gettext_for(said['language'])(ALL)}")
    )
    name = "-".join(words) + ".pdf"
    return {"sha": task.house.files.put(pdf), "name": name, "period": said["period"]}
