"""Every method by its name."""

from collections.abc import Callable
from functools import partial
from typing import Any

from sandbox.bot_api.methods import callbacks, chats, editing, profile, receiving, sending
from sandbox.bot_api.params import Params
from sandbox.bot_api.world import World

Method = Callable[[World, Params], Any]

#: getUpdates waits and answers raw bytes, so it lives beside this table (see ``Polling``).
METHODS: dict[str, Method] = {
    "getMe": profile.get_me,
    "setWebhook": receiving.set_webhook,
    "deleteWebhook": receiving.delete_webhook,
    "getWebhookInfo": receiving.webhook_info,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendDocument": sending.send_document,
    "sendVoice": sending.send_voice,
    "sendChatAction": sending.send_chat_action,
    "editMessageText": editing.edit_message_text,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": editing.delete_message,
    "deleteMessages": editing.delete_messages,
    "answerCallbackQuery": callbacks.answer_callback_query,
    "setMyCommands": profile.set_my_commands,
    "getMyCommands": profile.get_my_commands,
    "deleteMyCommands": profile.delete_my_commands,
    "setChatMenuButton": profile.set_menu_button,
    "getChatMenuButton": profile.get_menu_button,
    "setMyName": partial(profile.set_text, what="name"),
    "getMyName": partial(profile.get_text, what="name"),
    "setMyDescription": partial(profile.set_text, what="description"),
    "getMyDescription": partial(profile.get_text, what="description"),
    "setMyShortDescription": partial(profile.set_text, what="short_description"),
    "getMyShortDescription": partial(profile.get_text, what="short_description"),
    "getChat": chats.get_chat,
    "getChatMember": chats.get_chat_member,
    "getFile": chats.get_file,
    "getUserProfilePhotos": chats.get_profile_photos,
    "getUserPersonalChatMessages": chats.get_personal_messages,
}
#: Telegram takes names in any case.
SPELLING = {name.lower(): name for name in [*METHODS, "getUpdates"]}
LIMITED = {"sendMessage", "sendPhoto", "sendDocument", "sendVoice"}
