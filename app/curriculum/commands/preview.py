"""`flask lessons preview`: one module as it will look, on this machine alone, fresh at every save."""

import socket

import click
from werkzeug.serving import WSGIRequestHandler, make_server

from app.base.language import gettext, speaking
from app.curriculum.checker.folder import module_folders
from app.curriculum.commands.group import cli, in_language, lessons_folder
from app.curriculum.preview.site import HERE, preview_site


@cli.command("preview")
@click.argument("slug")
@click.option("--port", type=click.IntRange(1024, 65535), default=5050, show_default=True)
@in_language
def preview(slug: str, port: int, language: str) -> None:
    """Look at a module while you write it: as pupil, teacher, company or on paper. Ctrl-C ends it."""
    with speaking(language):
        lessons = lessons_folder()
        if slug not in {folder.name for folder in module_folders(lessons)}:
            raise click.UsageError(gettext("There is no module %(name)s in %(folder)s.", name=slug, folder=lessons))
        with _listening(port) as door:
            server = make_server(
                HERE, port, preview_site(lessons, slug), threaded=True, request_handler=_Quiet, fd=door.fileno()
            )
        address = f"http://{HERE}:{port}/"
        click.echo(gettext("%(slug)s: open %(address)s (Ctrl-C ends it)", slug=slug, address=address))
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        click.echo()


class _Quiet(WSGIRequestHandler):
    """A page that asks every second would fill the author's window with lines."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


def _listening(port: int) -> socket.socket:
    """A socket on this machine alone. A taken port is said in the author's language."""
    door = socket.socket()
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((HERE, port))
        door.listen(16)
    except OSError:
        door.close()
        raise click.UsageError(gettext("Port %(port)s is taken. Choose another with --port.", port=port)) from None
    return door
