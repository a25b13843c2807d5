"""The files of a folder or a zip, none of them trusted: bounded in number and size, links named and not followed."""

import os
import stat
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

LARGEST = 20_000_000  # bytes of a file
MOST = 5_000  # files
JUNK = {"__MACOSX", ".ipynb_checkpoints", ".git", ".DS_Store", "timestamp.txt", "desktop.ini", "Thumbs.db"}
LINK = "it is a link, which is not followed"


@dataclass(frozen=True)
class Upload:
    """A file that came: its path inside what came, its time, `get()` for its first LARGEST + 1 bytes, and `fault`, why
    it must not be read ("" if it may).
    """

    path: PurePosixPath
    time: datetime
    get: Callable
    fault: str = ""

    def read(self):
        """Return (bytes, why they will not do or "")."""
        if self.fault:
            return b"", self.fault
        try:
            content = self.get()
        except Exception as error:  # the decompressors have errors of their own
            return b"", f"it cannot be read ({type(error).__name__})"
        if len(content) > LARGEST:
            return b"", f"it is larger than {LARGEST:,} bytes: clear its outputs"
        return content, ""


def find_uploads(source):
    """Return every file at `source`, a folder or a zip, but for what an operating system adds. Neither: ValueError."""
    source = Path(source)
    if source.is_dir():
        found = _in_folder(source)
    elif not source.is_file():
        raise ValueError(f"--from {source}: there is no such folder or zip")
    elif not zipfile.is_zipfile(source):
        raise ValueError(f"--from {source}: allowed is a folder or a zip, and this file is neither")
    else:
        found = _in_zip(source)
    found = [upload for upload in found if not JUNK & set(upload.path.parts) and not upload.path.name.startswith("._")]
    if len(found) > MOST:
        raise ValueError(f"--from {source}: {len(found)} files; allowed are {MOST}")
    return found


def without_outer_folder(found, keep):
    """Return uploads without the one folder that many programs put around all, unless `keep(its name)`."""
    tops = {upload.path.parts[0] if len(upload.path.parts) > 1 else ".." for upload in found}
    if len(tops) != 1 or ".." in tops or keep(next(iter(tops))):
        return found
    return [replace(upload, path=PurePosixPath(*upload.path.parts[1:])) for upload in found]


def _in_folder(source):
    closed = []
    for here, folders, files in os.walk(source, onerror=closed.append, followlinks=False):
        folders.sort()
        links = [name for name in folders if Path(here, name).is_symlink()]
        for name in sorted([*files, *links]):
            path = Path(here, name)
            info = path.lstat()
            fault = LINK if stat.S_ISLNK(info.st_mode) else ""
            fault = fault or ("" if stat.S_ISREG(info.st_mode) else "it is no ordinary file")
            inside = PurePosixPath(path.relative_to(source).as_posix())
            yield Upload(inside, datetime.fromtimestamp(info.st_mtime, UTC), _first_bytes(path), fault)
    for error in closed:
        inside = PurePosixPath(Path(error.filename).relative_to(source).as_posix(), "*")
        yield Upload(inside, datetime.now(UTC), bytes, f"the folder cannot be opened: {error.strerror}")


def _in_zip(source):
    try:
        archive = zipfile.ZipFile(source)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ValueError(f"--from {source}: this zip cannot be read ({error})") from None
    for entry in archive.infolist():
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        if entry.is_dir() or not path.parts:
            continue
        fault = LINK if stat.S_ISLNK(entry.external_attr >> 16) else ""
        if path.is_absolute() or ".." in path.parts:
            fault = "its name points outside of the zip"
        elif entry.flag_bits & 1:
            fault = "it is encrypted"
        yield Upload(path, _time(entry), _first_bytes(archive, entry), fault)


def _time(entry):
    """Return the time of an entry of a zip, which is a local one, if it has any."""
    try:
        return datetime(*entry.date_time).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return datetime(1980, 1, 1, tzinfo=UTC)


def _first_bytes(holder, entry=None):
    """Return a function that gives at most LARGEST + 1 bytes: what a zip says of its sizes is not believed."""

    def get():
        with holder.open("rb") if entry is None else holder.open(entry) as file:
            return file.read(LARGEST + 1)

    return get
