"""Scrapy settings; each that is not Scrapy's default says why in one line."""

import os

BOT_NAME = "statehouse"
# a state is found by its folder
SPIDER_LOADER_CLASS = "scrapers.loader.StateLoader"
SPIDER_MODULES = ["scrapers.states"]
NEWSPIDER_MODULE = "scrapers.states"
COMMANDS_MODULE = "scrapers.commands"

# who we are and how to reach us, so that an operator of a site can
USER_AGENT = f"Statehouse/0.1 (open legislative data; contact: {os.environ.get('STATEHOUSE_CONTACT', 'none given')})"
ROBOTSTXT_OBEY = True
# official sites serve people first
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.0
CONCURRENT_REQUESTS_PER_DOMAIN = 2
DOWNLOAD_TIMEOUT = 60
# certificates are checked; Scrapy's default is not to
DOWNLOAD_VERIFY_CERTIFICATES = True
# a page larger than this is hostile or should have asked for a file
DOWNLOAD_MAXSIZE = 64 * 1024 * 1024
COOKIES_ENABLED = False

# both run code sent to a local port
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False

# big files go to disk (meta to_file)
DOWNLOAD_HANDLERS = {
    "http": "scrapers.archive.download.Handler",
    "https": "scrapers.archive.download.Handler",
}
DOWNLOADER_MIDDLEWARES = {
    # bodies are decoded before they are hashed and kept, and redirects are kept too
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": 620,
    "scrapers.archive.middleware.ArchiveMiddleware": 610,
}
ITEM_PIPELINES = {
    "pipelines.validate.ValidatePipeline": 100,
    "pipelines.store.StorePipeline": 900,
}

# one WARC file or a folder of them: replay, and touch no network
ARCHIVE = None
ARCHIVE_DIR = "archive"
DOWNLOAD_DIR = None
DB = "bills.db"

LOG_LEVEL = "INFO"
# items are dataclasses with whole bills inside: a log line of one is a page long
LOG_FORMATTER = "scrapers.logs.ShortLog"
STATS_DUMP = False
