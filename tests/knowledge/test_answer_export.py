"""Từ bàn làm việc về tệp: đúng lối viết của kho, không mất chữ nào của ai, đồng bộ sau đó không còn gì để báo."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from editing_desk import MINH, NEW_ANSWER, NOW, Desk

from bot.knowledge.__main__ import main
from bot.knowledge.export import ExportReport, answer_file, edits, export
from bot.knowledge.homes import home_of
from bot.knowledge.reader import Reading
from bot.knowledge.record import encode
from bot.knowledge.revision import write_record
from bot.knowledge.yaml_text import item_text, record_text, with_items
from bot.settings import ROOT

DOI_THE = "answers/can-cuoc/doi-the.yml"


def exported(desk: Desk, *, take_desk: bool = False) -> ExportReport:
    return export(desk.engine, desk.folder.path, by=MINH, now=NOW, take_desk=take_desk)


def read(desk: Desk, name: str) -> str:
    return (desk.folder.path / name).read_text("utf-8")


def test_nothing_edited_writes_nothing(desk: Desk) -> None:
    assert not edits(desk.engine)
    assert exported(desk) == ExportReport()


def test_an_edited_answer_goes_back_to_its_file_changing_only_what_changed(desk: Desk) -> None:
    before = read(desk, DOI_THE).replace(
        "confidence: medium\nreview_by: 2027-05\n", "review_by: 2027-05\nconfidence: medium\n"
    )
    desk.folder.write(DOI_THE, before)
    desk.change("doi-the", short="Ở công an phường.", steps=["Đi: mang thẻ cũ."])
    assert exported(desk).written == [DOI_THE]
    assert read(desk, DOI_THE) == before.replace(
        "short: Ở công an xã.\n", "short: Ở công an phường.\nsteps:\n  - 'Đi: mang thẻ cũ.'\n"
    )


def test_a_new_answer_and_its_source_become_files_that_pass_the_check(desk: Desk) -> None:
    sources = read(desk, "sources.yml")
    desk.published()
    report = exported(desk)
    assert report.written == ["answers/can-cuoc/the-bi-hong.yml", "sources.yml"]
    assert read(desk, "sources.yml").startswith(sources), "chỉ nối thêm"
    assert read(desk, "sources.yml")[len(sources) :] == (
        "- id: bao-moi\n  title: Bài mới\n  publisher: Báo Mới\n  url: https://bao-moi.example/a\n"
    )
    assert desk.folder.problems() == []
    assert encode(desk.folder.knowledge().answers["the-bi-hong"]) == NEW_ANSWER


def test_a_sync_after_an_export_has_nothing_to_say(desk: Desk) -> None:
    desk.published()
    desk.change("mat-the", short="Báo công an phường.", facts=["Báo công an phường."])
    exported(desk)
    report = desk.sync()
    assert not report.wrote
    assert not report.conflicts
    assert not edits(desk.engine)
    desk.folder.replace("answers/can-cuoc/mat-the.yml", "short: Báo công an phường.", "short: Báo công an phường ngay.")
    assert desk.sync().changed == ["mat-the"], "tệp lại là chủ"


def test_an_answer_taken_away_loses_its_file_and_the_source_nobody_uses(desk: Desk) -> None:
    desk.published()
    exported(desk)
    desk.published("the-bi-hong", deed="remove")
    report = exported(desk)
    assert report.removed == ["answers/can-cuoc/the-bi-hong.yml"]
    assert "bao-moi" not in read(desk, "sources.yml")
    assert desk.folder.problems() == []
    assert not desk.sync().conflicts
    assert "the-bi-hong" not in desk.knowledge().answers


def test_an_answer_moved_to_another_topic_moves_its_file(desk: Desk) -> None:
    desk.change("doi-the", topic="vneid")
    report = exported(desk)
    assert (report.written, report.removed) == (["answers/vneid/doi-the.yml"], [DOI_THE])
    assert desk.folder.problems() == []


def test_a_source_left_by_a_rolled_back_answer_is_not_written(desk: Desk) -> None:
    desk.published()
    desk.roll_back("the-bi-hong")
    assert exported(desk) == ExportReport()


def test_a_way_of_asking_added_to_an_outside_matter_is_written_in_place(desk: Desk) -> None:
    before = read(desk, "outside.yml")
    body = encode(desk.knowledge().outside["dat-dai"])
    body["asks"] = [*body["asks"], "xin cấp sổ hồng"]
    write_record(desk.engine, "outside", body, by=MINH, now=NOW)
    assert exported(desk).written == ["outside.yml"]
    assert read(desk, "outside.yml") == before.replace(
        "    - tách thửa đất mất bao nhiêu tiền\n", "    - tách thửa đất mất bao nhiêu tiền\n    - xin cấp sổ hồng\n"
    )


def test_a_source_the_files_dropped_but_a_desk_edit_still_cites_is_kept_told_and_written_back(desk: Desk) -> None:
    desk.published()
    exported(desk)
    desk.sync()
    desk.change("the-bi-hong", short="Mang thẻ hỏng tới công an phường để đổi.")
    (desk.folder.path / "answers/can-cuoc/the-bi-hong.yml").unlink()
    desk.folder.write("sources.yml", read(desk, "sources.yml").partition("- id: bao-moi")[0])
    report = desk.sync()
    assert (sorted(report.conflicts), report.removed) == (["bao-moi", "the-bi-hong"], [])
    assert "bao-moi" in desk.knowledge().sources
    exported(desk, take_desk=True)
    assert desk.folder.problems() == []
    assert not desk.sync().conflicts


def test_a_file_changed_since_the_last_sync_is_left_alone_and_told(desk: Desk) -> None:
    desk.change("doi-the", short="Ở công an phường.")
    desk.folder.replace(DOI_THE, "review_by: 2027-05", "review_by: 2027-06")
    text = read(desk, DOI_THE)
    report = exported(desk)
    assert (report.conflicts, report.written) == (["doi-the"], [])
    assert read(desk, DOI_THE) == text
    assert exported(desk, take_desk=True).written == [DOI_THE]
    assert "Ở công an phường." in read(desk, DOI_THE)


def test_an_export_cut_short_is_finished_by_the_next_one(desk: Desk) -> None:
    """Tệp đã ghi mà kho chưa kịp ghi nhận: chạy lại ghi cùng nội dung, hay đồng bộ tự nhận ra."""
    desk.change("doi-the", short="Ở công an phường.")
    name, text = answer_file(desk.body("doi-the")["answer"])
    desk.folder.write(name, text)
    assert exported(desk).conflicts == []
    assert not edits(desk.engine)


def test_the_command_exports_and_says_what_it_wrote(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.change("doi-the", short="Ở công an phường.")
    monkeypatch.setenv("DATABASE_URL", desk.engine.url.render_as_string(hide_password=False))
    result = CliRunner().invoke(main, ["export", "--folder", str(desk.folder.path), "--by", MINH])
    assert result.exit_code == 0, result.output
    assert f"ghi {DOI_THE}" in result.output
    assert "1 tệp ghi, 0 tệp xoá" in result.output


def test_every_real_file_is_written_back_as_it_stands(real_reading: Reading) -> None:
    """Lối viết của máy là lối viết của kho: xuất một câu không làm rối lịch sử của tệp."""
    folder, different = ROOT / "knowledge", []
    knowledge = real_reading.knowledge()
    for answer in knowledge.answers.values():
        if record_text("answers", encode(answer)) != (folder / home_of("answers", answer)).read_text("utf-8"):
            different.append(answer.id)
    assert len(different) <= len(knowledge.answers) / 50, different
    sources = "".join(item_text("sources", encode(source)) for source in knowledge.sources.values())
    assert sources == (folder / "sources.yml").read_text("utf-8")


def test_one_item_of_a_list_file_changes_and_the_rest_stays(tmp_path: Path) -> None:
    text = "# Ghi chú đầu tệp\n- id: a\n  title: Một # ghi chú\n\n- id: b\n  title: Hai\n"
    b = {"id": "b", "title": "Hai mới", "publisher": "Báo"}
    assert with_items(text, "sources", {"b": b}) == text.replace("Hai", "Hai mới") + "  publisher: Báo\n"
    assert with_items(text, "sources", {"a": None}) == "# Ghi chú đầu tệp\n- id: b\n  title: Hai\n"
    assert with_items("[]\n", "sources", {"b": b}).startswith("- id: b\n")
    assert with_items("- id: a\n  title: Một", "sources", {"b": b}).startswith("- id: a\n  title: Một\n- id: b\n")
    assert with_items("- id: a\n  title: Một\n", "sources", {"a": None}) == "[]\n"
