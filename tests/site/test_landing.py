"""The landing page: its figure computes what convref computes, by pointer and by keys, and stands without scripts."""

import json
import random
from base64 import b64decode

import numpy as np
import pytest

import convref as F


def number(text):
    return float(text.replace("−", "-"))


@pytest.fixture(params=["en", "zh"])
def landing(request, browser, site):
    """The page from disk, with its figure awake."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{site.as_uri()}/{request.param}/index.html")
    page.locator(".landing-figure.is-live").wait_for()
    yield page
    context.close()


def brought(page):
    """The photo and the kernels that the page brings."""
    figure = page.locator(".landing-figure")
    side = int(figure.get_attribute("data-side"))
    pixels = np.frombuffer(b64decode(figure.get_attribute("data-pixels")), np.uint8).reshape(side, side).astype(int)
    return pixels, json.loads(figure.get_attribute("data-kernels"))


def shown(page, name):
    return [number(text) for text in page.locator(f".landing-{name} .digit").all_inner_texts()]


def test_every_kernel_gives_what_convref_gives_wherever_one_points(landing):
    pixels, kernels = brought(landing)
    box = landing.locator(".landing-photo").bounding_box()
    draw, side = random.Random(0), len(pixels)
    for name, kernel in kernels.items():
        landing.locator(f".landing-figure input[value={name}]").check(force=True)
        weights = np.array(kernel["weights"])
        expected = F.conv2d(pixels[None], weights[None, None])[0] / kernel["divisor"]
        for _ in range(6):
            row, column = (draw.randrange(1, side - 1) for _ in range(2))
            unit = box["width"] / side
            landing.mouse.move(box["x"] + (column + 0.5) * unit, box["y"] + (row + 0.5) * unit)
            window = pixels[row - 1 : row + 2, column - 1 : column + 2]
            assert shown(landing, "window") == window.ravel().tolist()
            total, sign = landing.locator(".landing-total").inner_text(), landing.locator(".landing-sign").inner_text()
            exact = float(expected[row - 1, column - 1])
            assert abs(number(total) - exact) <= (0 if sign == "=" else 0.05)
            assert (sign == "=") == exact.is_integer()
            terms, _, end = landing.locator(".landing-terms").inner_text().rpartition(f" {sign} ")
            assert end == total
            assert eval(terms.replace("·", "*").replace("−", "-")) == pytest.approx(exact)


def test_arrow_keys_move_the_window_by_one(landing):
    pixels, _ = brought(landing)
    figure = landing.locator(".landing-figure")
    row, column = (int(figure.get_attribute(f"data-{name}")) for name in ("row", "column"))
    landing.locator(".landing-photo").focus()
    landing.keyboard.press("ArrowRight")
    landing.keyboard.press("ArrowDown")
    window = pixels[row + 1 : row + 4, column + 1 : column + 4]
    assert shown(landing, "window") == window.ravel().tolist()


def test_the_size_card_follows_the_fields_and_explains_a_refusal(landing):
    card = landing.locator(".size-card")
    cases = {("32", "3", "2", "1"): "16", ("２２４", "11", "4", "2"): "55", ("5", "5", "1", "0"): "1"}
    for values, size in cases.items():
        for name, value in zip("iksp", values, strict=True):
            card.locator(f"[name={name}]").fill(value)
        assert card.locator(".size-result").inner_text() == size
    for name, value, told in (("k", "9", "7"), ("i", "", ""), ("s", "0", ""), ("p", "1.5", "")):
        card.locator("[name=i]").fill("5")
        for field, start in zip("ksp", ("3", "1", "1"), strict=True):
            card.locator(f"[name={field}]").fill(start)
        card.locator(f"[name={name}]").fill(value)
        assert card.locator(".size-result.is-refusal").is_visible()
        assert told in card.locator(".size-result").inner_text()


def test_the_size_card_knows_the_transposed_layer(landing):
    card = landing.locator(".size-card")
    assert card.locator("[name=op]").is_hidden()
    card.locator("[value=ConvTranspose2d]").check(force=True)
    given = {name: int(card.locator(f"[name={name}]").input_value()) for name in ("i", "k", "s", "p", "op")}
    assert card.locator(".size-result").inner_text() == "223", "a decoder that is one pixel short"
    cases = [
        given,
        {**given, "op": 1},
        {"i": 8, "k": 4, "s": 2, "p": 1, "op": 0},
        {"i": 2, "k": 3, "s": 3, "p": 0, "op": 2},
    ]
    for values in cases:
        for name, value in values.items():
            card.locator(f"[name={name}]").fill(str(value))
        i, *settings, op = values.values()
        assert card.locator(".size-result").inner_text() == str(F.conv_transpose_output_size(i, *settings, op))
    for name, value, told in (("op", "3", "3"), ("p", "9", ""), ("op", "x", "")):
        card.locator(f"[name={name}]").fill(value)
        assert card.locator(".size-result.is-refusal").is_visible()
        assert told in card.locator(".size-result").inner_text()
        card.locator(f"[name={name}]").fill("0")
    card.locator("[value=Conv2d]").check(force=True)
    assert card.locator("[name=op]").is_hidden()


def test_the_card_of_errors_leads_to_their_sections_and_to_the_one_search(landing):
    card = landing.locator(".error-need")
    assert landing.locator("main input[type=search]").count() == 0, "the search stands at the head of the page"
    found = card.locator(".messages a").evaluate_all("links => links.map(link => [link.href, link.textContent])")
    assert len(found) == 3
    assert [says for _, says in found[1:]] == [
        "Kernel size can't be greater than actual input size",
        "mat1 and mat2 shapes cannot be multiplied",
    ]
    card.get_by_role("link").nth(3).click()
    assert landing.locator(".search-dialog input[type=search]").evaluate("field => field === document.activeElement")
    for address, says in found:
        landing.goto(address)
        section = landing.locator(f"[id='{address.partition('#')[2]}']")
        words = max(says.split("…"), key=len).strip()
        assert (
            words in section.locator("xpath=ancestor-or-self::section[1] | following-sibling::section[1]").inner_text()
        )


def test_the_first_words_say_what_convref_is(landing):
    said = landing.locator(".counts li", has=landing.locator("code")).inner_text()
    assert "NumPy" in said and "PyTorch" in said
    assert landing.locator(".counts a").evaluate("link => link.pathname").endswith("/reference/index.html")


def test_whoever_is_named_finds_a_way_from_there(landing):
    ways = landing.locator(".for-whom a").evaluate_all("links => links.map(link => link.pathname.split('/').pop())")
    assert ways == ["why-convolve.html", "sizes.html", "index.html"]


def test_without_scripts_the_first_state_stands_there_as_a_picture(browser, site):
    context = browser.new_context(java_script_enabled=False, color_scheme="light")
    page = context.new_page()
    page.goto(f"{site.as_uri()}/en/index.html")
    pixels, kernels = brought(page)
    window, weights = (np.array(shown(page, name)) for name in ("window", "kernel"))
    assert weights.reshape(3, 3).tolist() == kernels["edges"]["weights"]
    assert number(page.locator(".landing-total").inner_text()) == window @ weights
    terms = page.locator(".landing-terms").inner_text().split(" = ")[0]
    assert eval(terms.replace("·", "*").replace("−", "-")) == window @ weights
    for image in page.locator(".landing-figure img:visible").all():
        assert image.evaluate("image => image.naturalWidth") >= len(pixels) - 2
    assert page.locator(".landing-figure img:visible").count() == 2
    assert not page.locator(".switch:visible").count()
    context.close()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_first_screen_of_a_phone_holds_words_buttons_and_pictures(opened, language):
    page = opened(f"{language}/index", viewport={"width": 360, "height": 760})
    buttons = [one.bounding_box() for one in page.locator(".hero .button").all()]
    assert buttons[0]["y"] == buttons[1]["y"], "both stand in one row"
    for part in (".hero .lead", ".for-whom", ".landing-photo", ".landing-map"):
        box = page.locator(part).bounding_box()
        assert box["y"] + box["height"] < 760, part
