"""The shape of what an editor sends in."""

from contextlib import closing

from flask_wtf.file import FileField

from app.base.language import N_
from app.base.problems import RuleBroken
from app.web.forms import Form


class UploadForm(Form):
    file = FileField(
        N_("Zip of one module"),
        description=N_("The folder of the module with module.yml in it, as a zip of at most 20 MB."),
    )

    def content(self) -> bytes:
        """The bytes that were sent.

        Raises:
            RuleBroken: (`file`) nothing was chosen.
        """
        content = b""
        if self.file.data:
            with closing(self.file.data.stream) as sent:  # a big one lies in a file of its own
                content = sent.read()
        if not content:
            raise RuleBroken("file", N_("Choose a zip first."))
        return content
