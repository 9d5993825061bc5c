"""What can be done with modules: publish one, and put one in through the browser."""

from app.curriculum.operations.publishing import Published, publish_again, publish_module
from app.curriculum.operations.uploads import drop_upload, keep_upload, publish_upload

__all__ = ["Published", "drop_upload", "keep_upload", "publish_again", "publish_module", "publish_upload"]
