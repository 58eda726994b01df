"""Server-sent events: the page hears what happens while it is open."""

import asyncio

from aiohttp import web

from sandbox.bot_api.json_text import dump_bytes
from sandbox.bot_api.world import World

BREATH_SECONDS = 15


async def stream_events(world: World, request: web.Request) -> web.StreamResponse:
    """Until the reader leaves or the sandbox stops; what was missed is read anew by the page."""
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    await response.prepare(request)
    with world.events.listen() as notes:
        await response.write(b"retry: 1000\n\n")
        while not world.stopping.is_set():
            try:
                async with asyncio.timeout(BREATH_SECONDS):
                    note = await notes.get()
            except TimeoutError:
                await response.write(b": still here\n\n")
                continue
            if note is None:
                break
            await response.write(b"data: " + dump_bytes(note) + b"\n\n")
    return response
