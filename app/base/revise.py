"""The next numbered migration, from the difference of tables and database: `python -m app.base.revise "message"`."""

import sys
import tempfile
from pathlib import Path

from alembic import command

from app.base.db import open_store
from app.base.migrate import FOLDER, config


def main(message: str) -> None:
    """Compare with a fresh SQLite database at the newest migration, and write the next file."""
    number = len(list((FOLDER / "versions").glob("[0-9]*.py"))) + 1
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{Path(folder) / 'new.db'}")
        with store.engine.connect() as connection:
            alembic = config()
            alembic.attributes["connection"] = connection
            if number > 1:
                command.upgrade(alembic, "head")
            command.revision(alembic, message, autogenerate=True, rev_id=f"{number:04d}")
        store.engine.dispose()


if __name__ == "__main__":
    main(sys.argv[1])
