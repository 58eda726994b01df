"""The dispatcher: routers in the order in which they are asked."""

from aiogram import Dispatcher

from apps.bot.commands import menu_labels
from apps.bot.container import ABILITIES, BotContainer
from apps.bot.middlewares import ContactMiddleware
from apps.bot.people import people_router
from apps.bot.rest import group_router, leftover_router, rest_router
from apps.bot.sessions import sessions_router, speech_router


def build_dispatcher(container: BotContainer, *, username: str) -> Dispatcher:
    """``username`` of the bot, to tell in a group what is meant for it."""
    labels = menu_labels(container.texts())
    abilities = {name: getattr(container, name)() for name in ABILITIES}
    dispatcher = Dispatcher(disable_fsm=True, **abilities)
    dispatcher.update.outer_middleware(ContactMiddleware(container.contacts(), container.keep_pace()))
    dispatcher.include_routers(
        group_router(username),
        sessions_router(labels),
        people_router(labels),
        rest_router(labels),
        speech_router(),
        leftover_router(),
    )
    return dispatcher
