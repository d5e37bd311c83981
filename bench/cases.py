"""Everything that a person can set off, as deliveries: each command, form, button, shortcut and menu."""

from collections.abc import Callable
from dataclasses import dataclass

from bench.company import CUSTODIAN, FINANCE, Size, code_of, names, rep_of
from bench.wire import Delivery, Sender, chosen, typed
from bot.views.ids import Action, Form, Input, Shortcut

_SLOW = ("mix", "digest")

Make = Callable[[int], Delivery]
"""The delivery of one turn; turns are about different clients."""


@dataclass(frozen=True)
class Case:
    """One thing that a person does. `follows` says that something comes after the response: an answer or a form.

    A `rare` one takes long to work out after its response, and is done in one turn of four.
    """

    name: str
    make: Make
    follows: bool = True
    rare: bool = False
    alongside: Make | None = None
    """Set off just before, and not waited for: what this case is measured beside."""


@dataclass(frozen=True)
class Cases:
    """The cases over one company."""

    sender: Sender
    size: Size

    def all(self) -> list[Case]:
        """Return every case, in the order in which a turn goes through them."""
        return [*self._commands(), *self._forms(), *self._card(), *self._stale(), *self._elsewhere(), self._beside()]

    def _client(self, turn: int) -> int:
        return turn * 7919 % self.size.clients + 1

    def _owner(self, turn: int) -> str:
        return rep_of(self._client(turn), self.size)

    def _typing(self, text: Callable[[int], str], user: str = "") -> Make:
        return lambda turn: self.sender.command(user or self._owner(turn), text(turn))

    def _commands(self) -> list[Case]:
        known = names(self.size)

        def code(turn: int) -> str:
            return code_of(self._client(turn))

        def name(turn: int) -> str:
            return known[self._client(turn) - 1]

        texts: dict[str, tuple[Callable[[int], str], str]] = {
            "help": (lambda _: "help", ""),
            "add NAME": (lambda turn: f"add New company {turn}", ""),
            "log CODE": (lambda turn: f"log {code(turn)}", ""),
            "show CODE": (lambda turn: f"show {code(turn)}", ""),
            "show NAME": (lambda turn: f"show {name(turn)}", ""),
            "edit CODE trading": (lambda turn: f"edit {code(turn)} trading", ""),
            "find, two typing errors": (lambda turn: f"find {misspelt(name(turn), turn)}", ""),
            "find country:DE stale (a rep)": (lambda _: "find country:DE stale owner:me", ""),
            "find grade:A (the custodian)": (lambda _: "find grade:A country:DE stale", CUSTODIAN),
            "an unknown word": (lambda turn: f"stael {turn}", ""),
            "a name, two typing errors": (lambda turn: misspelt(name(turn), turn), ""),
            "stale (a rep)": (lambda _: "stale", ""),
            "stale (the custodian)": (lambda _: "stale", CUSTODIAN),
            "credit CODE 40,000 EUR": (lambda turn: f"credit {code(turn)} 40,000 EUR", ""),
            "mix grade": (lambda _: "mix grade", CUSTODIAN),
            "mix product": (lambda _: "mix product", CUSTODIAN),
            "mix region": (lambda _: "mix region", CUSTODIAN),
            "digest": (lambda _: "digest", CUSTODIAN),
        }
        return [
            Case(f"/client {name}", self._typing(text, user), rare=name.startswith(_SLOW))
            for name, (text, user) in texts.items()
        ]

    def _forms(self) -> list[Case]:
        def submitting(form: Form, values: Callable[[int], dict[str, dict[str, object]]], **carried: object) -> Make:
            def make(turn: int) -> Delivery:
                about = {"client_id": self._client(turn)} if form not in {Form.ADD, Form.ADD_CONFIRM} else {}
                user = FINANCE if form is Form.LIMIT else self._owner(turn)
                return self.sender.submit(user, form.value, values(turn), {**about, **carried})

            return make

        known = names(self.size)
        log: dict[str, dict[str, object]] = {
            Input.OUTCOME: chosen("reached"),
            Input.KIND: chosen("call"),
            Input.NEXT_STEP: typed("Send the price"),
        }
        limit: dict[str, dict[str, object]] = {Input.STATE: chosen("amount"), Input.AMOUNT: typed("40,000 USD")}
        return [
            Case("form: a client", submitting(Form.ADD, lambda turn: {"name": typed(unheard_of(turn))})),
            Case(
                "form: a client already here",
                submitting(Form.ADD, lambda turn: {"name": typed(known[self._client(turn) - 1])}),
                follows=False,
            ),
            Case("form: a contact", submitting(Form.LOG, lambda turn: log | {Input.NOTE: typed(f"Spoke, {turn}.")})),
            Case(
                "form: a section",
                submitting(
                    Form.EDIT,
                    lambda turn: {"problems": typed(f"Late, {turn}."), "reputation": typed(f"Good, {turn}.")},
                    section="trading",
                ),
            ),
            Case("form: a limit", submitting(Form.LIMIT, lambda _: limit)),
        ]

    def _pressing(self, action: Action, value: str = "{client}", user: str = "", kind: str = "button") -> Make:
        def make(turn: int) -> Delivery:
            client = self._client(turn)
            block = f"{action}:{client}"
            return self.sender.press(
                user or self._owner(turn), action.value, value.format(client=client), block_id=block, kind=kind
            )

        return make

    def _card(self) -> list[Case]:
        still_true = f"{Action.STALE_CONFIRM}|{{client}}:basic"
        update = f"{Action.OPEN_EDIT}|{{client}}:business"
        buttons = {
            "open the file": self._pressing(Action.OPEN_FILE),
            "add a client": self._pressing(Action.OPEN_ADD, "-"),
            "log a contact": self._pressing(Action.OPEN_LOG),
            "edit a section": self._pressing(Action.OPEN_EDIT, "{client}:basic"),
            "credit": self._pressing(Action.OPEN_CREDIT),
            "set the limit": self._pressing(Action.OPEN_LIMIT, user=FINANCE),
            "share the card": self._pressing(Action.SHARE_CARD),
            "share a composition": self._pressing(Action.SHARE_MIX, "grade|amount|", CUSTODIAN),
            "section menu: update": self._pressing(Action.SECTION_MENU, update, kind="overflow"),
            "section menu: still true": self._pressing(Action.SECTION_MENU, still_true, kind="overflow"),
        }
        return [Case(f"button: {name}", make, rare="composition" in name) for name, make in buttons.items()]

    def _stale(self) -> list[Case]:
        buttons = {
            "what is stale": self._pressing(Action.OPEN_STALE, "-"),
            "still true": self._pressing(Action.STALE_CONFIRM, "{client}:characteristics"),
            "update": self._pressing(Action.STALE_UPDATE, "{client}:characteristics"),
            "snooze": self._pressing(Action.STALE_SNOOZE, "{client}:trading"),
            "not mine": self._pressing(Action.STALE_DISOWN, "{client}:trading"),
        }
        # The file stays with its owner: the other cases go on with it.
        assign: Make = lambda turn: self.sender.press(  # noqa: E731 - reads as the cases beside it
            CUSTODIAN,
            Action.OWNER_ASSIGN.value,
            self._owner(turn),
            block_id=f"{Action.OWNER_ASSIGN}:{self._client(turn)}",
            kind="users_select",
        )
        return [*(Case(f"button: {name}", make) for name, make in buttons.items()), Case("menu: a new owner", assign)]

    def _elsewhere(self) -> list[Case]:
        known = names(self.size)
        send = self.sender
        message = Shortcut.SAVE_TO_FILE.value
        return [
            Case(
                "shortcut: save to client file",
                lambda turn: send.shortcut(self._owner(turn), message, f"{known[self._client(turn) - 1]} called"),
            ),
            Case("shortcut: add a client", lambda turn: send.shortcut(self._owner(turn), Shortcut.ADD_CLIENT.value)),
            Case("shortcut: log a call", lambda turn: send.shortcut(self._owner(turn), Shortcut.LOG_CALL.value)),
            Case(
                "menu: clients while typing",
                lambda turn: send.suggest(self._owner(turn), Input.CLIENT.value, known[self._client(turn) - 1][:5]),
                follows=False,
            ),
            Case(
                "menu: countries while typing",
                lambda turn: send.suggest(self._owner(turn), "country", "ge"),
                follows=False,
            ),
            Case("App Home", lambda turn: send.open_home(self._owner(turn))),
        ]

    def _beside(self) -> Case:
        return Case(
            "/client show CODE, beside mix product",
            self._typing(lambda turn: f"show {code_of(self._client(turn))}"),
            rare=True,
            alongside=self._typing(lambda _: "mix product", CUSTODIAN),
        )


def misspelt(name: str, turn: int) -> str:
    """Return a name with two typing errors: two letters exchanged, and one wrong."""
    place = 1 + turn % 3
    swapped = name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    return swapped[: place + 3] + "x" + swapped[place + 4 :]


def unheard_of(turn: int) -> str:
    """Return a name unlike every other: its letters follow from the turn, well mixed."""
    mixed = (turn + 1) * 0x9E3779B97F4A7C15 % 2**64
    letters = "bcdfghjklmnpqrst"
    return "".join(letters[mixed >> 4 * place & 15] + "aeiou"[place % 5] for place in range(12)).capitalize()
