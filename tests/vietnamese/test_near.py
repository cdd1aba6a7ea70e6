"""Chữ gần: tra bảng phải bằng thử mọi cách sửa."""

import string

from hypothesis import given
from hypothesis import strategies as st

from bot.vietnamese.near import Near

words = st.text(alphabet="abc", min_size=1, max_size=5)


def one_edit(word: str) -> set[str]:
    found = {word}
    for place in range(len(word) + 1):
        head, tail = word[:place], word[place:]
        found |= {head + letter + tail for letter in string.ascii_lowercase}
        if tail:
            found |= {head + tail[1:]} | {head + letter + tail[1:] for letter in string.ascii_lowercase}
        if len(tail) > 1:
            found.add(head + tail[1] + tail[0] + tail[2:])
    return found


@given(st.lists(words, max_size=12), words)
def test_near_finds_exactly_the_words_one_edit_away(known: list[str], written: str) -> None:
    assert Near(known).to(written) == set(known) & one_edit(written)
