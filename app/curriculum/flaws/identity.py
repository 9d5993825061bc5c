"""What can be wrong with a change of something that was published: ids, letters and versions."""

from collections.abc import Mapping

from app.curriculum.flaws.kind import Kind

KINDS: Mapping[str, Kind] = {}
