"""The rules behind HTTP: the API, its limits and its page.

It uses the public names of `codewords` alone. Starlette, uvicorn and prometheus-client come with the
`service` extra.
"""
