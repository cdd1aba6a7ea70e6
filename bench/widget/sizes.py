"""Nén từng tệp như một máy chủ tĩnh tốt sẽ nén."""

from __future__ import annotations

import gzip
import shutil
import subprocess

_BROTLI = """
const chunks = [];
process.stdin.on("data", (chunk) => chunks.push(chunk));
process.stdin.on("end", () => console.log(require("zlib").brotliCompressSync(Buffer.concat(chunks)).length));
"""


def gzipped(body: bytes) -> int:
    """Byte sau `gzip -9`."""
    return len(gzip.compress(body, 9, mtime=0))


def brotlied(body: bytes) -> int | None:
    """Byte sau brotli mức cao nhất, nhờ zlib của Node.js; None khi máy không có Node.js."""
    node = shutil.which("node")
    if node is None:
        return None
    return int(subprocess.run([node, "-e", _BROTLI], input=body, capture_output=True, check=True).stdout)
