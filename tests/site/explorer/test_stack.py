"""The stack of layers, as a reader uses it: what is typed is kept, and the keyboard never loses its place."""

import pytest
from figures import shown

STACK = "stack layers=Conv2d,8,3,1,1;Conv2d,8,3,1,1 size=32"


def field(page, number, name):
    return page.get_by_label(f"Layer {number}, {name}", exact=True)


def focused(page):
    return page.evaluate("document.activeElement.ariaLabel ?? document.activeElement.textContent")


def outcome(page, number):
    """Return the numbers below a layer."""
    return page.locator("tbody").nth(number - 1).locator(".ex-outcome td").all_inner_texts()


def press(page, target):
    """Press for 80 ms, as a hand does."""
    box = target.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.wait_for_timeout(80)
    page.mouse.up()


def test_a_value_typed_before_a_press_is_kept_and_the_press_works(show):
    page = show(STACK)
    field(page, 1, "kernel_size").click()
    page.keyboard.type("5")
    press(page, page.get_by_role("button", name="Add a layer"))
    assert page.locator(".ex-call").count() == 3
    assert field(page, 1, "kernel_size").input_value() == "5"
    assert outcome(page, 1)[0] == "8×30×30"
    field(page, 2, "stride").click()
    page.keyboard.type("2")
    press(page, page.get_by_role("button", name="Remove layer 1"))
    assert page.locator(".ex-call").count() == 2
    assert field(page, 1, "stride").input_value() == "2"


def test_tab_and_type_replaces_what_stands_there(show):
    page = show(STACK)
    field(page, 1, "out_channels").click()
    for digit in "24351":
        page.keyboard.type(digit)
        page.keyboard.press("Tab")
    names = ("out_channels", "kernel_size", "stride", "padding", "dilation")
    assert [field(page, 1, name).input_value() for name in names] == ["2", "4", "3", "5", "1"]
    assert field(page, 2, "out_channels").input_value() == "8"


def test_the_keyboard_keeps_its_place_when_layers_come_and_go(show):
    page = show(STACK)
    page.get_by_role("button", name="Add a layer").focus()
    page.keyboard.press("Enter")
    assert focused(page) == "Layer 3, out_channels"
    page.keyboard.type("16")
    assert outcome(page, 3)[0] == "16×32×32"
    page.get_by_role("button", name="Remove layer 2").focus()
    page.keyboard.press("Enter")
    assert focused(page) == "Remove layer 2"
    page.keyboard.press("Enter")
    assert focused(page) == "Remove layer 1"
    page.keyboard.press("Enter")
    assert focused(page) == "Add a layer"
    assert "There is no layer yet." in shown(page)
    assert "in all" not in shown(page)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_pairs_keep_their_comma_and_each_axis_its_size(show, language):
    page = show("stack layers=Conv2d,8,3 size=32", language=language)
    box = page.locator("input[name=kernel_size]")
    box.click()
    page.keyboard.type("(3, 5)")
    assert box.input_value() == "(3, 5)"
    assert outcome(page, 1)[:2] == ["8×30×28", "(3, 5)"]
    page.locator("input[name=size]").fill("32，20")
    assert outcome(page, 1)[0] == "8×30×16"


def test_other_ranks(show):
    page = show(STACK)
    page.get_by_label("Axes").select_option("1")
    assert outcome(page, 2)[0] == "8×32"
    assert "nn.Conv1d" in page.locator(".ex-call").first.inner_text()
    page.get_by_label("Axes").select_option("3")
    assert outcome(page, 2)[0] == "8×32×32×32"


def test_arrows_buttons_and_the_slider_step(show):
    page = show(STACK)
    box = field(page, 1, "kernel_size")
    box.click()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert box.input_value() == "5"
    press(page, page.get_by_role("button", name="Layer 1, kernel_size: one step down"))
    assert box.input_value() == "4"
    assert focused(page) == "Layer 1, kernel_size"
    slider = page.get_by_label("Layer 1, kernel_size, as a slider")
    box_of_slider = slider.bounding_box()
    page.mouse.click(box_of_slider["x"] + box_of_slider["width"] - 2, box_of_slider["y"] + 10)
    assert box.input_value() == "12"
    page.keyboard.press("ArrowLeft")
    assert box.input_value() == "11"
    box.fill("(3, 5)")
    page.evaluate("document.activeElement.setSelectionRange(4, 4)")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert box.input_value() == "(3, 3)"


def test_a_refused_stack_says_so_at_its_layer_and_shows_no_total(show):
    page = show("stack layers=Conv2d,8,3;Conv2d,8,99;Conv2d,8,3 size=32")
    bodies = page.locator("tbody")
    assert outcome(page, 1)[0] == "8×30×30"
    assert "The kernel must fit" in bodies.nth(1).inner_text()
    assert "Not computed: layer 2 is refused." in bodies.nth(2).inner_text()
    assert "in all" not in shown(page)
    assert "—" not in shown(page)
    page.locator("input[name=size]").fill("x")
    assert outcome(page, 1) == []
    assert "MACs of one example" not in shown(page)


def test_a_long_stack_survives_a_reload(show):
    page = show(f"stack layers={';'.join(f'Conv2d,{number},3,1,1' for number in range(1, 31))} size=64")
    field(page, 30, "kernel_size").fill("5")
    page.wait_for_function("location.hash.length > 1")
    assert len(page.evaluate("location.hash")) < 500
    page.reload()
    assert page.locator(".ex-call").count() == 30
    assert field(page, 30, "kernel_size").input_value() == "5"
    assert [field(page, number, "out_channels").input_value() for number in (1, 17, 30)] == ["1", "17", "30"]


def test_what_is_out_of_the_ordinary_is_marked(show):
    page = show("stack layers=ConvTranspose2d,8,3,2;Conv2d,8,3,1,1;Conv2d,8,9,1,4 size=4")
    assert "the stride 2 does not divide kernel_size 3" in page.locator("tbody").first.inner_text()
    assert page.locator(".flagged").count() == 1
    assert "the receptive field is larger than the input: 7 against 4" in page.locator("tbody").nth(2).inner_text()


def test_on_a_phone_every_number_is_in_sight(show):
    page = show(STACK, viewport={"width": 360, "height": 800}, has_touch=True, is_mobile=True)
    wide = page.evaluate(
        "[...document.querySelectorAll('.explorer *')].filter((one) => !one.closest('.ex-heard')"
        " && one.getBoundingClientRect().right > 361).map((one) => one.outerHTML.slice(0, 80))"
    )
    assert wide == []
    box = page.get_by_role("button", name="Remove layer 1").bounding_box()
    assert min(box["width"], box["height"]) >= 44
    field(page, 1, "stride").tap()
    box = page.get_by_role("button", name="Layer 1, stride: one step up").bounding_box()
    assert min(box["width"], box["height"]) >= 44
    page.get_by_role("button", name="Layer 1, stride: one step up").tap()
    assert field(page, 1, "stride").input_value() == "2"


def arrange(page, number, action=None):
    """Open what arranges a layer, and press one of its buttons."""
    page.get_by_role("button", name=f"Layer {number}: insert, duplicate, move").click()
    if action:
        page.get_by_role("button", name=action, exact=True).click()


def channels(page):
    """Return the output channels from the first layer to the last."""
    return [box.input_value() for box in page.locator("input[name=out_channels]").all()]


def test_a_layer_is_inserted_duplicated_and_moved(show):
    page = show("stack layers=Conv2d,8,3,1,1;Conv2d,16,5,2,2 size=32")
    arrange(page, 1, "Insert below")
    assert channels(page) == ["8", "8", "16"]
    assert outcome(page, 3)[0] == "16×16×16"
    arrange(page, 3, "Duplicate")
    assert channels(page) == ["8", "8", "16", "16"]
    assert field(page, 4, "kernel_size").input_value() == "5"
    arrange(page, 3, "Move up")
    assert channels(page) == ["8", "16", "8", "16"]
    page.get_by_role("button", name="Move up", exact=True).click()  # It went along with its layer.
    assert channels(page) == ["16", "8", "8", "16"]
    assert page.get_by_role("button", name="Move up", exact=True).is_disabled()


def test_a_layer_is_arranged_by_the_keyboard(show):
    page = show("stack layers=Conv2d,1,3,1,1;Conv2d,2,3,1,1;Conv2d,3,3,1,1 size=32")
    page.get_by_role("button", name="Layer 3: insert, duplicate, move").focus()
    page.keyboard.press("Enter")
    for _ in range(3):
        page.keyboard.press("Tab")  # beyond ×, to Insert, Duplicate and Move up
    page.keyboard.press("Tab")
    assert focused(page) == "Move up"
    page.keyboard.press("Enter")
    assert channels(page) == ["1", "3", "2"]
    assert focused(page) == "Move up"
    page.keyboard.press("Enter")
    assert channels(page) == ["3", "1", "2"]
    assert focused(page) == "Layer 1: insert, duplicate, move"
    page.keyboard.press("Enter")
    assert page.get_by_role("button", name="Move up", exact=True).count() == 0


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_layers_are_pasted_as_text(show, language):
    page = show(STACK, language=language)
    page.locator("details.ex-more > summary").click()
    text = page.locator("textarea")
    assert text.input_value() == "nn.Conv2d(3, 8, 3, padding=1),\nnn.Conv2d(8, 8, 3, padding=1),"
    pasted = "nn.Conv1d(2, 4, 5, bias=False),\nnn.BatchNorm1d(4)\nc6 k3 s2"
    text.fill(pasted)
    assert channels(page) == ["4", "6"]
    assert outcome(page, 2)[0] == "6×13"
    assert "bias=False, BatchNorm1d" in shown_with_news(page)
    assert text.input_value() == pasted
    text.fill(pasted + "\nMaxPool1d(2)")
    assert channels(page) == ["4", "6"]
    assert "nn.MaxPool1d" in shown_with_news(page)
    page.locator("input[name=kernel_size]").first.fill("3")
    assert text.input_value() == "nn.Conv1d(2, 4, 3),\nnn.Conv1d(4, 6, 3, stride=2),"


def shown_with_news(page):
    """Return what stands below the text."""
    return page.locator(".ex-text [aria-live]").inner_text()


@pytest.mark.parametrize(
    ("figure", "names"),
    [
        ("stack size=32", ["out_channels", "kernel_size", "stride", "groups"]),
        ("receptive", ["kernel_size", "dilation"]),
        ("checkerboard", ["w0", "w2"]),
    ],
)
def test_what_steps_a_field_stays_on_a_phone(show, figure, names):
    page = show(figure, viewport={"width": 360, "height": 800}, has_touch=True, is_mobile=True)
    for name in names:
        page.locator(f".ex-step.compact input[name={name}]").first.tap()
        page.wait_for_function("document.querySelectorAll('.ex-step.compact .ex-tray').length === 1")
        box = page.locator(".ex-step.compact .ex-tray").bounding_box()
        assert box["x"] >= 0, name
        assert box["x"] + box["width"] <= 360, name


@pytest.mark.parametrize(
    ("pasted", "shape", "last"),
    [
        ("nn.Conv2d(1, 6, 5),\nnn.ReLU(),\nnn.MaxPool2d(2),", "1x32x32", "6×14×14"),
        ("Conv1d(2, 4, 3)\nMaxPool1d(2)", "2x32", "4×15"),
        ("c8 k3\nc8 k3 s2", "3x32x32", "8×14×14"),
    ],
)
def test_the_lines_are_taken_to_the_network_tool(show, pasted, shape, last):
    page = show("stack size=32")
    page.locator("details.ex-more > summary").click()
    page.locator("textarea").fill(pasted)
    address = page.locator(".ex-text a").get_attribute("href")
    assert address.startswith("tools/network.html#explorer-1:")
    network = show("network", fragment="#" + address.split("#")[1])
    assert network.locator("textarea").first.input_value() == pasted
    assert network.locator("input[name=input]").input_value() == shape
    assert last in network.locator("table").first.inner_text()
