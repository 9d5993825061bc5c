"""What can be wrong with pictures."""

from collections.abc import Mapping

from app.base.language import N_
from app.curriculum.flaws.kind import ERROR, NOTE, Kind

KINDS: Mapping[str, Kind] = {
    "P01": Kind(ERROR, N_("the picture %(name)s does not exist"), N_("Put it in media/, or correct the name.")),
    "P02": Kind(ERROR, N_("the picture has no description"), N_("Write between [ and ] what one should see.")),
    "P03": Kind(
        ERROR,
        N_("%(name)s is not in media/credits.yml"),
        N_('Add a line: {file: %(name)s, maker: …, licence: …, url: ""}.'),
    ),
    "P04": Kind(ERROR, N_("%(name)s has the licence `%(licence)s`"), N_("Allowed: %(known)s.")),
    "P05": Kind(
        ERROR,
        N_("the drawing holds something that may not be in it: %(what)s"),
        N_("Remove it and save as plain SVG."),
    ),
    "P06": Kind(ERROR, N_("%(name)s is not a kind of picture we can show"), N_("Use svg, png, jpg or webp.")),
    "P07": Kind(ERROR, N_("%(name)s is not what its name says"), N_("Save it again as a real %(wanted)s file.")),
    "P08": Kind(NOTE, N_("%(name)s is used nowhere"), N_("Use it, or remove it.")),
    "P09": Kind(
        ERROR,
        N_("pictures come from the module's own folder, not from `%(path)s`"),
        N_("Write `../media/name.svg`."),
    ),
    "P10": Kind(
        NOTE,
        N_("credits.yml names %(name)s, which does not exist"),
        N_("Remove the line, or correct the name."),
    ),
    "P11": Kind(NOTE, N_("%(name)s is %(size)s kB; more than 500 is slow on a school's wifi"), N_("Make it smaller.")),
    "P12": Kind(
        NOTE,
        N_("the drawing has no viewBox, so its size is not known"),
        N_('Add viewBox="0 0 width height" to <svg>.'),
    ),
    "P13": Kind(ERROR, N_("%(name)s is larger than 5 MB"), N_("Make it smaller.")),
    "P14": Kind(
        ERROR,
        N_("the name of this picture has signs that cannot be used"),
        N_("Use only a-z, 0-9, `-`, `_` and `.`, and no spaces."),
    ),
}
