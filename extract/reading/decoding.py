"""Bytes -> text: UTF-8, what a byte order mark says, else the encodings of Korean files."""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE

from extract.writing import Failure

ENCODINGS = ["johab", "utf_16_le", "utf_16_be"]
"""What Korean files come in beside UTF-8, CP949 and what a byte order mark says."""
DAMAGE = 0.1
"""The share of broken characters up to which a text is taken for damaged."""
COMMON = "이다는에의을고로하가지기를한은사도대인시정서자해리일수"
"""A third of the syllables of any Korean text is of these."""
KOREAN = 0.1
"""The share of them from which an encoding that was not stated is believed."""
FEW = 20
"""Characters beyond ASCII that are too few for a share."""
MARKS = (
    (BOM_UTF8, "utf_8"),
    (BOM_UTF32_LE, "utf_32_le"),  # before UTF-16, whose mark it begins with
    (BOM_UTF32_BE, "utf_32_be"),
    (BOM_UTF16_LE, "utf_16_le"),
    (BOM_UTF16_BE, "utf_16_be"),
)
KINDS = (
    (b"%PDF", ".pdf"),
    (b"PK\3\4", ".docx or .hwpx, or unpack it"),
    (b"\x1f\x8b", ".gz"),
    (b"PAR1", ".parquet"),
)
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_COMMON = re.compile(f"[{COMMON}]")


def decode(data: bytes, file: str) -> tuple[str, list[str]]:
    """The text of a file's bytes, line ends as they are, and what was odd about them.

    UTF-8, or what a byte order mark says (the mark is not part of the text), else CP949, each line
    for itself, since collected files mix the two; else the best guess among ``ENCODINGS``.
    Raises Failure where the bytes are no text.
    """
    text, encodings = _decoded(data)
    if "\0" in text or (not encodings and b"\0" in data):
        kind = next((kind for mark, kind in KINDS if data.startswith(mark)), None)
        hint = f"name it {kind}" if kind else "give the article as plain text"
        raise Failure(file, "no text: it has binary content", hint)
    if not encodings:
        raise Failure(file, "its encoding is not recognised", "save it as UTF-8")
    odd = []
    if len(encodings) > 1:
        odd.append(f"read as {' and '.join(encodings)}: its lines are in both")
    elif encodings != ["utf_8"]:
        odd.append(f"read as {encodings[0]}: it is not UTF-8")
    if broken := text.count("\ufffd"):
        odd.append(f"characters that are broken and stand as U+FFFD: {broken}")
    return text, odd


def legible(text: str) -> str:
    """The text with lone surrogates, which no encoding can hold, replaced by U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _decoded(data: bytes) -> tuple[str, list[str]]:
    """The text and its encodings; none where no encoding can be believed."""
    mark, encoding = next((m for m in MARKS if data.startswith(m[0])), (b"", "utf_8"))
    data = data[len(mark) :]
    text = data.decode(encoding, "replace")
    if encoding == "utf_8" and "\ufffd" in text and b"\0" not in data:
        text, encodings = _lines(data)
        if encodings and _believed(text, encodings):
            return text, encodings
    elif whole(text):
        return text, [encoding]
    # it takes long to load, and hardly any file needs it
    from charset_normalizer import from_bytes

    guess = from_bytes(data, cp_isolation=ENCODINGS).best()
    text = str(guess or "")
    return text, [guess.encoding] if guess and _believed(text, [guess.encoding]) else []


def _lines(data: bytes) -> tuple[str, list[str]]:
    """Each line in the encoding that fits it; a line that fits none in that of the others."""
    lines: list[str | bytes] = []
    count = {"utf_8": 0, "cp949": 0}
    total = 0
    for line in data.splitlines(keepends=True):
        if line.isascii():
            lines.append(line.decode())
            continue
        total += len(line)
        for encoding in count:
            text = line.decode(encoding, "replace")
            if whole(text):
                count[encoding] += len(line)
                lines.append(text)
                break
        else:
            lines.append(line)
    most = max(count, key=lambda encoding: count[encoding])
    text = "".join(x if isinstance(x, str) else x.decode(most, "replace") for x in lines)
    sound = 2 * sum(count.values()) > total
    return text, [encoding for encoding, n in count.items() if n] if sound else []


def whole(text: str) -> bool:
    """Whether what is broken in a text is little."""
    broken = text.count("\ufffd")
    return not broken or broken <= DAMAGE * len(_BEYOND_ASCII.findall(text))


def _believed(text: str, encodings: list[str]) -> bool:
    if encodings == ["utf_8"]:
        return True
    beyond = "".join(_BEYOND_ASCII.findall(text))
    if len(beyond) < FEW:  # a heading: none may be common, but all are syllables in use
        return "\ufffd" not in beyond and len(beyond.encode("euc_kr", "ignore")) == 2 * len(beyond)
    return len(_COMMON.findall(beyond)) >= KOREAN * len(beyond)
