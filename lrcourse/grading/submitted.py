"""What lies in a student's folder: the notebook that counts, or why a person has to look. No link is followed."""

import stat

from .folders import file_of
from .own_cells import clean
from .uploads import LARGEST


def handed_in(places, assignment, student):
    """What lies in a student's folder -> (bytes or None, remarks, why a person has to look or "")."""
    try:
        return _handed_in(places, assignment, student)
    except OSError as error:  # closed to who grades, or on a disk that is gone
        return None, (), f"it could not be read: {error.strerror}"


def _handed_in(places, assignment, student):
    path = places.notebook("submitted", assignment, student)
    folder = path.parent
    if not folder.is_dir() and not folder.is_symlink():
        return None, (), ""
    if folder.is_symlink() or folder.parent.is_symlink():
        return None, (), "its folder is a link, which is not followed"
    found = sorted(one for one in folder.iterdir() if one.name != "timestamp.txt" and not one.name.startswith("."))
    if path not in found:
        others = [one for one in found if one.suffix == path.suffix]
        if len(others) != 1:
            names = clean(", ".join(one.name for one in found))[:200]
            return None, (), f"there is no {path.name} in its folder, but {names or 'nothing'}"
        path = others[0]
    kind = path.lstat()
    if not stat.S_ISREG(kind.st_mode):
        return None, (), "it is a link or no ordinary file, and was not opened"
    if kind.st_size > LARGEST:
        return None, (), f"it is larger than {LARGEST:,} bytes"
    renamed = (f"it was called {clean(path.name)[:80]}",) if path.name != file_of(assignment) else ()
    return path.read_bytes(), renamed, ""
