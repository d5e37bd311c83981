"""The picture of a composition: its pixels measured, its letters told from empty boxes."""

import io
import logging
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from PIL import Image

from bot.files import charts
from bot.files.charts import COLOURS, draw_chart
from bot.results.charts import Bar, BarChart

USD = 10_000


def chart(*bars, series=("this period",), stacked=False):
    return BarChart("Sales by product, 2026", "USD", None, series, bars, is_stacked=stacked)


def pixels(png):
    """The picture as rows of dots, each (red, green, blue)."""
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def lengths(picture, colour):
    """How many dots of a colour the longest line of each bar has, from the top down; the legend's square is no bar."""
    wanted = tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))
    across = (picture == wanted).all(axis=2).sum(axis=1)
    found, before = [], 0
    for dots in across:
        if dots and not before:
            found.append(int(dots))
        elif dots:
            found[-1] = max(found[-1], int(dots))
        before = dots
    return found[1:]


def test_bars_are_as_long_as_their_amounts():
    picture = pixels(draw_chart(chart(Bar("Pump", (3000 * USD,), 750), Bar("Hose", (1000 * USD,), 250))))
    assert picture.shape[1] == 960
    pump, hose = lengths(picture, COLOURS[0])
    # The longest reaches from margin to margin: 960 dots less twice 0.18 inches of 240 dots.
    assert pump == pytest.approx(874, abs=2)
    assert hose == pytest.approx(874 / 3, abs=2)


def test_what_is_below_zero_goes_to_the_left():
    picture = pixels(draw_chart(chart(Bar("Pump", (3000 * USD,), None), Bar("Returns", (-1000 * USD,), None))))
    pump, returns = lengths(picture, COLOURS[0])
    assert pump + returns == pytest.approx(874, abs=3)


def test_a_stacked_bar_is_made_of_its_parts_end_to_end():
    bars = (Bar("Asia", (2000 * USD, 1000 * USD), 750), Bar("Europe", (0, 1000 * USD), 250))
    picture = pixels(draw_chart(chart(*bars, series=("A", "B"), stacked=True)))
    assert lengths(picture, COLOURS[0]) == [pytest.approx(582, abs=2)]
    assert lengths(picture, COLOURS[1]) == [pytest.approx(291, abs=2), pytest.approx(291, abs=2)]


needs_cjk = pytest.mark.skipif(charts.cjk_font() is None, reason="no font with Chinese letters is installed")


@needs_cjk
@pytest.mark.parametrize(
    ("one", "another"), [("北京第一机床厂", "上海大众汽车厂"), ("カタカナ", "ひらがな"), ("한국", "서울")]
)
def test_letters_are_drawn_as_letters(one, another):
    # Letters that a font lacks are drawn as the same empty box, so that two names of one length would look alike.
    assert all(map(charts.can_draw, one + another))
    drawn = [pixels(draw_chart(chart(Bar(label, (USD,), 1000)))) for label in (one, another)]
    assert drawn[0].shape == drawn[1].shape
    assert (drawn[0] != drawn[1]).any()


def test_letters_that_no_font_has_are_left_out():
    assert not charts.can_draw("\U0001f642")
    assert charts.drawable("Pump \U0001f642 & Co", 40) == "Pump & Co"
    assert draw_chart(chart(Bar("\U0001f642", (USD,), 1000)))


@needs_cjk
def test_a_label_is_cut_where_its_line_ends():
    assert charts.drawable("A" * 50, 10) == "AAAAAAAAA…"
    # Each of these takes the room of two.
    assert charts.drawable("北京第一机床厂", 10) == "北京第一…"


def test_a_dollar_sign_begins_no_formula():
    assert draw_chart(chart(Bar(r"$\frac{1$ and $x_", (USD,), 1000)))


def test_without_such_a_font_the_picture_is_drawn_and_the_log_says_so_once(monkeypatch, caplog):
    monkeypatch.setattr(charts, "CJK_FONTS", ())
    charts.fonts.cache_clear()
    charts.faces.cache_clear()
    try:
        with caplog.at_level(logging.WARNING):
            for _time in range(2):
                assert draw_chart(chart(Bar("北京 Pump", (USD,), 1000)))
        assert charts.drawable("北京 Pump", 40) == "Pump"
        assert [each.getMessage() for each in caplog.records if "fonts-noto-cjk" in each.getMessage()] == [
            "no font with Chinese letters is installed, so pictures leave them out: install fonts-noto-cjk"
        ]
    finally:
        charts.fonts.cache_clear()
        charts.faces.cache_clear()


def test_pictures_drawn_at_once_are_the_pictures_drawn_one_after_another():
    wanted = [
        chart(Bar(f"Product {number}", (number * USD,), None), Bar("Ten", (10 * USD,), None)) for number in range(9)
    ]
    alone = [draw_chart(each) for each in wanted]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(draw_chart, wanted)) == alone


def test_the_bot_starts_without_what_draws():
    start = "import sys, bot.app, bot.files.charts, bot.files.sheets; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", start], capture_output=True, text=True, check=True)
    assert {"matplotlib", "xlsxwriter", "pandas"}.isdisjoint(done.stdout.split())
