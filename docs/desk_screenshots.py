"""Chụp bàn làm việc của tổ công nghệ số cộng đồng vào docs/images/ban-*.png: `make screenshots`.

Cổng thật, kho thật, người thật đăng nhập bằng trang đăng nhập; dữ liệu là của một xã bịa (desk_town.py).
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable

from playwright.sync_api import Browser, Page

from bench.widget.serving import gateway
from bot import log
from bot.database import open_engine
from bot.knowledge.answerer import Answerer
from bot.knowledge.outcome import Outcome
from bot.knowledge.question import Question
from docs.desk_town import BOSS, DRAFTED, HELPER, NEW_LOGIN, PASSWORD, REVIEWER, WARNING, WRITER, Town
from docs.shots import DESK, IMAGES, PHONE, TODAY, answering, chromium, heavy, save, screen, speaker, stock

QUESTION = "Mẹ tôi mất điện thoại, quên mật khẩu VNeID thì lấy lại thế nào?"
WANTS_PERSON = "cho tôi gặp người"
CASE = "age=14-up&card=chip&phone=family&mobility=goes"
GATHERED = 60
"""Giây đợi câu chưa biết được gom thành cụm."""


class Camera:
    """Đăng nhập, đi tới trang, chụp."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser, self._address = browser, address
        self.sizes: dict[str, int] = {}

    def open(self, path: str, size: tuple[int, int] = PHONE) -> Page:
        """Một trình duyệt mới ở `path`."""
        page = screen(self._browser, size).new_page()
        self.go(page, path)
        return page

    def sign_in(self, login: str, path: str = "/ban", size: tuple[int, int] = PHONE, password: str = PASSWORD) -> Page:
        """Một trình duyệt mới, đã đăng nhập."""
        page = self.open(path, size)
        page.get_by_label("Tên đăng nhập").fill(login)
        page.get_by_label("Mật khẩu").fill(password)
        page.get_by_role("button", name="Đăng nhập").click()
        page.wait_for_load_state()
        return page

    def go(self, page: Page, path: str) -> None:
        """Mở `path`; lỗi của cổng thì dừng cả buổi chụp."""
        response = page.goto(self._address + path, wait_until="load")
        if response and not response.ok:
            raise RuntimeError(f"{path}: {response.status}")

    def take(self, page: Page, name: str, top: str = "") -> None:
        """Chụp khung nhìn; `top`: phần tử ở mép trên, trống là đầu trang."""
        page.evaluate("document.activeElement?.blur()")
        if top:
            page.locator(top).first.evaluate("node => node.scrollIntoView()")
        else:
            page.evaluate("scrollTo(0, 0)")
        page.wait_for_timeout(400)
        self.sizes[name] = save(page.screenshot(), name)


def main() -> None:
    """Chụp mọi hình; mã thoát 1 khi một hình nặng quá."""
    log.configure("ERROR")
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        database = f"sqlite:///{folder}/kho.sqlite"
        knowledge = stock(database)
        answerer = answering(knowledge)
        engine = open_engine(database)
        first_password = Town(engine, knowledge, answerer).build()
        engine.dispose()
        speak = speaker(lambda question: _decide(answerer, question))
        with gateway(speak, {"DATABASE_URL": database, "TODAY": TODAY.isoformat()}) as address:
            camera = Camera(browser, address)
            _first_time(camera, first_password)
            for scene in SCENES:
                scene(camera)
    sys.exit(heavy(camera.sizes) or 0)


def _decide(answerer: Answerer, question: Question) -> Outcome:
    return answerer.handoff(question) if question.text == WANTS_PERSON else answerer.answer(question)


def _first_time(camera: Camera, first_password: str) -> None:
    page = camera.open("/ban/vao")
    page.get_by_label("Tên đăng nhập").fill(NEW_LOGIN)
    camera.take(page, "ban-dang-nhap")
    page = camera.sign_in(NEW_LOGIN, password=first_password)
    camera.take(page, "ban-doi-mat-khau")


def _field(camera: Camera) -> None:
    """Đi nhà: trang đầu, hỏi bot, dẫn từng việc, tờ A5."""
    page = camera.sign_in(HELPER)
    camera.take(page, "ban-trang-dau")
    camera.go(page, "/ban/hoi")
    page.get_by_label("Câu hỏi của người dân").fill("quen mat khau vneid thi lam sao")
    page.get_by_role("button", name="Hỏi", exact=True).click()
    page.locator(".reply").first.wait_for()
    camera.take(page, "ban-hoi", top="#loi-dap")
    camera.take(page, "ban-hoi-vi-sao", top="#vi-sao")
    camera.take(page, "ban-hoi-bao", top="#bao")
    camera.go(page, "/ban/viec")
    camera.take(page, "ban-viec")
    camera.go(page, "/ban/viec/vneid-muc-2?age=14-up")
    camera.take(page, "ban-viec-hoi")
    camera.go(page, f"/ban/viec/vneid-muc-2?{CASE}")
    camera.take(page, "ban-viec-danh-sach", top="ol.steps")
    camera.take(page, "ban-viec-dua-di", top="#dua-di")
    page.get_by_role("button", name="Thêm vào tập tờ A5").click()
    camera.go(page, "/ban/to?tim=quên mật khẩu VNeID")
    camera.take(page, "ban-to")
    camera.go(page, f"/viec/vneid-muc-2/in?{CASE}")
    camera.take(page, "ban-to-a5")


def _visits(camera: Camera) -> None:
    """Sổ đi nhà, có mạng và mất mạng."""
    page = camera.sign_in(HELPER, "/ban/tham")
    camera.take(page, "ban-so-di-nha", top="#ghi")
    page.wait_for_function("navigator.serviceWorker.ready", timeout=15_000)
    page.wait_for_function("caches.keys().then((names) => names.length > 1)", timeout=15_000)
    page.wait_for_timeout(1500)
    page.context.set_offline(True)
    page.get_by_label("Nơi", exact=True).select_option("sam-son")
    page.get_by_label("Chủ đề", exact=True).select_option("vneid")
    page.get_by_label("Đã xong").check()
    page.get_by_role("button", name="Ghi vào sổ").click()
    page.locator("#cho-gui .warning").wait_for()
    camera.take(page, "ban-so-cho-gui")
    page.goto(page.url)
    page.get_by_role("heading", name="Đang mất mạng").wait_for()
    camera.take(page, "ban-mat-mang")


def _take_over(camera: Camera) -> None:
    """Một người dân xin gặp người; người hỗ trợ nhận, chèn một câu có nguồn, trả lời."""
    citizen = camera.open("/")
    box = citizen.get_by_label("Câu hỏi của anh/chị")
    for line in (QUESTION, WANTS_PERSON):
        turns = citizen.locator("hoi-dap-so .turn")
        before = turns.count()
        box.fill(line)
        box.press("Enter")
        turns.nth(before).locator("article").first.wait_for()
    citizen.get_by_role("log").get_by_role("button", name="Gặp người hỗ trợ").click()
    citizen.get_by_role("dialog").get_by_role("button", name="Đồng ý cho xem").click()
    citizen.get_by_role("button", name="Thôi không gặp nữa").wait_for()
    page = camera.sign_in(HELPER, "/ban/cho")
    page.locator("#danh-sach li").nth(2).wait_for()
    camera.take(page, "ban-cho")
    page.locator("#danh-sach li").last.get_by_role("link").click()
    page.get_by_role("button", name="Nhận cuộc này").click()
    page.locator("#tra-loi").wait_for()
    camera.take(page, "ban-cuoc")
    page.get_by_label("Tìm trong kho").fill("quên mật khẩu VNeID")
    page.locator("#kho").get_by_role("button", name="Tìm").click()
    page.get_by_role("link", name="Chèn:").first.click()
    page.locator(".inserted").wait_for()
    page.get_by_label("Lời trả lời").fill("Chào bác. Cháu gửi bác các bước, bác chưa rõ bước nào thì nhắn cháu.")
    camera.take(page, "ban-tra-loi", top="#tra-loi")
    page.get_by_role("button", name="Gửi", exact=True).click()
    page.locator("#loi .helper").first.wait_for()
    camera.take(page, "ban-xong-phan-minh", top="[aria-labelledby=xong]")
    citizen.get_by_text("Chào bác.").wait_for()
    citizen.wait_for_timeout(800)
    camera.sizes["ban-nguoi-dan-thay"] = save(citizen.screenshot(), "ban-nguoi-dan-thay")


def _unanswered(camera: Camera) -> None:
    """Câu bot chưa biết: người hỗ trợ gửi đi, người biên tập thêm cách hỏi hay viết câu mới."""
    page = camera.sign_in(HELPER, "/ban/chua-biet")
    for _ in range(GATHERED):
        if page.locator(".clusters > li").count() >= 2 and not page.get_by_text("đang được gom").count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    camera.take(page, "ban-chua-biet")
    page.locator(".clusters h2 a").first.click()
    page.get_by_label("Lời nhắn").fill("Nhà văn hoá có sổ mượn, hỏi trưởng thôn. Nên viết một câu.")
    camera.take(page, "ban-gui-bien-tap", top="[aria-labelledby=gui-di]")
    page.get_by_role("button", name="Gửi", exact=True).click()
    page = camera.sign_in(WRITER, "/ban/chua-biet?trang-thai=sent")
    page.locator(".clusters h2 a").first.click()
    camera.take(page, "ban-cum", top=".cluster-form")
    page.get_by_role("button", name="Viết câu mới (mở bản nháp)").click()
    page.locator("#ban-nhap").wait_for()
    camera.take(page, "ban-nhap")


def _answers(camera: Camera) -> None:
    """Duyệt, xuất bản, lùi một bước, thông báo, chấm mẫu."""
    page = camera.sign_in(REVIEWER, "/ban/cau")
    camera.take(page, "ban-cau")
    camera.go(page, "/ban/nhap/1/duyet")
    camera.take(page, "ban-duyet", top="#khac")
    camera.take(page, "ban-quyet-dinh", top="#quyet")
    wide = camera.sign_in(REVIEWER, "/ban/nhap/1/duyet", DESK)
    camera.take(wide, "ban-duyet-may-tinh")
    wide.get_by_role("button", name="Xuất bản").click()
    wide.get_by_text("Đã xuất bản").wait_for()
    camera.go(page, f"/ban/cau/{DRAFTED}/lich-su")
    camera.take(page, "ban-lui", top="#lui")
    camera.go(page, "/ban/thong-bao/dai-bao")
    page.get_by_label("Lời trên dải báo").fill(WARNING)
    page.get_by_label("Căn cứ").fill("Công an phường báo, tổ đã gọi lại hỏi.")
    camera.take(page, "ban-thong-bao")
    camera.go(page, "/ban/cham")
    camera.take(page, "ban-cham")
    camera.go(wide, "/ban/so")
    camera.take(wide, "ban-so-lieu")


def _people(camera: Camera) -> None:
    """Quản trị: thêm người, đặt lại mật khẩu, giờ trực, xoá một cuộc."""
    page = camera.sign_in(BOSS, "/ban/nguoi")
    camera.take(page, "ban-nguoi", top="[aria-labelledby=them]")
    camera.go(page, f"/ban/nguoi/{NEW_LOGIN}")
    camera.take(page, "ban-dat-lai", top="[aria-labelledby=mat-khau]")
    camera.go(page, "/ban/gio")
    camera.take(page, "ban-gio")
    camera.go(page, "/ban/xoa?ma=cuoc-thu-1")
    camera.take(page, "ban-xoa")


SCENES: tuple[Callable[[Camera], None], ...] = (_field, _visits, _take_over, _unanswered, _answers, _people)


if __name__ == "__main__":
    main()
