"""Every id that goes over the wire, per kind; docs/ids.md lists them for people, and a test holds both equal.

An input's action_id is its catalogue key, or its plain name where it is no field; its block_id begins with it.
"""

from enum import StrEnum

from bot.policy.access import Part


class Form(StrEnum):
    """callback_id of each form."""

    ADD = "client_add"
    ADD_CONFIRM = "client_add_confirm"
    LOG = "client_log"
    EDIT = "client_edit"
    EDIT_CHOICE = "client_edit_choice"
    LIMIT = "client_limit"
    RESULT = "client_result"
    CONTACT = "client_contact"
    SITE = "client_site"
    SETTINGS = "client_settings"
    GRADE_RULES = "client_grade_rules"
    GRADE_PREVIEW = "client_grade_preview"
    CHOICES = "client_choices"
    CHOICE = "client_choice"
    PAST = "client_past"
    BANK = "client_bank"
    BANK_ANSWER = "client_bank_answer"
    MERGE = "client_merge"
    MERGE_ASK = "client_merge_ask"
    IMPORT = "client_import"
    IMPORT_COLUMNS = "client_import_columns"
    IMPORT_STATE = "client_import_state"
    WAITING = "client_waiting"
    MEASURE = "client_measure"
    MEASURE_DROP = "client_measure_drop"
    SELL_THROUGH = "client_sell_through"


class Shortcut(StrEnum):
    """callback_id of each shortcut, as in manifest.yml."""

    SAVE_TO_FILE = "save_to_file"
    ADD_CLIENT = "client_add_shortcut"
    LOG_CALL = "client_log_shortcut"


class Action(StrEnum):
    """action_id of each button and menu outside the inputs of forms."""

    OPEN_FILE = "open_file"
    OPEN_ADD = "open_add"
    OPEN_LOG = "open_log"
    OPEN_EDIT = "open_edit"
    MORE_FIELDS = "more_fields"
    OTHER_SECTION = "other_section"
    OPEN_CREDIT = "open_credit"
    OPEN_LIMIT = "open_limit"
    OPEN_STALE = "open_stale"
    SHARE_CARD = "share_card"
    SHARE_MIX = "share_mix"
    MIX_BOOK = "mix_book"
    STALE_CONFIRM = "stale_confirm"
    STALE_UPDATE = "stale_update"
    STALE_SNOOZE = "stale_snooze"
    STALE_DISOWN = "stale_disown"
    OWNER_ASSIGN = "owner_assign"
    SECTION_MENU = "section_menu"
    CHOICES_OPEN = "choices_open"
    CHOICES_FIELD = "choices_field"
    CHOICES_BACK = "choices_back"
    CHOICES_ON = "choices_on"
    CHOICE_ADD = "choice_add"
    CHOICE_MENU = "choice_menu"
    STEP_DONE = "step_done"
    DRAFT_CONTINUE = "draft_continue"
    DRAFT_DISCARD = "draft_discard"
    CARD_MENU = "card_menu"
    OPEN_TALKS = "open_talks"
    TALK_BACK = "talk_back"
    TALK_ON = "talk_on"
    TALK_NEWER = "talk_newer"
    TALK_OLDER = "talk_older"
    OPEN_HISTORY = "open_history"
    HISTORY_FILTER = "history_filter"
    HISTORY_NEWER = "history_newer"
    HISTORY_OLDER = "history_older"
    HISTORY_UNDO = "history_undo"
    UNDO = "undo"
    OPEN_CONTACTS = "open_contacts"
    ADD_CONTACT = "add_contact"
    CONTACT_MENU = "contact_menu"
    ADD_SITE = "add_site"
    SITE_MENU = "site_menu"
    GRADE_RULES_OPEN = "grade_rules_open"
    GRADES_PREVIOUS = "grades_previous"
    GRADES_NEXT = "grades_next"
    FIND_PREVIOUS = "find_previous"
    FIND_NEXT = "find_next"
    STAGE_CONFIRM = "stage_confirm"
    STAGE_DECLINE = "stage_decline"
    OPEN_MEMBER = "open_member"
    OPEN_BANK = "open_bank"
    BANK_CHANGE = "bank_change"
    BANK_ANSWER = "bank_answer"
    BANK_WITHDRAW = "bank_withdraw"
    OPEN_DUPLICATES = "open_duplicates"
    DUPLICATES_BACK = "duplicates_back"
    KEEP_APART = "keep_apart"
    OPEN_KEPT_APART = "open_kept_apart"
    PROPOSE_AGAIN = "propose_again"
    OPEN_MERGE = "open_merge"
    UNDO_MERGE = "undo_merge"
    IMPORT_KIND = "import_kind"
    IMPORT_COLUMNS = "import_columns"
    IMPORT_APPLY = "import_apply"
    IMPORT_CANCEL = "import_cancel"
    OPEN_WAITING = "open_waiting"
    WAITING_BACK = "waiting_back"
    WAITING_KIND = "waiting_kind"
    WAITING_MENU = "waiting_menu"
    OPEN_MATCHED = "open_matched"
    MATCH_UNDO = "match_undo"
    OPEN_MEASURES = "open_measures"
    MEASURES_BACK = "measures_back"
    MEASURES_ON = "measures_on"
    MEASURE_ADD = "measure_add"
    MEASURE_FROM = "measure_from"
    MEASURE_MENU = "measure_menu"
    OPEN_SELL_THROUGH = "open_sell_through"
    ADD_SELL_THROUGH = "add_sell_through"
    WITHDRAW_SELL_THROUGH = "withdraw_sell_through"


class Input(StrEnum):
    """action_id of each input that is no catalogue field."""

    CLIENT = "client"
    KIND = "kind"
    OUTCOME = "outcome"
    NOTE = "note"
    CONTACT = "contact"
    CONTACT_NAME = "contact_name"
    CONTACT_EMAIL = "contact_email"
    CONTACT_ROLE = "contact_role"
    CONTACT_SHARE = "contact_share"
    CONTACT_TITLE = "contact_title"
    CONTACT_PHONE = "contact_phone"
    CONTACT_MOBILE = "contact_mobile"
    CONTACT_LANGUAGE = "contact_language"
    BANK_HOLDER = "bank_holder"
    BANK_ACCOUNT = "bank_account"
    BANK_NAME = "bank_name"
    BANK_BIC = "bank_bic"
    BANK_CURRENCY = "bank_currency"
    BANK_CALLED = "bank_called"
    BANK_CALLED_NAME = "bank_called_name"
    BANK_VERDICT = "bank_verdict"
    BANK_WORD = "bank_word"
    SITE_KIND = "site_kind"
    SITE_NAME = "site_name"
    SITE_ADDRESS = "site_address"
    SITE_POSTAL_CODE = "site_postal_code"
    SITE_CITY = "site_city"
    NEXT_STEP = "next_step"
    NEXT_ON = "next_on"
    DONE = "done"
    STILL_TRUE = "still_true"
    TAKE = "take"
    SOURCE = "source"
    KEEP = "keep"
    STATE = "limit_state"
    AMOUNT = "limit_amount"
    CHOICE_LABEL = "choice_label"
    GRADE_NAMES = "grade_names"
    GRADE_METHOD = "grade_method"
    GRADE_WINDOW = "grade_window"
    GRADE_SPAN = "grade_span"
    GRADE_BOUNDS = "grade_bounds"
    STAYS = "stays"
    FILE = "file"
    AS_OF = "as_of"
    SNAPSHOT = "snapshot"
    COLUMN = "column"
    MEANING = "meaning"
    PRODUCT = "product"
    WHAT = "measure_what"
    OWNER = "measure_owner"
    DUE = "measure_due"
    TARGET = "measure_target"
    FOCUS = "measure_focus"
    REASON = "measure_reason"
    PERIOD = "period"
    SELL_AMOUNT = "sell_amount"
    SELL_QUANTITY = "sell_quantity"
    SELL_UNIT = "sell_unit"


EXTERNAL_MENUS = ("client", "country", "via", "contact_language", "product")
"""action_ids of menus that ask for their options while somebody types; a company's own fields may add some."""


def file_section(client_id: int, section: Part) -> str:
    """Write which section of which file a button is about."""
    return f"{client_id}:{section.value}"


def parse_file_section(value: str) -> tuple[int, Part]:
    """Read what `file_section` wrote."""
    client_id, section = value.split(":")
    return int(client_id), Part(section)


def pair_value(one_id: int, other_id: int) -> str:
    """Write which two files a button is about, the lower id first."""
    return f"{min(one_id, other_id)}:{max(one_id, other_id)}"


def parse_pair_value(value: str) -> tuple[int, int]:
    """Read what `pair_value` wrote."""
    one_id, other_id = value.split(":")
    return int(one_id), int(other_id)


class ItemDeed(StrEnum):
    """What the menu beside a contact or a site does with it."""

    EDIT = "edit"
    END = "end"
    """Somebody has left, a site was closed."""
    RESUME = "resume"


def item_value(deed: ItemDeed, client_id: int, item_id: int) -> str:
    """Write what is to be done with which contact or site of which client."""
    return f"{deed.value}|{client_id}:{item_id}"


def parse_item_value(value: str) -> tuple[ItemDeed, int, int]:
    """Read what `item_value` wrote."""
    deed, _separator, ids = value.partition("|")
    client_id, item_id = ids.split(":")
    return ItemDeed(deed), int(client_id), int(item_id)


class MeasureDeed(StrEnum):
    """What the menu beside a measure does with it."""

    DONE = "done"
    CHANGE = "change"
    DROP = "drop"


def measure_value(deed: MeasureDeed, measure_id: int, page: int) -> str:
    """Write what is to be done with which measure, and on which page of the list it stands."""
    return f"{deed.value}|{measure_id}|{page}"


def parse_measure_value(value: str) -> tuple[MeasureDeed, int, int]:
    """Read what `measure_value` wrote."""
    deed, measure_id, page = value.split("|")
    return MeasureDeed(deed), int(measure_id), int(page)


class ChoiceDeed(StrEnum):
    """What can be done with one choice of a list."""

    RENAME = "rename"
    UP = "up"
    DOWN = "down"
    RETIRE = "retire"
    RESTORE = "restore"


def choice_value(deed: ChoiceDeed, field: str, key: str, page: int) -> str:
    """Write what is to be done with which choice, and on which page of its list it stands."""
    return f"{deed.value}|{field}|{key}|{page}"


def parse_choice_value(value: str) -> tuple[ChoiceDeed, str, str, int]:
    """Read what `choice_value` wrote."""
    deed, field, key, page = value.split("|")
    return ChoiceDeed(deed), field, key, int(page)


def column_block(key: str) -> str:
    """Return the block_id of the question which header holds a column of ours; they all have one action_id."""
    return f"{Input.COLUMN.value}:{key}"


def meaning_block(place: int) -> str:
    """Return the block_id of the question what a header holds that is not known."""
    return f"{Input.MEANING.value}:{place}"


class Keep(StrEnum):
    """Whose words shall hold where two people changed a field."""

    THEIRS = "theirs"
    MINE = "mine"


def keep_block(key: str) -> str:
    """Return the block_id of the choice about one field; they all have one action_id."""
    return f"{Input.KEEP.value}:{key}"
