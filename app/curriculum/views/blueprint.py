"""The blueprint of modules."""

from flask import Blueprint

bp = Blueprint("curriculum", __name__)
