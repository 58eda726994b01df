"""Files of messages: kept in the store, found by file_id or by path."""

import mimetypes
import secrets
import sqlite3
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from sandbox.bot_api.errors import BadRequest
from sandbox.bot_api.params import Params, Upload
from sandbox.bot_api.store import Store

FOLDERS = {"photo": "photos", "document": "documents", "voice": "voice", "sticker": "stickers"}
MAX_DOWNLOAD = 20 * 1024 * 1024
SUFFIXES = {"audio/ogg": ".oga", "audio/webm": ".webm", "image/jpeg": ".jpg"}


@dataclass(frozen=True, slots=True)
class StoredFile:
    file_id: str
    unique_id: str
    path: str
    name: str
    mime: str
    size: int


def keep(store: Store, upload: Upload, kind: str) -> StoredFile:
    file_id, unique_id = secrets.token_urlsafe(40), secrets.token_urlsafe(10)
    mime = upload.mime.partition(";")[0].strip() or "application/octet-stream"
    suffix = PurePosixPath(upload.name).suffix or SUFFIXES.get(mime) or mimetypes.guess_extension(mime) or ""
    number = store.number("SELECT count(*) FROM files")
    path = f"{FOLDERS[kind]}/file_{number}{suffix}"
    name = upload.name or path.rpartition("/")[2]
    store.run("INSERT INTO files VALUES (?, ?, ?, ?, ?, ?)", file_id, unique_id, path, name, mime, upload.data)
    return StoredFile(file_id, unique_id, path, name, mime, len(upload.data))


def find(store: Store, *, file_id: str) -> StoredFile | None:
    row = store.row("SELECT *, length(data) AS size FROM files WHERE file_id = ?", file_id)
    return None if row is None else _stored(row)


def data_at(store: Store, path: str) -> tuple[StoredFile, bytes] | None:
    row = store.row("SELECT *, length(data) AS size FROM files WHERE path = ?", path)
    return None if row is None else (_stored(row), row["data"])


def _stored(row: sqlite3.Row) -> StoredFile:
    return StoredFile(row["file_id"], row["unique_id"], row["path"], row["name"], row["mime"], row["size"])


def from_params(store: Store, params: Params, kind: str) -> StoredFile:
    """An upload under the parameter's own name or by ``attach://``, or a known file_id."""
    given = str(params.values.get(kind) or "")
    upload = params.uploads.get(given.removeprefix("attach://") or kind)
    if upload is not None:
        if not upload.data:
            raise BadRequest("file must be non-empty")
        return keep(store, upload, kind)
    if not given:
        raise BadRequest(f"there is no {kind} in the request")
    found = find(store, file_id=given)
    if found is None:
        raise BadRequest("wrong file identifier/HTTP URL specified")
    return found


def _common(stored: StoredFile) -> dict[str, Any]:
    return {"file_id": stored.file_id, "file_unique_id": stored.unique_id, "file_size": stored.size}


def as_photo(stored: StoredFile) -> dict[str, Any]:
    """One size; the sandbox does not look into the picture."""
    return {"photo": [{**_common(stored), "width": 1280, "height": 960}]}


def as_document(stored: StoredFile) -> dict[str, Any]:
    return {"document": {**_common(stored), "file_name": stored.name, "mime_type": stored.mime}}


def as_voice(stored: StoredFile, duration: int = 1) -> dict[str, Any]:
    return {"voice": {**_common(stored), "duration": duration, "mime_type": stored.mime}}


def as_sticker(stored: StoredFile, emoji: str) -> dict[str, Any]:
    shape = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
    return {"sticker": {**_common(stored), **shape, "emoji": emoji}}
