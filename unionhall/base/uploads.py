"""Where the bytes of an upload wait: in memory for a view that says so (`base.http.in_memory`), else in a temporary file."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler

FORM = 1024 * 1024  # the words beside the files, and the parts' headings


class MemoryHandler(MemoryFileUploadHandler):
    """Takes every file of a marked view; one that would not fit is refused (400), never laid on the disk instead."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None) -> None:
        """Decide by the view that the address resolved to."""
        match = getattr(self.request, "resolver_match", None)
        self.activated = match is not None and getattr(match.func, "in_memory", False)
        if self.activated and content_length > settings.UPLOAD_MAX_MB * 1024 * 1024 + FORM:
            raise RequestDataTooBig("more than this form takes in memory")
