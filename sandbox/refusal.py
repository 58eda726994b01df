"""The one way to say that the product cannot start here: a sentence for a person, and exit code 2."""

import errno
from types import MappingProxyType

REASONS = MappingProxyType({
    errno.EACCES: "нет прав",
    errno.EPERM: "нет прав",
    errno.ENOTDIR: "часть пути — не папка",
    errno.EROFS: "диск только для чтения",
    errno.ENOSPC: "на диске нет места",
    errno.EDQUOT: "исчерпана квота",
})  # fmt: skip


class Refused(Exception):
    """Something a person has to change; the message says what is wrong, where, and what to do."""

    exit_code = 2


def reason(error: OSError) -> str:
    """Why the system said no, in Russian where it says so often."""
    return REASONS.get(error.errno or 0, error.strerror or str(error))
