"""How much one request may send. Whoever sends more is answered before a byte of it is kept."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


class CappedUpload(FileUploadHandler):
    """Stands before Django's own handlers, which would fill the disk. Nobody is signed in yet when a form is read."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 - Django's name
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        """Raises RequestDataTooBig: the page for 400."""
        if content_length > settings.UPLOAD_REQUEST_BYTES_MAX:
            raise RequestDataTooBig

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler makes the file."""
