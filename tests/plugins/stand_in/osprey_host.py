"""A stand-in for the part of ROOST Osprey that a plug-in meets; Osprey itself is not on PyPI.

Written against the interface of roostorg/osprey 1.1.0, read from its source: `UDFBase`, `ArgumentsBase`, `ConstExpr`,
`HasHelper`, `ExternalService` and its accessor, the pluggy hook `register_udfs` in the project `osprey_plugin`. It
checks what Osprey checks when functions are registered, and gives each function a helper before rules are read.
"""

from __future__ import annotations

import sys
import types
import typing
from abc import ABC, abstractmethod

import pluggy

Arguments, RValue = typing.TypeVar("Arguments"), typing.TypeVar("RValue")
Value, Helper, Key = typing.TypeVar("Value"), typing.TypeVar("Helper"), typing.TypeVar("Key")


class ConstExpr(typing.Generic[Value]):
    def __init__(self, name, value, argument_span):
        self.name, self.value, self.argument_span = name, value, argument_span

    @classmethod
    def for_default(cls, name, value):
        return ConstExpr(name, value, "<default>")


class ArgumentsBase:
    def __init__(self, arguments):
        for name, value in arguments.items():
            setattr(self, name, value)

    @classmethod
    def items(cls):
        return typing.get_type_hints(cls)


class UDFBase(ABC, typing.Generic[Arguments, RValue]):
    category = None

    def __init__(self, validation_context, arguments):
        self.was_made = True

    @abstractmethod
    def execute(self, execution_context, arguments): ...

    @classmethod
    def types(cls):
        """Give the types of arguments and result, as Osprey reads them from the bases."""
        for base in cls.__mro__:
            for generic in getattr(base, "__orig_bases__", ()):
                if typing.get_origin(generic) is UDFBase:
                    return typing.get_args(generic)
        message = f"Class does not inherit from generic UDFBase: {cls!r}"
        raise TypeError(message)


class ExternalService(ABC, typing.Generic[Key, Value]):
    @abstractmethod
    def get_from_service(self, key): ...


class Accessor:
    """Ask a service once for each key."""

    def __init__(self, service):
        self._service, self._cache = service, {}

    def get(self, key):
        if key not in self._cache:
            self._cache[key] = self._service.get_from_service(key)
        return self._cache[key]


class HasHelper(ABC, typing.Generic[Helper]):
    @classmethod
    @abstractmethod
    def create_provider(cls): ...


class ValidationContext:
    def __init__(self):
        self.errors = []

    def add_error(self, message, span, hint=""):
        self.errors.append((message, span, hint))


class ExecutionContext:
    __slots__ = ("_accessors", "_helpers")  # as in Osprey: no weak reference to it, no attribute of one's own

    def __init__(self, helpers):
        self._helpers, self._accessors = helpers, {}

    def get_udf_helper(self, udf):
        return self._helpers[type(udf)]

    def get_external_service_accessor(self, service):
        return self._accessors.setdefault(id(service), Accessor(service))


class UdfCategories:
    STRING = "String"


class Hooks:
    @pluggy.HookspecMarker("osprey_plugin")
    def register_udfs(self): ...


hookimpl_osprey = pluggy.HookimplMarker("osprey_plugin")
TYPES = (str, int, float, bool, list[str])
HOMES = {
    "engine.ast_validator.validation_context": [ValidationContext],
    "engine.executor.execution_context": [ExecutionContext],
    "engine.executor.external_service_utils": [ExternalService],
    "engine.executor.udf_execution_helpers": [HasHelper],
    "engine.stdlib.udfs.categories": [UdfCategories],
    "engine.udf.arguments": [ArgumentsBase, ConstExpr],
    "engine.udf.base": [UDFBase],
}


def install(patch):
    """Lay the classes where Osprey has them."""
    for home, classes in HOMES.items():
        module = types.ModuleType(f"osprey.{home}")
        for item in classes:
            setattr(module, item.__name__, item)
        _lay(patch, module)
    manager = types.ModuleType("osprey.worker.adaptor.plugin_manager")
    manager.hookimpl_osprey = hookimpl_osprey
    _lay(patch, manager)


def _lay(patch, module):
    names = module.__name__.split(".")
    for depth in range(1, len(names)):
        name = ".".join(names[:depth])
        if name not in sys.modules:
            patch.setitem(sys.modules, name, types.ModuleType(name))
    patch.setitem(sys.modules, module.__name__, module)


class Worker:
    """Load plug-ins by their entry points, as Osprey does when it starts, and evaluate calls of functions."""

    def __init__(self):
        plugins = pluggy.PluginManager("osprey_plugin")
        plugins.add_hookspecs(Hooks)
        plugins.load_setuptools_entrypoints("osprey_plugin")
        plugins.check_pending()
        udfs = [udf for found in plugins.hook.register_udfs() for udf in found]
        self.udfs = {udf.__name__: udf for udf in udfs}
        self.helpers = {udf: udf.create_provider() for udf in udfs if issubclass(udf, HasHelper)}
        for udf in udfs:
            arguments, rvalue = udf.types()
            assert issubclass(arguments, ArgumentsBase)
            assert rvalue in TYPES
            assert udf.__doc__
            assert set(arguments.items()) == {"text", "surface"}

    def action(self):
        """Give the context of one action."""
        return ExecutionContext(self.helpers)

    def call(self, context, name, text, surface=None):
        """Read a rule that calls a function and evaluate it; errors of reading come instead of a value."""
        udf = self.udfs[name]
        given = {"text": text}
        if surface is not None:
            given["surface"] = ConstExpr("surface", surface, "rules.sml:1:40")
        arguments = udf.types()[0](given)
        reading = ValidationContext()
        made = udf(reading, arguments)
        assert made.was_made
        return reading.errors or made.execute(context, arguments)
