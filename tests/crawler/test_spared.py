"""What the daemon never runs of its libraries is not loaded, and is there once somebody uses it."""

import asyncio
import subprocess
import sys

from tests.servers import WebServer

HEAVY = [
    *("OpenSSL", "cryptography", "charset_normalizer", "xmlrpc", "rapidfuzz.process"),
    *("twisted.internet.tcp", "twisted.internet.ssl", "twisted.internet.task", "twisted.web.client"),
]
DOWNLOAD = """
import asyncio, monitor.app, crawler.runner, crawler.settings, monitor.config
from scrapy import Request

async def download():
    downloader = crawler.runner.Downloader(crawler.settings.settings_for(""))
    await downloader.start()
    response = await downloader.download(Request(f"http://127.0.0.1:{sys.argv[1]}/"))
    await downloader.stop()
    return response.status

print(asyncio.run(download()), [name for name in sys.argv[2:] if name in sys.modules])
"""
USED = """
import crawler, scrapy.utils.ssl, scrapy.utils.response, scrapy.utils.reactor, scrapy.http
from scrapy.utils.versions import get_versions
from scrapy.utils.ssl import CertificateOptions, TLSVersion

print("OpenSSL" in sys.modules, get_versions(["pyOpenSSL"])[0][1].split()[1], "OpenSSL" in sys.modules)
print(CertificateOptions()._defaultMinimumTLSVersion == TLSVersion.TLSv1_2)
print(scrapy.utils.response.http.RESPONSES[404].decode())
print(isinstance("", scrapy.utils.reactor.asyncioreactor.AsyncioSelectorReactor), "twisted.internet.tcp" in sys.modules)
page = scrapy.http.TextResponse("http://a/", body="وصلت القافلة إلى المعبر وعلى متنها خيام".encode("windows-1256"))
print(page.text[:4], scrapy.http.XmlRpcRequest("http://a/", body=b"-").method)
"""


def answer_of(code: str, *arguments: str) -> str:
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", f"import sys\n{code}", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    return run.stdout + run.stderr


def test_a_download_loads_nothing_that_only_other_handlers_use():
    async def scenario():
        async with WebServer({"/": "<p>طفس"}) as server:
            return await asyncio.to_thread(answer_of, DOWNLOAD, str(server.port), *HEAVY)

    assert asyncio.run(scenario()) == "200 []\n"


def test_what_was_spared_is_loaded_where_it_is_used():
    assert answer_of(USED).splitlines() == ["False (OpenSSL True", "True", "Not Found", "False True", "وصلت POST"]
