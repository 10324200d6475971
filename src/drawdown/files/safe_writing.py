"""Puts files in place whole or not at all, and leaves the files of others alone."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from drawdown.files.cells import folded
from drawdown.model import Fault


class WriteRefused(Exception):
    """Nothing was written, since it would have destroyed something else; ``fault`` says what."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault


def write_file(path: Path, data: bytes) -> None:
    """Writes a file beside its place, then moves it there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".drawdown-", suffix=".new")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o666 & ~current_umask())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def write_files(folder: Path, files: Mapping[str, bytes], without: Iterable[str] = ()) -> None:
    """Writes the files of a folder together; those named in ``without`` are no longer in it.

    A new folder appears whole. In a folder that is there all files are first written beside it;
    if one of them cannot be moved into place, those moved before are moved back.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    stage = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".drawdown-"))
    try:
        new = stage / "new"
        new.mkdir()
        for name, data in files.items():
            (new / name).write_bytes(data)
        if not folder.exists():
            os.replace(new, folder)
        else:
            exchange(folder, new, stage, set(files) | set(without))
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def exchange(folder: Path, new: Path, stage: Path, names: set[str]) -> None:
    """Moves the new files in and the old ones of the same names out; all of them, or none."""
    old = stage / "old"
    old.mkdir()
    wanted = {folded(name) for name in names}
    moved_out, moved_in = [], []
    try:
        for name in sorted(os.listdir(folder)):
            if folded(name) in wanted and not (folder / name).is_dir():
                os.replace(folder / name, old / name)
                moved_out.append(name)
        for name in sorted(os.listdir(new)):
            os.replace(new / name, folder / name)
            moved_in.append(name)
    except OSError:
        for name in moved_in:
            (folder / name).unlink(missing_ok=True)
        for name in moved_out:
            os.replace(old / name, folder / name)
        raise


def current_umask() -> int:
    """The mask of permissions for new files."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
