"""The routes of the workbench: the page, and what it asks of this service.

It owns which request is answered with what. The page works with text that nobody else may see, so it is
answered to itself alone (same origin), under a policy that lets it load nothing from elsewhere, and no message is
ever part of an address.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import aclosing, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from anyio import CapacityLimiter, Lock, to_thread
from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.routing import Mount, Route

import codewords
from codewords.service.body import read_json
from codewords.service.options import Reading
from codewords.service.problem import Problem, busy
from codewords.service.state import NotReadyError, ServiceState
from codewords.service.workbench_ask import Asked, read_entry, read_name, read_search, read_size
from codewords.service.workbench_check import QuickCheck
from codewords.service.workbench_child import Child
from codewords.service.workbench_corpus import corpus_files
from codewords.service.workbench_entry import NotWrittenError, put_entry
from codewords.service.workbench_guard import HEADERS, Answer, Files, guarded
from codewords.service.workbench_lexicon import Lexicon

PAGE = Path(__file__).parent / "page"

T = TypeVar("T")


def routes(state: ServiceState) -> list[Route | Mount]:
    """Give the routes of the page.

    Args:
        state: the rules, limits and folders of the service.
    """
    bench = Workbench(state)
    posts: Mapping[str, Answer] = {
        "scan": bench.scan,
        "lexicon": bench.lexicon,
        "entry": bench.entry,
        "check": bench.check,
        "trial": bench.trial,
    }
    return [
        Route("/", guarded(_index), methods=["GET"]),
        Mount("/page", app=Files(directory=PAGE)),
        Route("/workbench/rules", guarded(bench.rules), methods=["GET"]),
        *(Route(f"/workbench/{name}", guarded(answer), methods=["POST"]) for name, answer in posts.items()),
    ]


class Workbench:
    """Answer what the page asks.

    Args:
        state: the rules, limits and folders of the service.
    """

    def __init__(self, state: ServiceState) -> None:
        self._state = state
        self._lexicon: Lexicon | None = None
        self._turn = Lock()
        self._held = 0
        self._threads = CapacityLimiter(state.limits.threads)
        self._child = Child(
            {
                "rules": str(state.rules.resolve()) if state.rules else None,
                "overlays": [str(path.resolve()) for path in state.overlays],
                "policy": state.policy,
            }
        )

    async def rules(self, _: Request) -> Response:
        """Tell what the page chooses from: surfaces, languages, substances, and the names of kinds."""
        if not self._state.is_ready:
            detail = "the rules have faults" if self._state.fault else "the rules are being compiled"
            return _json({"ready": False, "detail": detail})
        return _json(await self._thread(self._facts, self._engine()))

    async def scan(self, request: Request) -> Response:
        """Judge one message, by the loaded rules or by the overlay that was tried last."""
        engine = self._engine()
        asked = Asked.read(
            await read_json(request, self._state.limits), Reading(engine.ruleset), self._state.limits
        )
        if not asked.by_overlay:
            return _json(await self._thread(self._judged, engine, asked))
        result = await self._by_overlay(asked)
        if result is None:
            message = "no overlay was compiled; try it first"
            raise Problem("invalid", message)
        return _json(self._told(codewords.ScanResult.from_dict(result), engine, asked))

    async def _by_overlay(self, asked: Asked) -> Any:
        """Give the result of the overlay that was tried last as plain JSON types, or `None` without one."""
        question = {"op": "scan", "text": asked.text, "options": asked.of_scan()}
        with self._place():
            async with self._turn:  # who types fast asks again before the answer is there
                if self._child.is_busy:
                    message = "an overlay is being compiled"
                    raise busy(message)
                async with aclosing(self._child.ask(question)) as lines:
                    async for line in lines:
                        return json.loads(line).get("result")
        return None

    async def lexicon(self, request: Request) -> Response:
        """Give one page of the words of the rules."""
        query, filters, page = read_search(await read_json(request, self._state.limits))
        words = await self._thread(self._words)
        return _json(await self._thread(words.search, query, filters, page))

    async def entry(self, request: Request) -> Response:
        """Put an entry into the text of an overlay."""
        engine = self._engine()
        overlay, entry = read_entry(await read_json(request, self._state.limits))
        words = await self._thread(self._words)
        try:
            changed = words.changes(entry)
            return _json({"overlay": put_entry(overlay, changed, since=engine.ruleset.version)})
        except NotWrittenError as error:
            return _json({"overlay": None, "reason": str(error)})

    async def check(self, request: Request) -> Response:
        """Tell the faults of an overlay that can be told at once."""
        data = await read_json(request, self._state.limits)
        overlay, name = read_name(data)
        if overlay.strip():
            self._child.prepare()  # whoever writes an overlay will try it
        checker = QuickCheck(self._engine().ruleset, is_exact=not self._state.overlays)
        return _json({"problems": await self._thread(checker.look, overlay, name)})

    async def trial(self, request: Request) -> Response:
        """Compile an overlay and compare it with the loaded rules on the corpus; events come as lines of JSON."""
        data = await read_json(request, self._state.limits)
        overlay, name = read_name(data)
        reading = Reading(self._engine().ruleset)
        shown = data.get("message")
        message = Asked.read(shown, reading, self._state.limits) if shown is not None else None
        corpus = self._corpus()
        question = {
            "op": "try",
            "digest": self._engine().ruleset.digest,
            "corpus": str(corpus.resolve()) if corpus else None,
            "overlay": overlay,
            "name": name,
            "most": read_size(data),
            "message": message and {"text": message.text, "options": message.of_scan()},
        }
        return StreamingResponse(self._child.ask(question), media_type="application/x-ndjson", headers=HEADERS)

    async def _thread(self, job: Callable[..., T], *arguments: Any) -> T:
        """Do work of the processor beside the event loop."""
        with self._place():
            return await to_thread.run_sync(job, *arguments, limiter=self._threads)

    @contextmanager
    def _place(self) -> Iterator[None]:
        """Hold one of the places of those that work or wait.

        Raises:
            Problem: `busy` when all are taken.
        """
        limits = self._state.limits
        if self._held >= limits.threads + limits.waiting:
            message = "too many questions wait for their turn"
            raise busy(message)
        self._held += 1
        try:
            yield
        finally:
            self._held -= 1

    def _judged(self, engine: codewords.Engine, asked: Asked) -> dict[str, Any]:
        result = engine.scan(asked.text, **asked.of_scan())
        return self._told(result, engine, asked)

    def _told(self, result: codewords.ScanResult, engine: codewords.Engine, asked: Asked) -> dict[str, Any]:
        """Give a result with what the page shows beside it."""
        titles = {item.id: item.title for item in engine.ruleset.detections}
        terms = self._words().terms
        senses = {m.id: terms[m.id].sense for m in result.matches if m.id in terms and terms[m.id].sense}
        langs = ("en", "fr") if asked.explain else ()
        return {
            "result": result.to_dict(),
            "titles": {part.name: titles[part.name] for part in result.contributions if part.name in titles},
            "senses": senses,
            "statement": {lang: result.statement(lang, text=asked.text) for lang in langs},
        }

    def _engine(self) -> codewords.Engine:
        try:
            return self._state.engine
        except NotReadyError as error:
            raise busy(str(error), "not-ready") from None

    def _words(self) -> Lexicon:
        """Give the words of the rules in use, read anew when these were swapped."""
        rules = self._engine().ruleset
        held = self._lexicon
        if held is None or held.digest != rules.digest:
            held = self._lexicon = Lexicon(rules)
        return held

    def _corpus(self) -> Path | None:
        """Give the corpus: the one that was named, or the one that the rules bring."""
        if self._state.corpus is not None:
            return self._state.corpus
        own = Path(self._engine().ruleset.root, "corpus")
        return own if own.is_dir() else None

    def _facts(self, engine: codewords.Engine) -> dict[str, Any]:
        rules = engine.ruleset
        corpus = self._corpus()
        languages = [*rules.languages, "und"]
        return {
            "ready": True,
            "version": rules.version,
            "digest": rules.digest,
            "policy": self._state.policy,
            "engine": codewords.__version__,
            "overlays": [overlay.name for overlay in rules.overlays],
            "terms": len(rules.terms),
            "detections": len(rules.detections),
            "languages": languages,
            "surfaces": [
                {"id": item.id, "title": item.title, "review": dict(item.review), "block": dict(item.block)}
                for item in rules.surfaces
            ],
            "substances": [
                {"id": item.id, "name": item.names.get("en", item.id), "parent": item.parent}
                for item in rules.substances
            ],
            "sources": [{"id": item.id, "title": item.title} for item in rules.sources],
            "kinds": _values(rules, "kind"),
            "topics": _values(rules, "topic"),
            "corpus": {"name": corpus.name, "files": len(corpus_files(corpus))} if corpus else None,
            "most": self._state.limits.characters,
        }


def _values(rules: codewords.RuleSet, name: str) -> list[str]:
    return sorted({value for term in rules.terms if (value := getattr(term, name))})


async def _index(_: Request) -> Response:
    return FileResponse(PAGE / "index.html", headers=HEADERS)


def _json(data: Any) -> Response:
    """Give JSON in ASCII: halves of surrogate pairs have no other form."""
    return Response(json.dumps(data), media_type="application/json")
