"""Một xã bịa cho hình của bàn làm việc: bốn người của tổ, vài tuần người dân hỏi, người đang chờ, bản nháp, sổ đi nhà.

Viết thẳng vào cơ sở dữ liệu bằng chính các kho của bot, với một đồng hồ lùi lại được; không câu nào mang số của ai.
"""

from __future__ import annotations

import datetime
import random
from dataclasses import replace
from itertools import count

from sqlalchemy.engine import Engine

from bot.accounts import Accounts, Role
from bot.conversations import ConversationLog, FeedbackLog, Handoffs
from bot.conversations.feedback import Feedback
from bot.conversations.notices import Notices
from bot.conversations.samples import Samples
from bot.conversations.turns import Turn
from bot.conversations.visits import Visit, Visits
from bot.knowledge.answerer import Answerer
from bot.knowledge.draft_replays import Replays
from bot.knowledge.drafts import Drafts
from bot.knowledge.model import Knowledge
from bot.knowledge.outcome import Outcome
from bot.knowledge.question import Question
from bot.knowledge.reader import read_abbreviations
from bot.knowledge.record import encode
from bot.knowledge.rendering import render_custom, render_text
from bot.settings import ROOT
from bot.web.replies import merged
from docs.shots import TODAY

PASSWORD = "con mèo nhảy qua hàng rào"  # noqa: S105 người bịa, kho tạm
HELPER, WRITER, REVIEWER, BOSS = "lan", "hoa", "minh", "tuan"
PEOPLE: tuple[tuple[str, str, Role], ...] = (
    (HELPER, "Chị Lan", "helper"),
    (WRITER, "Cô Hoa", "editor"),
    (REVIEWER, "Thầy Minh", "editor"),
    (BOSS, "Anh Tuấn", "administrator"),
)
NEW_LOGIN, NEW_NAME = "bac-sau", "Bác Sáu"
WEEKS, A_DAY = 4, 5
UNKNOWN = (
    "Thôn cho mượn loa kéo thì gặp ai?",
    "mượn loa kéo của thôn ở đâu",
    "muon loa keo cua thon thi hoi ai",
    "Trạm y tế phường chiều thứ Bảy có khám không?",
    "thu bay tram y te phuong co kham khong",
    "phường mình tiêm chó dại hôm nào",
)
"""Những câu kho chưa biết; câu đứng trước được hỏi nhiều hơn."""
WAITING = (
    (41, "Mẹ tôi nằm một chỗ, làm căn cước cho bà thế nào?", "nhà tôi không ai biết dùng máy, cho gặp người"),
    (18, "Đi khám quên thẻ bảo hiểm giấy có sao không?", "cô ở quầy không chịu, cho tôi gặp người với"),
)
"""Người đang chờ: đã chờ mấy phút, rồi những lời đã gõ."""
VISITS = (
    (0, HELPER, "vneid", "vneid-muc-2", True),
    (0, HELPER, "bhyt", "bhyt-tren-vneid", False),
    (2, HELPER, "an-toan", "vua-bi-lua", True),
    (1, WRITER, "thanh-toan", None, True),
    (3, BOSS, "can-cuoc", "can-cuoc-cho-tre", True),
)
"""Sổ đi nhà: mấy ngày trước, ai đi, chủ đề, việc đã dẫn, xong chưa."""
WARNING = "Có người giả công an gọi điện đòi cập nhật căn cước. Đừng bấm đường link, đừng đọc mã cho ai."
DRAFTED = "vneid-quen-mat-khau"
NOTE = "Không tự làm được thì nhờ tổ công nghệ số cộng đồng ở thôn, khu phố làm cùng."
LEFT_TO_MARK = 12


class MovableClock:
    """Đồng hồ lùi lại được."""

    def __init__(self) -> None:
        self._behind = datetime.timedelta()

    def __call__(self) -> datetime.datetime:
        """Lúc ấy, giờ UTC."""
        return datetime.datetime.now(datetime.timezone.utc) - self._behind

    def go_back(self, **ago: float) -> None:
        """Chỉ giờ của chừng ấy trước đây."""
        self._behind = datetime.timedelta(**ago)


class Town:
    """Dựng xã ấy trong cơ sở dữ liệu."""

    def __init__(self, engine: Engine, knowledge: Knowledge, answerer: Answerer) -> None:
        self._engine, self._knowledge, self._answerer = engine, knowledge, answerer
        self._clock, self._chance, self._ids = MovableClock(), random.Random(7), count(1)  # noqa: S311 lần nào cũng như nhau
        self._log, self._handoffs = ConversationLog(engine, self._clock), Handoffs(engine, self._clock)
        self._feedback = FeedbackLog(engine, self._clock, lambda _answer, _at: None)

    def build(self) -> str:
        """Dựng mọi thứ; trả mật khẩu được cấp của người mới, `NEW_LOGIN`."""
        accounts = Accounts(self._engine, self._clock)
        self._clock.go_back(weeks=WEEKS + 1)
        given = {login: accounts.create(login, name, role, "dòng lệnh") for login, name, role in PEOPLE}
        for account in accounts.all():
            accounts.change_password(account.id, given[account.login], PASSWORD)
        for days in range(7 * WEEKS, 0, -1):
            self._clock.go_back(days=days)
            self._day_of_talk()
        self._warn()
        self._mark()
        self._wait()
        self._visit()
        self._write()
        self._clock.go_back()
        return accounts.create(NEW_LOGIN, NEW_NAME, "helper", BOSS)

    def _day_of_talk(self) -> None:
        """Chừng một phần sáu là câu kho chưa biết; đầu tuần thì có mẫu để chấm."""
        Samples(self._engine, self._clock).draw()
        titles = [answer.title for answer in self._knowledge.answers.values()]
        for _ in range(A_DAY + self._chance.randrange(4)):
            known = self._chance.random() > 1 / 6
            weights = range(len(UNKNOWN), 0, -1)
            self._talk(self._chance.choice(titles) if known else self._chance.choices(UNKNOWN, weights)[0])

    def _talk(self, *lines: str) -> str:
        conversation = f"cuoc-thu-{next(self._ids)}"
        self._log.create(conversation)
        for place, line in enumerate(lines):
            self._say(conversation, f"loi-{place}", line)
        return conversation

    def _say(self, conversation: str, client_id: str, line: str) -> None:
        outcome = self._answerer.answer(Question(line))
        message = self._log.append_message(conversation, client_id, {"text": line})
        said = merged([{"text": render_text(outcome)}, {"custom": render_custom(outcome)}])
        self._log.append_replies(conversation, message, said, self._counted(outcome))
        if outcome.items and self._chance.random() < 1 / 4:
            right = self._chance.random() < 0.9
            self._feedback.save(conversation, Feedback(said[0]["id"], outcome.items[0].id, right))

    def _counted(self, outcome: Outcome) -> Turn:
        answer = self._knowledge.answer(outcome.items[0].id) if outcome.items else None
        place = self._chance.choice(("sam-son", "thanh-hoa", None))
        milliseconds = round(self._chance.lognormvariate(4.6, 0.5))
        return Turn(outcome.kind, outcome.rule, answer.topic if answer else None, place, milliseconds)

    def _warn(self) -> None:
        notices = Notices(self._engine, self._clock)
        self._clock.go_back(days=7)
        number = notices.start("banner", WARNING, "Công an phường báo, tổ đã gọi lại hỏi.", WRITER)
        self._clock.go_back(days=5)
        notices.end(number, WRITER)

    def _mark(self) -> None:
        """Hai người chấm các mẫu, trừ chừng mười mẫu còn để chấm."""
        samples = Samples(self._engine, self._clock)
        for place in count(1):
            sample = samples.next(WRITER)
            if sample is None or samples.left(WRITER) <= LEFT_TO_MARK:
                return
            for marker in (WRITER, REVIEWER):
                samples.mark(sample.id, marker, "wrong" if place % 17 == 0 else "right")

    def _wait(self) -> None:
        for minutes, *lines in WAITING:
            self._clock.go_back(minutes=minutes)
            self._handoffs.ask(self._talk(*lines))

    def _visit(self) -> None:
        self._clock.go_back()
        visits = Visits(self._engine, self._clock)
        for place, (days, helper, topic, task, solved) in enumerate(VISITS):
            day = TODAY - datetime.timedelta(days=days)
            visits.add(Visit(f"dong-{place}", helper, day, "sam-son", topic, task, solved))

    def _write(self) -> None:
        """Một bản nháp đã gửi duyệt, đã được hỏi lại: một lời đáp đổi."""
        self._clock.go_back(hours=3)
        abbreviations = read_abbreviations(ROOT / "knowledge")
        drafts, replays = Drafts(self._engine, self._clock, abbreviations), Replays(self._engine, self._clock)
        answer = self._knowledge.answers[DRAFTED]
        changed = replace(answer, notes=(*answer.notes[:2], NOTE))
        number = drafts.start(answer.id, WRITER)
        drafts.save(number, WRITER, {"answer": encode(changed), "sources": []})
        replays.ask(drafts.submit(number, WRITER), WRITER)
        change = {
            "where": {"story": "Quên mật khẩu VNeID, gõ không dấu", "turn": 1},
            "said": "quen mat khau vneid thi lam sao",
            "difference": "text",
            "before": {"text": answer.short},
            "after": {"text": f"{answer.short} {NOTE}"},
        }
        played = {"played": 231, "broken": []}
        if job := replays.claim():
            replays.finish(job, {"stories": played, "talks": 118, "turns": 702, "changed": 1, "changes": [change]})
