"""The door for web servers: `wsgi:app`."""

from app import create_app

app = create_app()
