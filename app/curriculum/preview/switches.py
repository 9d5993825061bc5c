"""What can be chosen above a preview: as whom, which level, which language. Links, so that they need no script."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.base.language import N_, gettext
from app.base.levels import BANDS, level_label
from app.curriculum.preview.values import HOST, MODES, PRINT, PUPIL, TEACHER, Look, Preview

NAMES = {PUPIL: N_("Pupil"), TEACHER: N_("Teacher, with the key"), HOST: N_("Company"), PRINT: N_("On paper")}
ICONS = {PUPIL: "graduation-cap", TEACHER: "key-round", HOST: "building-2", PRINT: "printer"}
LANGUAGES = {"nl": N_("Dutch"), "en": N_("English")}


@dataclass(frozen=True, slots=True)
class Switch:
    """One thing to choose. `choices`: (words, icon or nothing, address, is it chosen)."""

    name: str
    choices: tuple[tuple[str, str, str, bool], ...]


def asked_look(args: Mapping[str, str]) -> Look:
    """What an address asks for; nonsense is the plainest."""
    mode, band, language = (args.get(name, "") for name in ("as", "level", "in"))
    return Look(
        mode if mode in MODES else PUPIL,
        band if band in BANDS else "",
        language if language in LANGUAGES else "",
    )


def said(look: Look) -> dict[str, Any]:
    """The way back: a look as what stands behind the question mark."""
    held = {"as": look.mode, "level": look.band, "in": look.language}
    return {name: value for name, value in held.items() if value and (name, value) != ("as", PUPIL)}


def switches(found: Preview, address: Callable[[Look], str]) -> tuple[Switch, ...]:
    look = found.look
    modes = [(gettext(NAMES[mode]), ICONS[mode], replace(look, mode=mode)) for mode in MODES]
    levels = [(level_label(level), "", replace(look, band=level)) for level in found.levels]
    spoken = [(gettext(LANGUAGES[one]), "", replace(look, language=one)) for one in found.languages]
    made = [(gettext("Look as"), modes)]
    if len(levels) > 1:
        made.append((gettext("Level"), [(gettext("All levels"), "", replace(look, band="")), *levels]))
    if len(spoken) > 1:
        made.append((gettext("Language"), [(gettext("Side by side"), "", replace(look, language="")), *spoken]))
    return tuple(Switch(name, _choices(choices, look, address)) for name, choices in made)


def _choices(
    choices: Sequence[tuple[str, str, Look]], look: Look, address: Callable[[Look], str]
) -> tuple[tuple[str, str, str, bool], ...]:
    return tuple((words, icon, address(wanted), wanted == look) for words, icon, wanted in choices)
