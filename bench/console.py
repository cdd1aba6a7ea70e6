"""`python -m bench.console`: mọi trang của bàn làm việc trên kho thật, 200 cuộc chờ, 10.000 câu chưa trả lời được.

In thời gian ở máy chủ của từng trang; có trang nào p95 quá `MOST_P95_MS` thì mã thoát 1.
"""

from __future__ import annotations

import datetime
import http.client
import math
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple
from urllib.parse import urlsplit

import click
from sqlalchemy import select
from sqlalchemy.engine import Engine

from bench import desk_data
from bench.widget.serving import gateway
from bot.accounts import Accounts
from bot.accounts.sessions import Sessions
from bot.conversations.gathering import BATCH, Gathering
from bot.conversations.rolling import roll
from bot.conversations.turns import local_day
from bot.conversations.unanswered_tables import clusters, unanswered
from bot.database import open_engine, upgrade
from bot.knowledge.drafts import Drafts
from bot.knowledge.grouping import likeness_of
from bot.knowledge.model import Knowledge
from bot.web.console.routes import DOORS
from bot.web.console.session import COOKIE
from bot.web.number_tables import BY_DAY

MOST_P95_MS = 300.0
ASKED_TIMES = 20
STREAMS = ("/luong",)
"""Luồng sự kiện thì mở mãi: không phải một trang."""
LOGIN, PASSWORD = "bench", "mat khau cua phep do"
"""Tài khoản của phép đo, chỉ sống trong tệp tạm."""


class Page(NamedTuple):
    """Một trang đã đo: địa chỉ, mã trạng thái, ms của từng lần gọi; ms CPU trung vị, số còn so được khi máy bận."""

    path: str
    status: int
    milliseconds: list[float]
    cpu: float

    def percentile(self, share: float) -> float:
        """Trong chừng `share` các lần gọi, trang xong không quá chừng này ms."""
        ordered = sorted(self.milliseconds)
        return ordered[math.ceil(share * len(ordered)) - 1]

    @property
    def sound(self) -> bool:
        """Trả lời được, và đủ nhanh."""
        return self.status < 400 and self.percentile(0.95) <= MOST_P95_MS


class Gathered(NamedTuple):
    """Việc gom: giây của cả đợt đầu, ms của mẻ chậm nhất, ms cho một câu mới sau đó, số cụm."""

    seconds: float
    slowest_batch: float
    one_more: float
    clusters: int


@click.command()
@click.option("--waiting", default=200, help="Số cuộc đang chờ người.")
@click.option("--unanswered", "questions", default=10_000, help="Số câu chưa trả lời được.")
def main(waiting: int, questions: int) -> None:
    """Dựng dữ liệu, gom, mở cổng, gọi từng trang."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.sqlite"
        engine = open_engine(url)
        upgrade(engine)
        print("Dựng dữ liệu…", flush=True)
        knowledge, addresses = fill(engine, waiting, questions)
        gathered = gather(engine, knowledge)
        print(
            f"Gom {questions} câu thành {gathered.clusters} cụm: {gathered.seconds:.1f} giây, mẻ {BATCH} câu chậm nhất "
            f"{gathered.slowest_batch:.0f} ms; sau đó một câu mới {gathered.one_more:.0f} ms"
        )
        addresses["/ban/chua-biet"] = f"/ban/chua-biet/{biggest(engine)}"
        token = sign_in(engine)
        engine.dispose()
        with gateway(lambda _heard: [{"text": "Chào"}], {"DATABASE_URL": url}) as address:
            pages = list(_measured(address, token, paths(addresses)))
    _print(pages)
    sys.exit(0 if all(page.sound for page in pages) else 1)


def fill(engine: Engine, waiting: int, questions: int) -> tuple[Knowledge, dict[str, str]]:
    """Kho và dữ liệu bịa; và với mỗi loại trang một địa chỉ có thật."""
    now = _now()
    knowledge = desk_data.put_knowledge(engine, now)
    texts = desk_data.unanswered_questions(knowledge, questions)
    desk_data.put_unanswered(engine, texts, now)
    talks = desk_data.put_waiting(engine, waiting, texts, now)
    desk_data.put_turns(engine, knowledge, now)
    roll(engine, local_day(now))
    sample = desk_data.put_sample(engine, LOGIN, now)
    answer, task = next(iter(knowledge.answers)), next(iter(knowledge.tasks))
    draft = Drafts(engine, _now).start(answer, LOGIN)
    return knowledge, {
        "/ban/cho": f"/ban/cho/{talks[0]}",
        "/ban/viec": f"/ban/viec/{task}",
        "/ban/cau": f"/ban/cau/{answer}",
        "/ban/xuat": f"/ban/xuat/{answer}",
        "/ban/nhap": f"/ban/nhap/{draft}",
        "/ban/nguoi": f"/ban/nguoi/{LOGIN}",
        "/ban/cham": f"/ban/cham/{sample}",
    }


def gather(engine: Engine, knowledge: Knowledge) -> Gathered:
    """Gom mọi câu chưa trả lời được, như việc nền của cổng làm; đo từng mẻ."""
    gathering = Gathering(engine, likeness_of(knowledge))
    batches: list[float] = []
    while count := _timed(lambda: gathering.gather(lambda _label: ""), batches):
        if count < BATCH:
            break
    with engine.connect() as connection:
        opened = len(connection.execute(select(clusters.c.id)).all())
    with engine.begin() as connection:
        last = select(unanswered.c.number).order_by(unanswered.c.number.desc()).limit(1)
        number = connection.execute(last).scalar_one()
        connection.execute(unanswered.update().where(unanswered.c.number == number).values(cluster_id=None))
    once: list[float] = []
    _timed(lambda: gathering.gather(lambda _label: ""), once)
    return Gathered(sum(batches) / 1000, max(batches), once[0], opened)


def paths(addresses: dict[str, str]) -> Iterator[str]:
    """Địa chỉ có thật của từng cửa GET; cửa có mã mà `addresses` không biết thì dừng, để không trang nào bị bỏ sót."""
    for door in DOORS:
        head, *tail = _PARAMETER.split(door.path)
        if door.method != "GET" or door.path.endswith(STREAMS) or head == "/ban/tep":
            continue
        known = _OTHERS.get(door.path) or (addresses.get(head) if tail else door.path)
        if known is None:
            raise click.ClickException(f"chưa biết địa chỉ thật nào của {door.path}: thêm vào bench/console.py")
        yield known + "".join(tail) if head in addresses and tail else known


_PARAMETER = re.compile(r"/\{\w+(?::(?:[^{}]|\{[^{}]*\})*)?\}")
"""Chỗ của mã trong địa chỉ một cửa, như /{id:[0-9]{1,9}}."""
_OTHERS = {
    "/ban/so/{name:[a-z-]+}.svg": f"/ban/so/{BY_DAY}.svg",
    "/ban/so/{name:[a-z-]+}.csv": f"/ban/so/{BY_DAY}.csv",
    "/ban/thong-bao/{kind:dai-bao|chu-de}": "/ban/thong-bao/dai-bao",
}


def _measured(address: str, token: str, paths: Iterator[str]) -> Iterator[Page]:
    with _connected(address) as connection:
        for path in paths:
            _call(connection, path, token)
            calls = [_call(connection, path, token) for _ in range(ASKED_TIMES)]
            cpu = statistics.median(call.cpu for call in calls)
            yield Page(path, calls[-1].status, [call.milliseconds for call in calls], cpu)


@contextmanager
def _connected(address: str) -> Iterator[http.client.HTTPConnection]:
    place = urlsplit(address)
    connection = http.client.HTTPConnection(str(place.hostname), place.port or 80, timeout=60)
    try:
        yield connection
    finally:
        connection.close()


class _Call(NamedTuple):
    """Một lần gọi: mã trạng thái, ms chờ, ms CPU của cả tiến trình (cổng và phép đo cùng một tiến trình)."""

    status: int
    milliseconds: float
    cpu: float


def _call(connection: http.client.HTTPConnection, path: str, token: str) -> _Call:
    started, worked = time.perf_counter(), time.process_time()
    connection.request("GET", path, headers={"Cookie": f"{COOKIE}={token}", "Accept-Encoding": "gzip"})
    response = connection.getresponse()
    response.read()
    return _Call(response.status, 1000 * (time.perf_counter() - started), 1000 * (time.process_time() - worked))


def sign_in(engine: Engine) -> str:
    """Mã phiên của một quản trị viên mới."""
    accounts = Accounts(engine, _now)
    first = accounts.create(LOGIN, "Phép đo", "administrator", "bench")
    account = accounts.find(LOGIN)
    if account is None:
        raise click.ClickException("không mở được tài khoản cho phép đo")
    accounts.change_password(account.id, first, PASSWORD)
    return Sessions(engine, _now).create(account.id, {"csrf": "bench"})


def biggest(engine: Engine) -> int:
    """Cụm nhiều câu nhất."""
    with engine.connect() as connection:
        owners = [owner for (owner,) in connection.execute(select(unanswered.c.cluster_id))]
    return int(max(set(owners), key=owners.count))


def _print(pages: Sequence[Page]) -> None:
    print(f"{'trang':44} {'mã':>4} {'p50 ms':>8} {'p95 ms':>8} {'CPU ms':>8}")
    for page in pages:
        slow = "" if page.sound else "   ← hỏng, hay chậm"
        speeds = f"{page.percentile(0.5):8.1f} {page.percentile(0.95):8.1f} {page.cpu:8.1f}"
        print(f"{page.path:44} {page.status:>4} {speeds}{slow}")


def _timed(work: Callable[[], int], milliseconds: list[float]) -> int:
    started = time.perf_counter()
    result = work()
    milliseconds.append(1000 * (time.perf_counter() - started))
    return result


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.timezone.utc)


if __name__ == "__main__":
    main()
