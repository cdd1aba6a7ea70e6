#!/usr/bin/env bash
# Tạo .venv và cài đúng các gói trong requirements.lock. Có uv thì dùng uv (nhanh hơn), không thì pip.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() { printf '\nKhông cài được: %s\n' "$1" >&2; exit 1; }

find_python() {
    local candidate
    for candidate in "$(command -v python3.10 || true)" "$(command -v python3 || true)" "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.10.*/bin/python; do
        if [ -n "$candidate" ] && [ -x "$candidate" ] &&
            "$candidate" -c 'import sys, venv; sys.exit(sys.version_info[:2] != (3, 10))' 2>/dev/null; then
            printf '%s\n' "$candidate"
            return
        fi
    done
}

python=$(find_python)
uv=$(command -v uv || true)
if [ -z "$python" ] && [ -z "$uv" ]; then
    fail "không thấy Python 3.10. Cài bằng một trong hai cách rồi chạy lại: «pyenv install 3.10», hoặc cài uv (uv tự tải Python)."
fi

echo "Cài môi trường vào .venv, lần đầu khoảng 1–5 phút…"
if [ -n "$uv" ]; then
    "$uv" venv --quiet --clear --python "${python:-3.10}" .venv || fail "uv không tạo được .venv; xem dòng lỗi ở trên."
    VIRTUAL_ENV="$PWD/.venv" "$uv" pip sync --compile-bytecode requirements.lock ||
        fail "tải gói không xong. Kiểm tra mạng và chỗ trống trên đĩa (cần 3 GB), rồi chạy lại cùng lệnh."
else
    "$python" -m venv --clear .venv || fail "Python 3.10 thiếu mô-đun venv (Debian: apt install python3.10-venv)."
    .venv/bin/python -m pip install --disable-pip-version-check --require-hashes --no-deps --progress-bar on -r requirements.lock ||
        fail "tải gói không xong. Kiểm tra mạng và chỗ trống trên đĩa (cần 3 GB), rồi chạy lại cùng lệnh."
fi
