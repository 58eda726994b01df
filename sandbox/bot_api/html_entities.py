"""Telegram's HTML: tags become entities, anything else is refused in Telegram's words."""

import re
from typing import Any

from sandbox.bot_api.html_tags import REFERENCE, TAGS, OpenTag, attributes_of, entity_of, letter_of, refused

NAME = re.compile(r"<([^\s>]*)[\s>]")
START = re.compile(r"<([^\s>]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
END = re.compile(r"</([^\s>]*)\s*>")


def utf16(text: str) -> int:
    """Length as Telegram counts it: in UTF-16 code units."""
    return len(text) + sum(letter > "\uffff" for letter in text)


class HtmlReader:
    """One pass over one text; :meth:`read` gives the plain text and its entities."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._place = 0
        self._plain: list[str] = []
        self._offset = 0
        self._open: list[OpenTag] = []
        self._entities: list[dict[str, Any]] = []

    def read(self) -> tuple[str, list[dict[str, Any]]]:
        while self._place < len(self._source):
            letter = self._source[self._place]
            if letter == "&":
                self._reference()
            elif letter == "<":
                self._tag()
            else:
                self._say(letter)
                self._place += 1
        if self._open:
            raise refused(f'Can\'t find end tag corresponding to start tag "{self._open[-1].name}"')
        self._entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self._plain), self._entities

    def _say(self, text: str) -> None:
        self._plain.append(text)
        self._offset += utf16(text)

    def _bytes_before(self) -> int:
        return len(self._source[: self._place].encode())

    def _reference(self) -> None:
        """The four named ones and numbers; an unknown one stays as it was written, as in Telegram."""
        found = REFERENCE.match(self._source, self._place)
        letter = letter_of(found) if found else None
        self._say(letter or "&")
        self._place = found.end() if found and letter else self._place + 1

    def _tag(self) -> None:
        if self._source.startswith("/", self._place + 1):
            self._end_tag()
        else:
            self._start_tag()

    def _start_tag(self) -> None:
        at = self._bytes_before()
        named = NAME.match(self._source, self._place)
        name = named[1].lower() if named else ""
        if named and name not in TAGS:
            raise refused(f'Unsupported start tag "{name}" at byte offset {at}')
        found = START.match(self._source, self._place)
        if found is None:
            raise refused(f"Unclosed start tag at byte offset {at}")
        attributes = attributes_of(found[2], name, at)
        self._open.append(OpenTag(name, attributes, self._offset, len(self._plain)))
        self._place = found.end()

    def _end_tag(self) -> None:
        at = self._bytes_before()
        if not self._open:
            raise refused(f"Unexpected end tag at byte offset {at}")
        found = END.match(self._source, self._place)
        if found is None:
            raise refused(f"Unclosed end tag at byte offset {at}")
        tag = self._open.pop()
        if found[1] and found[1].lower() != tag.name:
            raise refused(f'Unmatched end tag at byte offset {at}, expected "</{tag.name}>", found "</{found[1]}>"')
        self._close(tag)
        self._place = found.end()

    def _close(self, tag: OpenTag) -> None:
        length = self._offset - tag.offset
        kind = entity_of(tag, "".join(self._plain[tag.place :]))
        if length == 0 or kind is None:
            return
        language = tag.attributes.get("class", "")
        if tag.name == "code" and language.startswith("language-") and self._open and self._open[-1].name == "pre":
            self._open[-1].attributes["language"] = language.removeprefix("language-")
            return
        if tag.name == "pre" and "language" in tag.attributes:
            kind["language"] = tag.attributes["language"]
        self._entities.append({"offset": tag.offset, "length": length, **kind})
