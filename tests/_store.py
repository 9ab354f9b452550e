"""Write pages into a WarcStore until killed: `python -m tests._store <folder>`."""

import sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from scrapy import Request
from scrapy.http import HtmlResponse

from scrapers.archive.store import WarcStore

store = WarcStore(Path(sys.argv[1]), datetime.now(UTC))
for number in count():
    url = f"http://127.0.0.1/{number}"
    body = (f"<p>page {number} é " * 3000).encode()
    store.write(Request(url), HtmlResponse(url, body=body, headers={"ETag": f'"{number}"'}), datetime.now(UTC))
