"""The import rule of a room, as a contract type for import-linter; pyproject.toml lists the rooms.

It names what a room may import rather than what it may not, so a room added later is closed until somebody opens it.
Only direct imports count: a handler reaches the store through a service, and that is the point.
"""

from __future__ import annotations

from importlinter import Contract, ContractCheck, fields, output

# Errors own their sentences and i18n translates them, so both go everywhere; the package itself holds the version.
EVERYWHERE = frozenset({"bot", "bot.errors", "bot.i18n"})


def within(module: str, room: str) -> bool:
    """Whether `module` is `room` or lies in it."""
    return module == room or module.startswith(f"{room}.")


class Room(Contract):
    """Options: `room`, a package or module; `may_import`, the rooms it may import, `*` for all of its own package."""

    type_name = "room"

    room = fields.StringField()
    may_import = fields.ListField(subfield=fields.StringField(), default=[])

    def check(self, graph, verbose):
        """Compare each direct import that leaves the room with the list."""
        ours = self.session_options["root_packages"]
        strays = [
            (importer, imported)
            for importer in sorted(graph.modules)
            if within(importer, self.room)
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if any(within(imported, package) for package in ours) and not self._allows(imported)
        ]
        details = [graph.get_import_details(importer=one, imported=other)[0] for one, other in strays]
        return ContractCheck(kept=not strays, metadata={"strays": details})

    def _allows(self, imported):
        package = self.room.partition(".")[0]
        if within(imported, self.room) or (package == "bot" and imported in EVERYWHERE):
            return True
        return any(within(imported, package if allowed == "*" else allowed) for allowed in self.may_import)

    def render_broken_contract(self, check):
        """Say which line of which module leaves its room."""
        for stray in check.metadata["strays"]:
            output.print_error(f"{stray['importer']}:{stray['line_number']}: {stray['line_contents']}")
        output.new_line()
