"""report.html: xếp gì trước, mở gì, cho xem gì; chữ nào cũng được thoát."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.stories.model import Claim
from bot.stories.report.page import rendered
from bot.stories.results import StoryResult
from bot.stories.variants import VARIANTS
from tests.story_runner.sample import (
    AT,
    ATTACK,
    NEWSPAPER,
    PASSWORD,
    again,
    every_outcome,
    failure,
    played,
    turn,
    understood,
)

MOST_BYTES = 3_000_000
TAG = re.compile(r"<[^>]+>")


def page(*results: StoryResult) -> str:
    return rendered(results, AT, "python -m bot.stories run bao-cao/failed_stories.yml")


def words(html: str) -> str:
    """Chữ người đọc thấy, thẻ bỏ đi."""
    return " ".join(TAG.sub(" ", html.partition("</head>")[2]).split())


def row(html: str, name: str) -> str:
    """Hàng của câu chuyện `name`: từ chỗ mở tới hàng kế tiếp."""
    rows = html.split('<details class="story ')[1:]
    return next(each for each in rows if f"<h3>{name}</h3>" in each)


def test_the_summary_counts_stories_runs_and_waiting() -> None:
    told = words(page(*every_outcome()))
    assert "3 trong 4 câu chuyện hỏng; 1 câu không chạy." in told
    assert "08:15 ngày 22/11/2026" in told
    for expected in ("Câu chuyện 5", "Lần chạy (cả biến thể) 8", "Lần hỏng 3", "Lần không chạy 1", "Lượt nói 9"):
        assert expected in told
    assert "Bot nghĩ, tổng 784 ms" in told
    assert "Nửa số lượt xong trong (p50) 84 ms" in told
    assert "95 % số lượt xong trong (p95) 101 ms" in told


def test_a_run_without_a_fault_says_so_and_offers_nothing_to_run_again() -> None:
    told = words(page(played("Chào", turn("chào")), played("Cảm ơn", turn("cảm ơn"))))
    assert "Cả 2 câu chuyện đều đạt." in told
    assert "Chạy lại" not in told
    assert "Chỉ xem câu hỏng" not in told


def test_a_run_where_nothing_could_be_played_is_not_called_a_success() -> None:
    assert "Không câu chuyện nào chạy được." in words(page(played("Chào", skipped="cần kho riêng")))


def test_the_variant_table_says_which_variant_spoils_which_story() -> None:
    html = page(*every_outcome())
    table = words("</head>" + html[html.index("<tbody>") : html.index("</tbody>")])
    assert "phím Telex 0 1 0 Quên mật khẩu VNeID, rồi bấm nút hỏi tiếp" in table
    assert "không dấu 1 0 0" in table


def test_topics_and_stories_that_fail_come_first() -> None:
    good = played("Câu đạt", turn("a"), file="tests/stories/test_vneid.yml")
    bad = played("Câu hỏng", turn("b", wrong=(failure("kind", "answer", "clarify"),)))
    other = played("Câu khác", turn("c"), file="tests/stories/test_safety.yml")
    html = page(other, good, bad)
    assert re.findall(r"<h3>(.*?)</h3>", html) == ["Câu hỏng", "Câu đạt", "Câu khác"]
    assert re.findall(r'<h2 id="chu-de-\d">(\w+)', html) == ["vneid", "safety"]


def test_a_failed_story_is_open_and_a_passed_one_folded() -> None:
    html = page(*every_outcome())
    head = {name: row(html, name).partition(">")[0] for name in re.findall(r"<h3>(.*?)</h3>", html)}
    assert [name for name, tag in head.items() if " open" in tag] == [
        "Dịch vụ công toàn trình của Thanh Hoá",
        "Quên mật khẩu VNeID, rồi bấm nút hỏi tiếp",
        "Nộp hồ sơ khai sinh, rồi xem phí",
    ]


def test_wanted_and_got_stand_side_by_side_with_the_difference_marked() -> None:
    html = row(page(*every_outcome()), "Dịch vụ công toàn trình của Thanh Hoá")
    assert "Cần <b>lời đáp đúng là</b> <small>(dòng 21)</small>" in html
    assert "<mark>982</mark>" in html.partition("<dt>Được</dt>")[0]
    assert "<mark>428</mark>" in html.partition("<dt>Được</dt>")[2]
    assert "Sai trước hết ở bước 1 (dòng 19)" in html


def test_faults_over_the_same_reply_show_that_reply_once() -> None:
    wrong = (failure("says", "một", "Lời đáp sai"), failure("says", "hai", "Lời đáp sai"), failure("kind", "x", "y"))
    html = page(played("Câu", turn("a", "Lời đáp", wrong=wrong)))
    assert html.count("Lời đáp sai") == 1
    assert html.count("<dt>Cần") == 3
    assert html.count("<dt>Được") == 2


def test_every_failed_run_shows_its_fault_and_only_the_first_unfolds_its_talk() -> None:
    story = played("Câu", turn("a", "Lời đáp"))
    wrong = turn("a", "Lời đáp", wrong=(failure("kind", "answer", "clarify"),))
    html = row(page(story, again(story, "telex", wrong), again(story, "caps", wrong)), "Câu")
    assert html.count("<dt>Được") == 2
    opened = re.findall(r"<details( open)?><summary>Cả cuộc nói chuyện", html)
    assert opened == ["", " open", ""]


def test_a_failed_variant_shows_the_inside_of_its_wrong_turns_only() -> None:
    inside = understood("ask_vneid", "found")
    story = played("Câu", turn("a", inside=inside), turn("b", inside=inside))
    wrong = turn("b", inside=inside, wrong=(failure("kind", "answer", "clarify"),))
    html = page(again(story, "telex", turn("a", inside=inside), wrong))
    assert re.findall(r"Bên trong bot, lượt \d", html) == ["Bên trong bot, lượt 2"]


def test_a_later_fault_is_told_at_its_own_turn() -> None:
    wrong = (failure("kind", "answer", "clarify", 30),)
    story = played("Hai chỗ sai", turn("a", wrong=wrong), turn("b", wrong=(failure("answer", "mot", "hai", 40),)))
    html = page(story)
    assert html.count("(dòng 30)") == html.count("(dòng 40)") == 1
    assert html.index("(dòng 30)") < html.index('<ol class="talk">') < html.index("(dòng 40)")


def test_the_talk_shows_buttons_numbers_to_call_and_dated_sources() -> None:
    html = page(*every_outcome())
    assert "<li>Đổi mật khẩu ở đâu?</li>" in html
    assert 'Công an: <a href="tel:113">113</a>' in html
    assert f'<a href="{NEWSPAPER["url"]}">{NEWSPAPER["title"]}</a>, Báo Mẫu, ngày 4/12/2025' in html
    assert "Số dịch vụ trực tuyến, Báo Việc, không ghi ngày" in html


def test_the_fold_tells_intent_evidence_and_time() -> None:
    told = words(page(played("Câu", turn("a", inside=understood("ask_vneid", "found"), seconds=0.112))))
    for expected in (
        "Chờ bot 112 ms",
        "Intent ask_vneid, 93 %",
        "Các intent gần nhất ask_vneid 93 %, greet 2 %",
        "Thực thể service: vneid",
        "Điều đang nhớ (slot) topic: vneid; last_answers: vneid-quen-mat-khau",
        "Luật đã dùng found",
        "Chắc tới đâu 99 % câu đầu là đúng",
        "vneid-quen-mat-khau “mất pass VNeID” 0,57 0,82",
        "Việc ngoài phạm vi gần nhất id: vneid-mo-bang-van-tay, score: 0,29",
    ):
        assert expected in told


def test_evidence_without_a_name_of_its_own_is_still_shown() -> None:
    assert "new_clue 7" in words(page(played("Câu", turn("a", inside=understood("greet", "x", new_clue=7)))))


def test_a_distant_bot_shows_what_could_not_be_compared() -> None:
    far = turn("a", unseen=(Claim("intent", "greet", 3), Claim("slots", {"topic": "vneid"}, 4)))
    assert "Không so ở lần này intent, slot" in words(page(played("Câu", far)))


def test_a_broken_story_says_where_it_stopped_and_what_was_not_said() -> None:
    told = words(row(page(*every_outcome()), "Nộp hồ sơ khai sinh, rồi xem phí").join(["</head>", ""]))
    assert "Đứt ở bước 2: không có nút “Mất bao nhiêu phí?”; đang có: không nút nào" in told
    assert "Người dân định nói tiếp Mất bao nhiêu phí?" in told


def test_a_skipped_story_says_why() -> None:
    assert "Không chạy: cần kho riêng; chỉ chạy được ngay trong tiến trình" in words(page(*every_outcome()))


def test_a_passed_variant_shows_only_what_was_typed() -> None:
    story = played("Câu", turn("quên mật khẩu", "Lời đáp"), turn("Nút", "Lời đáp", press=True))
    bare = again(story, "no_accents", turn("", "Lời đáp kia", said="quen mat khau"), turn("Nút", press=True))
    told = words(page(story, bare))
    assert "Biến thể đạt chữ đã gõ không dấu quen mat khau" in told
    assert "Lời đáp kia" not in told
    assert told.endswith("quen mat khau")


@pytest.mark.parametrize("place", ["name", "said", "text", "error", "wanted", "title", "url", "evidence"])
def test_hostile_text_stays_text_wherever_it_stands(place: str) -> None:
    given: dict[str, Any] = dict.fromkeys(["name", "said", "text", "error", "wanted", "title", "evidence"], "chữ")
    source = {**NEWSPAPER, "title": ATTACK if place == "title" else "Bài", "url": "javascript:alert(1)"}
    given[place] = ATTACK
    said = turn(
        given["said"],
        given["text"],
        wrong=(failure("says", given["wanted"], given["text"]),),
        sources=[source],
        inside=understood("greet", given["evidence"]),
    )
    html = page(played(given["name"], said, error=given["error"]))
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert html.count("</details>") == html.count("<details")


def test_the_page_asks_nothing_of_the_network() -> None:
    html = page(*every_outcome())
    assert "default-src 'none'" in html
    assert re.findall(r"\ssrc\s*=|@import|url\(", html) == []
    assert re.findall(r"<link[^>]*>", html) == ['<link rel="icon" href="data:,">']


def test_a_hundred_and_fifty_stories_in_eight_variants_stay_under_three_megabytes() -> None:
    results = []
    for number in range(150):
        turns = [
            turn(
                f"lượt {n} của {number}", PASSWORD * 3, inside=understood("ask_vneid", "found"), sources=[NEWSPAPER] * 2
            )
            for n in range(3)
        ]
        story = played(f"Câu chuyện số {number}", *turns, file=f"tests/stories/test_{number % 8}.yml")
        results += [story, *(again(story, variant, *turns) for variant in list(VARIANTS)[:8])]
    assert len(page(*results).encode()) <= MOST_BYTES
