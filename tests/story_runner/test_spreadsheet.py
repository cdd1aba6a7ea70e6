"""Bảng tính: đọc như Excel tiếng Việt lưu, báo chỗ sai theo tên cột, đi một vòng không mất gì."""

from __future__ import annotations

import datetime
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.stories.claims import CLAIMS
from bot.stories.cli import stories as command
from bot.stories.model import Claim, Story, StoryError, Turn
from bot.stories.reader import read
from bot.stories.sheet_cells import EXPECTED
from bot.stories.spreadsheet import cases_of, read_sheet, write_sheet
from bot.stories.variants import VARIANTS
from bot.stories.writer import write_cases

SHEET = """câu chuyện;người dân nói;bấm nút;loại;câu trả lời;có chữ;không có chữ;biến thể;hôm nay
Hỏi VNeID;vneid là gì; ;answer;vneid-la-gi;định danh | Bộ Công an;chuyển tiền;telex|caps;21/11/2026
;"cảm ơn; nhé
anh";;small_talk;;;;;

Chọn nút;mất thẻ;;clarify;;;;;
;;Mất thẻ căn cước;answer;;;;;
"""


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    return tmp_path / "bang.csv"


def plain(stories: list[Story]) -> list[Story]:
    """Các câu chuyện bỏ tên tệp và số dòng: điều còn lại phải giữ nguyên qua một vòng."""
    return [
        replace(
            story,
            file="",
            line=0,
            turns=tuple(
                replace(turn, line=0, claims=tuple(sorted(claim._replace(line=0) for claim in turn.claims)))
                for turn in story.turns
            ),
        )
        for story in stories
    ]


def problems(sheet: Path, text: str) -> list[str]:
    sheet.write_text(text, "utf-8")
    with pytest.raises(StoryError) as error:
        read_sheet(sheet)
    return [f"{problem.line}: {problem.message}" for problem in error.value.problems]


def test_a_vietnamese_sheet_becomes_stories(sheet: Path) -> None:
    sheet.write_text(SHEET, "utf-8")
    first, second = read_sheet(sheet)
    assert (first.name, first.line, first.today) == ("Hỏi VNeID", 2, datetime.date(2026, 11, 21))
    assert first.variants == ("telex", "caps")
    assert first.turns[0].claims == (
        Claim("kind", "answer", 2),
        Claim("answer", "vneid-la-gi", 2),
        Claim("says", "định danh", 2),
        Claim("says", "Bộ Công an", 2),
        Claim("never_says", "chuyển tiền", 2),
    )
    assert (first.turns[1].line, first.turns[1].user) == (3, "cảm ơn; nhé\nanh")
    assert (second.line, second.turns[1].user, second.turns[1].press) == (6, "Mất thẻ căn cước", True)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_the_delimiter_and_the_byte_order_mark_do_not_matter(sheet: Path, encoding: str, delimiter: str) -> None:
    sheet.write_text(SHEET, "utf-8")
    stories = read_sheet(sheet)
    sheet.write_bytes(write_sheet(stories, delimiter)[0].encode(encoding))
    assert plain(read_sheet(sheet)) == plain(stories)


def test_a_header_typed_with_split_accents_is_the_same_header(sheet: Path) -> None:
    header = unicodedata.normalize("NFD", "CÂU  CHUYỆN,người dân nói,loại")
    sheet.write_text(header + "\nA,xin chào,small_talk\n", "utf-8")
    assert read_sheet(sheet)[0].turns[0].claims == (Claim("kind", "small_talk", 2),)


def test_every_mistake_is_told_with_its_line_and_column(sheet: Path) -> None:
    assert problems(
        sheet,
        "câu chuyện,người dân nói,bấm nút,loại,biến thể,hôm nay\n"
        ",chưa có tên,,,,\n"
        'A,"hai\ndòng",,chào,,mai\n'
        "A,hỏi,bấm,,,\n"
        "B,hỏi,,,robot,\n"
        ",,,answer,teen,\n"
        "A,lại,,,,,thừa\n",
    ) == [
        "2: hàng đầu tiên cần tên ở cột “câu chuyện”: người dân muốn gì",
        "3: cột “hôm nay”: “mai” phải là một ngày viết kiểu 2026-11-21 hay 21/11/2026",
        "3: cột “loại”: “chào” không phải một loại lời đáp; chọn một trong: answer, figure, clarify, no_answer, "
        "out_of_scope, own_record, small_talk, safety, handoff",
        "5: mỗi hàng cần đúng một trong hai ô: “người dân nói”, “bấm nút”",
        f"6: cột “biến thể”: không có “robot”; dùng được: {', '.join(VARIANTS)}",
        "7: cột “biến thể” là của cả câu chuyện: đã viết “robot” ở dòng 6",
        "7: mỗi hàng cần đúng một trong hai ô: “người dân nói”, “bấm nút”",
        "8: tên “A” đã có ở dòng 3; đặt tên khác",
        "8: ô thứ 7 (“thừa”) không thuộc cột nào; có dấu ngăn ô nằm trong chữ?",
    ]


@pytest.mark.parametrize(
    ("cell", "as_of"),
    [
        ("2026-11-21", "2026-11-21"),
        ("1/2/2026", "2026-02-01"),
        ("7/2023", "2023-07"),
        ("2022..2023-09", "2022..2023-09"),
    ],
)
def test_a_date_the_spreadsheet_rewrote_is_the_same_date(sheet: Path, cell: str, as_of: str) -> None:
    sheet.write_text(f"câu chuyện,người dân nói,ngày\nA,a,{cell}\n", "utf-8")
    assert read_sheet(sheet)[0].turns[0].claims == (Claim("as_of", as_of, 2),)


def test_a_date_the_spreadsheet_ruined_is_told(sheet: Path) -> None:
    (told,) = problems(sheet, "câu chuyện,người dân nói,ngày\nA,a,Jul-23\n")
    assert told.startswith("2: cột “ngày”: “Jul-23” không phải ngày tháng")
    assert told.endswith("định dạng cột này thành Text")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "hàng đầu là tên cột"),
        ("câu chuyện,người dân nói\n", "bảng chưa có câu chuyện nào"),
        ("câu chuyện,người dân nói,tên\nA,b,c\n", "không có cột “tên”"),
        ("câu chuyện,người dân nói,loại,loại\nA,b,c,d\n", "cột “loại” có hai lần"),
        ("câu chuyện,người dân nói\nA,a\0b\n", "bảng không đọc được"),
    ],
)
def test_a_sheet_of_another_shape_is_one_problem(sheet: Path, text: str, told: str) -> None:
    (only,) = problems(sheet, text)
    assert told in only


def test_a_sheet_in_another_encoding_says_how_to_save_it(sheet: Path) -> None:
    sheet.write_bytes("câu chuyện,người dân nói\nA,chào\n".encode("utf-16"))
    with pytest.raises(StoryError, match="CSV UTF-8"):
        read_sheet(sheet)


def test_words_that_look_like_a_formula_are_not_run_by_the_spreadsheet(sheet: Path) -> None:
    story = Story("A", "a.yml", 1, (Turn(1, "=HYPERLINK(1)"), Turn(2, "'=x"), Turn(3, "'thế à"), Turn(4, "-1")))
    table, _ = write_sheet([story])
    assert [line.split(",")[1] for line in table.splitlines()[1:]] == ["'=HYPERLINK(1)", "''=x", "'thế à", "'-1"]
    sheet.write_bytes(table.encode())
    assert plain(read_sheet(sheet)) == plain([story])


def test_what_has_no_column_is_counted_not_lost_in_silence() -> None:
    claims = (Claim("kind", "answer", 1), Claim("kind", "figure", 1), Claim("action", "action_answer", 1))
    story = Story("A", "a.yml", 1, (Turn(1, "a", claims=claims, metadata={"answer": "b"}),), slots={"topic": "vneid"})
    _, left_out = write_sheet([story])
    assert left_out == {"loại lời đáp": 1, "hành động": 1, "metadata": 1, "điều đã nhớ": 1}


letters = st.one_of(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff"),
    st.sampled_from("|\\'\"=,;\n\t\r"),
)
words = st.text(letters, min_size=1, max_size=30).map(str.strip).filter(bool)
dates = st.dates(datetime.date(2000, 1, 1)).map(datetime.date.isoformat)
SINGLE = {"kind": st.just("figure"), "answer": words, "as_of": dates, "intent": words}


@st.composite
def turns(draw: st.DrawFn) -> Turn:
    claims: list[Claim] = []
    for kind in EXPECTED.values():
        found = draw(st.lists(words, max_size=3)) if CLAIMS[kind].several else draw(st.lists(SINGLE[kind], max_size=1))
        claims += [Claim(kind, value, 0) for value in found]
    return Turn(0, draw(words), press=draw(st.booleans()), claims=tuple(claims))


a_story = st.builds(
    Story,
    name=words,
    file=st.just(""),
    line=st.just(0),
    turns=st.lists(turns(), min_size=1, max_size=3).map(tuple),
    today=st.none() | st.dates(datetime.date(2000, 1, 1)),
    variants=st.lists(st.sampled_from(sorted(VARIANTS)), unique=True).map(tuple),
)
some_stories = st.lists(a_story, min_size=1, max_size=3, unique_by=lambda story: story.name)


@settings(max_examples=40, deadline=None)
@given(some_stories, st.sampled_from(",;"))
def test_any_words_survive_the_way_to_the_sheet_and_back(
    tmp_path_factory: pytest.TempPathFactory, stories: list[Story], delimiter: str
) -> None:
    sheet = tmp_path_factory.getbasetemp() / "vong-tron.csv"
    table, left_out = write_sheet(stories, delimiter)
    sheet.write_bytes(table.encode())
    assert plain(read_sheet(sheet)) == plain(stories)
    assert not left_out


@settings(max_examples=20, deadline=None)
@given(some_stories)
def test_any_words_survive_the_way_to_yaml_and_back(
    tmp_path_factory: pytest.TempPathFactory, stories: list[Story]
) -> None:
    file = tmp_path_factory.getbasetemp() / "vong-tron.yml"
    file.write_bytes(write_cases(cases_of(stories)).encode())
    assert plain(read([file])) == plain(stories)


def test_the_commands_go_there_and_back(sheet: Path, tmp_path: Path) -> None:
    sheet.write_text(SHEET, "utf-8")
    yaml, again = tmp_path / "bang.yml", tmp_path / "lai.csv"
    assert CliRunner().invoke(command, ["from-csv", str(sheet), "--out", str(yaml)]).exit_code == 0
    assert CliRunner().invoke(command, ["to-csv", str(yaml), "--out", str(again), "--semicolon"]).exit_code == 0
    assert again.read_bytes().startswith(b"\xef\xbb\xbf")
    assert plain(read_sheet(again)) == plain(read_sheet(sheet))


def test_a_bad_sheet_ends_the_command_with_code_2(sheet: Path) -> None:
    sheet.write_text("câu chuyện,người dân nói,loại\nA,a,sai\n", "utf-8")
    result = CliRunner().invoke(command, ["from-csv", str(sheet)])
    assert result.exit_code == 2
    assert f"{sheet}:2: cột “loại”" in result.output
