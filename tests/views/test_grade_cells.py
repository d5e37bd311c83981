"""Names of grades in the table of `/client grades`: its cells are plain text, its lines are mrkdwn."""

from bot.views.grades import grades_message
from tests.views import graded


def test_a_cell_writes_a_grade_as_it_is_called_and_a_line_escapes_it():
    message = grades_message(next(graded.pages()))  # grades called && and <!channel> & x
    table = next(block for block in message.blocks if block["type"] == "data_table")
    _client, grade, *_figures, mark = (cell["text"] for cell in table["rows"][1])
    assert grade == "&" * 20
    assert "before: <!channel> & x" in mark
    lines = next(block["text"]["text"] for block in message.fallback if "before:" in str(block))
    assert "before: &lt;!channel&gt; &amp; x" in lines
