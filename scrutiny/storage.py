"""How static files are kept in production, and how evidence and packs are kept everywhere."""

import os
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Compressed files with a hash in their names, in the imports between scripts too."""

    support_js_module_import_aggregation = True


class DurableFileSystemStorage(FileSystemStorage):
    """Files on disk that are whole and there to stay before anything can speak of them.

    A file is written under a temporary name beside its own, flushed to the disk, and renamed; then the directories that
    name it are flushed. Only then does `save` return, and the caller writes the row. Whenever the process dies or the
    power fails, there is no row without its file, and no file under its own name that is half written.
    """

    def _save(self, name: str, content: "File[Any]") -> str:
        path = Path(self.path(name))
        new_directories = [parent for parent in path.parents if not parent.exists()]
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{path.name}.part")
        with part.open("xb") as file:
            for chunk in content.chunks():
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        if self.file_permissions_mode is not None:
            part.chmod(self.file_permissions_mode)
        part.replace(path)
        for directory in {path.parent, *(made.parent for made in new_directories)}:
            _flush(directory)
        return str(path.relative_to(self.location).as_posix())


def _flush(directory: Path) -> None:
    """Have a directory's entries on the disk, a file's new name among them."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
