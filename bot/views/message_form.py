"""The form for a message or a forwarded email: the log form, filled from the message, with the sender as a contact.

The client can always be changed here; what is drawn for one client is not taken for another (see `log_form`).
"""

from bot.i18n import _, lazy
from bot.policy.contacts import ContactKind
from bot.policy.emails.signatures import Phone
from bot.policy.reach import show_phone
from bot.policy.values import LONGEST_TEXT
from bot.results.clients import Client
from bot.results.messages import Because, MessageText, Picks, Prefilled, Proposal, SavedBefore, Taken
from bot.views import forms, log_form
from bot.views.blocks import actions, button, context, escape, field, option, section, shorten
from bot.views.drafts import reporting
from bot.views.ids import Action, Form, Input
from bot.views.message import Block, Message, View
from bot.views.words import count_text, day_text, local_day, owner_text

_REASONS = {
    Because.THREAD: lazy("Picked because another message of this thread is on its file."),
    Because.ADDRESS: lazy("Picked because somebody of theirs has this address."),
    Because.DOMAIN: lazy("Picked by the domain of the address."),
    Because.NAME: lazy("Picked because the text names it."),
}


def message_form(found: Prefilled, carried: str, *, timezone: str, problem: str = "") -> View:
    """Return the form; a `problem` with the client that was chosen is told under that question."""
    client, message, offer = found.client, found.message, found.offer
    blocks = [context(_headline(message, timezone)), _which_client(client, found.picks)]
    blocks += _about_the_choice(found, timezone, problem)
    if message.has_account:
        blocks.append(section(_("⚠ Bank details in emails are not taken over; change them with a call-back.")))
    kind = ContactKind.EMAIL if message.is_email else ContactKind.MESSAGE
    blocks += log_form.what_was_said(kind, note_of(message), hint=_what_is_kept(message))
    if client:
        blocks += log_form.with_whom(client, offer)
        blocks += _sender(client, found.proposal)
        blocks += log_form.what_is_done(client, offer.steps)
    blocks += log_form.what_is_next()
    if client and offer.overdue:
        blocks += log_form.while_at_it(client, offer.overdue, timezone)
    return reporting(forms.modal(Form.LOG, _("Save to client file"), blocks, submit=_("Save"), carried=carried))


def _headline(message: MessageText, timezone: str) -> str:
    """Write what is put on the file, and of which day."""
    day = day_text(local_day(message.sent, timezone))
    if message.is_email:
        return _("Email of {day} from {sender}: {subject}").format(
            day=day, sender=escape(_sender_text(message)), subject=escape(message.subject or "…")
        )
    if not message.channel:
        return _("Message of {day} by {author}").format(day=day, author=escape(_sender_text(message)))
    return _("Message of {day} by {author} in #{channel}").format(
        day=day, author=escape(_sender_text(message)), channel=escape(message.channel)
    )


def _sender_text(message: MessageText) -> str:
    if message.author and message.email:
        return f"{message.author} <{message.email}>"
    return message.author or message.email or "…"


def note_of(message: MessageText) -> str:
    """Return the note that a message makes: from whom, about what, its words; as much as a note holds."""
    parts = [_source(message), message.text]
    if message.comment:
        parts.append(_("Forwarded with the words: {comment}").format(comment=message.comment))
    return shorten("\n\n".join(part for part in parts if part), LONGEST_TEXT)


def _source(message: MessageText) -> str:
    if message.is_email:
        return _("From {sender}, subject: {subject}").format(
            sender=_sender_text(message), subject=message.subject or "…"
        )
    if not message.channel:
        return _("{author} wrote:").format(author=_sender_text(message))
    return _("{author} in #{channel}:").format(author=_sender_text(message), channel=message.channel)


def _what_is_kept(message: MessageText) -> str:
    """Say that a text that is longer than a note is kept as a whole."""
    if len(message.text) <= LONGEST_TEXT - len(_source(message)):
        return ""
    return _("This is how it begins; the whole text, {count} characters, is kept with the note.").format(
        count=count_text(len(message.whole))
    )


def _which_client(client: Client | None, picks: Picks) -> Block:
    """Return the question which client it is; where several may be meant, they are offered before anything is typed."""
    asking = forms.searching(
        Input.CLIENT,
        chosen=option(client.name, str(client.client_id)) if client else None,
        placeholder=_("Choose, or type a name") if picks.clients else _("Type a client's name"),
        at_least=0 if picks.clients else 1,
    )
    hint = str(_REASONS[picks.because]) if client and picks.because else ""
    return field(_("Client"), asking, name=Input.CLIENT, hint=hint)


def _about_the_choice(found: Prefilled, timezone: str, problem: str) -> list[Block]:
    """Return what is to be said of the client: that it is in doubt, or closed, or has the message already."""
    blocks: list[Block] = []
    if problem:
        blocks.append(section(_("⚠ {problem}").format(problem=escape(problem))))
    if found.client is None and found.picks.clients:
        names = ", ".join(f"*{escape(each.name)}*" for each in found.picks.clients[:5])
        blocks.append(section(_("More than one client may be meant, please choose: {clients}").format(clients=names)))
    if found.client is None and found.picks.closed:
        blocks.append(section(_closed(found.picks.closed[0])))
    if found.before:
        opening = button(_("Open the file"), Action.OPEN_FILE, str(found.before.client.client_id))
        blocks.append(section(_("⚠ {known}").format(known=_known(found.before, timezone)), accessory=opening))
    return blocks


def _closed(client: Client) -> str:
    return _("It looks like *{client}*, on whose file you may not log (owner: {owner}).").format(
        client=escape(client.name), owner=owner_text(client)
    )


def _known(before: SavedBefore, timezone: str) -> str:
    return _("This is already on the file of *{client}*, since {day}, by {person}.").format(
        client=escape(before.client.name),
        day=day_text(local_day(before.recorded_at, timezone)),
        person=escape(before.person or "…"),
    )


def _sender(client: Client, proposal: Proposal | None) -> list[Block]:
    """Return who has sent it as a contact to be, and boxes for what of it is taken over."""
    if proposal is None or not proposal.offers:
        return []
    numbers = [_number(each) for each in proposal.phones]
    person = ", ".join(filter(None, [proposal.name, proposal.title]))
    lines = [
        f"*{escape(person)}*",
        escape(" · ".join(filter(None, [proposal.email, *numbers]))),
        escape(proposal.address),
    ]
    labels = {
        Taken.CONTACT: _("Add as a contact"),
        Taken.PHONES: _("Add the number to {name}").format(name=proposal.name),
        Taken.ADDRESS: _("Put the address on the file"),
    }
    boxes = [option(labels[each], each.value) for each in proposal.offers]
    ticks = forms.ticks(Input.TAKE, boxes, chosen=[Taken.CONTACT.value] if proposal.is_certain else [])
    return [
        section("\n".join(filter(None, lines))),
        log_form.input_about(client, _("From the signature"), ticks, name=Input.TAKE),
    ]


def _number(phone: Phone) -> str:
    shown = show_phone(phone.number)
    return _("{number} (mobile)").format(number=shown) if phone.is_mobile else shown


def saved_before(before: SavedBefore, timezone: str) -> Message:
    """Return the answer to saving once more what is on the file already."""
    text = _known(before, timezone)
    opening = button(_("Open the file"), Action.OPEN_FILE, str(before.client.client_id))
    return Message(text, (section(text), actions(opening, block_id="saved_before")))


def saved_before_view(before: SavedBefore, timezone: str) -> View:
    """Return the same as a view, where there is no place to answer in."""
    return forms.modal(
        Form.RESULT, _("Already on the file"), saved_before(before, timezone).blocks, submit=None, close=_("Close")
    )
