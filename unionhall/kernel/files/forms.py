"""The form that takes one file."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .kinds import FileKind

ACCEPT = {
    FileKind.IMAGE: "image/*",
    FileKind.PDF: ".pdf",
    FileKind.SHEET: ".xlsx,.xls,.csv",
    FileKind.WORD: ".docx",
    FileKind.AUDIO: "audio/*",
}


class UploadForm(forms.Form):
    """A file and the key that makes a double tap one upload. What the bytes are is judged by the service."""

    file = forms.FileField(label=_("文件"), max_length=255)
    client_id = forms.RegexField(r"^[A-Za-z0-9_-]{16,64}$", required=False, widget=forms.HiddenInput)

    def __init__(self, *args: object, allow: frozenset[FileKind], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.allow = allow
        self.fields["file"].widget.attrs["accept"] = ",".join(
            ACCEPT[kind] for kind in FileKind if kind in allow
        )
