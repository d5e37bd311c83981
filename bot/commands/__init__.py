"""The sub-commands of `clientele`, one module a topic; each has `register(app)`."""

import importlib
import pkgutil
from types import ModuleType


def modules() -> list[ModuleType]:
    """Return every module of sub-commands, by name."""
    found = [importlib.import_module(f"{__name__}.{each.name}") for each in pkgutil.iter_modules(__path__)]
    return [module for module in found if hasattr(module, "register")]
