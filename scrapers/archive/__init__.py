"""The archive: every response as WARC (ISO 28500), so that any web-archive tool opens it.

`store` keeps responses (`writer` makes their records) and finds what is held. `index` and `records` read WARC files,
whatever tool wrote them, and `replay` answers requests from them alone. `middleware` plugs both ways into Scrapy.
`download` brings files too big for memory to disk; `retention` says which of those to keep.
"""
