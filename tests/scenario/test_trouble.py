"""What a person reads when Slack is in trouble, and before they would type in vain."""

import pytest

from playground.client import Person, Workspace


def test_a_form_opens_although_slack_fails_once(workspace: Workspace, mei: Person) -> None:
    workspace.faults(http_500={"views.open": 1})
    mei.run("/client log ACME")
    assert mei.form().title == "Log a contact"


def test_slacks_own_trouble_is_not_told_as_ours(workspace: Workspace, mei: Person) -> None:
    workspace.faults(http_500={"views.open": 9})
    mei.run("/client log ACME")
    assert mei.reply().text_all == (
        "Slack is in trouble just now and could not show this. Please try again in a minute."
    )
    workspace.faults(http_500={})


@pytest.mark.parametrize("how", ["/client log", "Log a call", "Save to client file"])
def test_nobody_types_a_note_that_they_may_log_on_no_file(arjun: Person, how: str) -> None:
    if how.startswith("/"):
        arjun.run(how)
    elif how == "Log a call":
        arjun.shortcut(how)
    else:
        arjun.shortcut(how, arjun.say("ACME has called", channel="#sales"))
    answer = arjun.direct_message() if how == "Log a call" else arjun.reply()
    assert "This is for the custodian, sales manager or sales rep only." in answer.text_all
