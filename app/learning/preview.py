"""A module as pupils see it, all steps on one page, for staff to try; with the answer key for those who teach."""

from dataclasses import dataclass

from app.access.matrix import Permission
from app.base.work import Work
from app.curriculum.module import Module
from app.curriculum.queries import key_of_edition, newest_module
from app.curriculum.showing import ShownStep, shown_step


@dataclass(frozen=True, slots=True)
class Preview:
    module: Module
    steps: tuple[ShownStep, ...]
    with_key: bool


def preview(work: Work, *, slug: str, language: str, with_key: bool) -> Preview:
    """The newest version of a module.

    Raises:
        NotFound: no such module. NotAllowed: the key is for those who give modules to classes.
    """
    work.must(Permission.CATALOGUE_READ)
    module = newest_module(work, slug=slug, language=language)
    if not with_key:
        return Preview(module, tuple(shown_step(step, None, module.language) for step in module.steps), with_key=False)
    work.must(Permission.ASSIGNMENT_GIVE)
    key = key_of_edition(work, slug=slug, edition=module.edition)
    return Preview(module, tuple(shown_step(step, key, module.language) for step in module.steps), with_key=True)
