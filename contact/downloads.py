"""A stored file on its way to a browser; the caller has asked for permission."""

from django.http import FileResponse

from .models import Attachment


def download(attachment: Attachment) -> FileResponse:
    """The file, to be saved and never shown by the browser, whatever it is."""
    response = FileResponse(
        attachment.file.open("rb"),
        as_attachment=True,
        filename=attachment.name,
        content_type="application/octet-stream",
    )
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response
