"""The smallest HTTP client there is: does this address answer, and with what."""

import asyncio
from urllib.parse import urlsplit

PATIENCE_S = 3.0


async def status_of(url: str) -> int | None:
    """The status of a GET, None where nobody answers as HTTP does."""
    parts = urlsplit(url)
    try:
        async with asyncio.timeout(PATIENCE_S):
            reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
            try:
                writer.write(f"GET {parts.path or '/'} HTTP/1.0\r\nHost: {parts.netloc}\r\n\r\n".encode())
                words = (await reader.readline()).split()
            finally:
                writer.close()
        return int(words[1])
    except (OSError, TimeoutError, IndexError, ValueError):
        return None
