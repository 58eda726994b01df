"""As whom the servers run: PostgreSQL refuses root, so root hands them to an ordinary user without making one."""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

from sandbox.refusal import Refused

UNPRIVILEGED = "nobody"
OWN_SERVERS = "укажите свои серверы в RELOVE_DATABASE_URL и RELOVE_REDIS_URL"
CANNOT_DROP_ROOT = (
    "PostgreSQL не запускается от root, а сменить пользователя здесь нельзя: не хватает прав (CAP_SETUID, CAP_CHOWN, "
    f"CAP_SETPCAP). Запустите от обычного пользователя или {OWN_SERVERS}."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerUser:
    """Who owns the files of a server and runs it.

    ``uid`` is None where nothing has to change: we are an ordinary user already.
    """

    uid: int | None = None
    gid: int | None = None
    enter_closed_folders: bool = False

    def leash_options(self) -> list[str]:
        if self.uid is None:
            return []
        options = ["--user", str(self.uid), "--group", str(self.gid)]
        return [*options, "--enter-closed-folders"] if self.enter_closed_folders else options

    def give(self, path: Path) -> None:
        if self.uid is not None and self.gid is not None:
            try:
                os.chown(path, self.uid, self.gid)
            except PermissionError as e:
                raise Refused(CANNOT_DROP_ROOT) from e


def server_user(files: Path, executable: Path) -> ServerUser:
    """Choose the user for a server whose data lie in ``files`` (which may not exist yet).

    Root gives way to the owner of existing data, else to ``nobody``: adding a user would stay behind on the machine.
    Where that user cannot reach the executable or the data (a clone under /root, say), the server keeps one
    capability, CAP_DAC_OVERRIDE, which passes closed folders; otherwise it keeps none.
    """
    if os.geteuid() != 0:
        _require_a_name(os.geteuid())
        return ServerUser()
    entry = _owner_or_nobody(files)
    reachable = _anybody_may_enter(executable) and _anybody_may_enter(files)
    return ServerUser(uid=entry.pw_uid, gid=entry.pw_gid, enter_closed_folders=not reachable)


def _owner_or_nobody(files: Path) -> pwd.struct_passwd:
    try:
        owner = files.stat().st_uid
        if owner != 0:
            return pwd.getpwuid(owner)
    except (FileNotFoundError, KeyError):
        pass
    try:
        return pwd.getpwnam(UNPRIVILEGED)
    except KeyError:
        raise Refused(
            f"PostgreSQL не запускается от root, а пользователя {UNPRIVILEGED} в системе нет. "
            f"Запустите от обычного пользователя или {OWN_SERVERS}."
        ) from None


def _require_a_name(uid: int) -> None:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        raise Refused(
            f"PostgreSQL требует, чтобы у пользователя с номером {uid} была запись в /etc/passwd. Добавьте её, "
            f"запустите от другого пользователя или {OWN_SERVERS}."
        ) from None


def _anybody_may_enter(path: Path) -> bool:
    """Whether the mode bits let a stranger reach ``path``; in doubt no, which only keeps the capability."""
    try:
        readable = not path.is_file() or bool(path.stat().st_mode & stat.S_IXOTH)
        return readable and all(folder.stat().st_mode & stat.S_IXOTH for folder in path.resolve().parents)
    except FileNotFoundError:  # not made yet: its folder decides
        return _anybody_may_enter(path.parent) and bool(path.parent.stat().st_mode & stat.S_IXOTH)
