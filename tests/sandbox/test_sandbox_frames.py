"""A hostile stream of frames costs neither memory nor time."""

from __future__ import annotations

import json
import struct

import pytest

from grader.sandbox.frames import MAX_FRAME, MAX_MARKS, FrameError, Frames, pack, pack_returned


def fed(data: bytes, limit: int = 2**24) -> Frames:
    frames = Frames(limit)
    frames.feed(data)
    return frames


def framed(body: bytes) -> bytes:
    return struct.pack("<I", len(body)) + body


def test_messages_come_out_as_they_went_in_however_they_are_cut() -> None:
    messages = [{"a": 1.5}, {"b": ["\u0394", None]}, {}]
    stream = b"".join(map(pack, messages))
    for size in (1, 3, 7, len(stream)):
        frames, out = Frames(2**20), []
        for start in range(0, len(stream), size):
            frames.feed(stream[start : start + size])
            while (message := frames.next()) is not None:
                out.append(message)
        assert out == messages
        assert not frames


def test_many_short_messages_and_long_ones_among_them_come_out_in_order() -> None:
    messages = [{"n": n, "text": "x" * (200_000 if n % 40 == 7 else n % 5)} for n in range(200)]
    frames = fed(b"".join(map(pack, messages)))
    assert [frames.next() for _ in messages] == messages
    assert frames.next() is None
    assert not frames


def test_one_bad_message_among_many_good_ones_is_refused() -> None:
    good = pack({"k": "call", "value": 1.5}) * 20
    frames = fed(good + framed(b"[1]") + good)
    with pytest.raises(FrameError, match="no message"):
        list(iter(frames.next, None))


@pytest.mark.parametrize("value", [0.1, -0.0, 5e-324, 1.7976931348623157e308, 3, None, True, [1.5], {"float": "nan"}])
def test_the_short_form_of_what_a_call_returned_is_the_same_message(value: object) -> None:
    message = fed(pack_returned(value)).next()
    assert message is not None
    assert repr(message) == repr({"k": "call", "value": value})


def test_half_a_message_is_kept_waiting() -> None:
    frames = fed(pack({"a": 1})[:-1])
    assert frames.next() is None
    assert frames


@pytest.mark.parametrize(
    "stream",
    [
        struct.pack("<I", MAX_FRAME + 1),
        framed(b"nonsense"),
        framed(b"[1, 2]"),
        framed(b'{"a": NaN}'),
        framed('{"a": "Δ"}'.encode()),
        framed(b"[" * 10_000),
        framed(b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}"),
        framed(b'{"a": ' + b"9" * 5000 + b"}"),
        framed(json.dumps({"a": [[]] * MAX_MARKS}).encode()),
    ],
)
def test_what_is_no_message_is_refused(stream: bytes) -> None:
    with pytest.raises(FrameError):
        fed(stream).next()


def test_more_than_the_limit_is_never_held() -> None:
    with pytest.raises(FrameError):
        fed(b"x" * 101, limit=100)


def test_a_frame_holds_one_message_and_nothing_after_it() -> None:
    with pytest.raises(FrameError, match="more than JSON"):
        fed(framed(b"{} {}")).next()
