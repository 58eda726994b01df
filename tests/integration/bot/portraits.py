"""Portraits as a rotation leaves them."""

from tests.bot_process import Database


async def hung(database: Database, person: int, summary: str) -> int:
    """From now on this is the person's portrait; the version."""
    version = await database.value(
        "INSERT INTO profile_versions (user_id, made_at, author, is_enough, psychological_summary, profile_summary,"
        " provider, model, prompt_version) VALUES ($1, now(), 'rotation', true, $2, '', '', '', '') RETURNING id",
        person,
        summary,
    )
    await database.rows(
        "UPDATE users SET profile_version = $2, psychological_summary = $3 WHERE id = $1", person, version, summary
    )
    return int(version)
