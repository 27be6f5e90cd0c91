"""The search for settings, as a reader uses it."""

import pytest

SIZES = "sizes input=224 output=112"


def field(page, name):
    return page.locator(f"input[name={name}]")


def answer(page):
    return " ".join(page.locator(".ex-code ~ div").first.inner_text().split())


def test_it_names_the_bounds_and_takes_ranges(show):
    page = show(SIZES)
    first = page.locator("tbody tr").first
    assert first.inner_text().split("\t") == ["nn.Conv2d(…, kernel_size=2, stride=2)", "✓", "0"]
    assert "Searched: kernel_size=1–11, stride=1–4, padding=0–d(k−1), dilation=1" in answer(page)
    field(page, "kernel_size").fill("3，5")
    assert page.locator("tbody tr").count() == 2
    field(page, "kernel_size").fill("1")
    last = first.inner_text().split("\t")
    assert last == ["nn.Conv2d(…, kernel_size=1, stride=2)", "−", "112 (111 in gaps, 1 at the end)"]
    field(page, "kernel_size").fill("3-")
    assert "kernel_size must look like 3, 1-7 or 3,5,7." in answer(page)
    field(page, "kernel_size").fill("0-3")
    assert "kernel_size must be at least 1. It is 0." in answer(page)
    field(page, "kernel_size").fill("1-9999")
    field(page, "stride").fill("1-9999")
    assert "100000 are the most" in answer(page)


def test_none_says_how_near_and_widens_at_a_press(show):
    page = show(f"{SIZES} stride=1")
    text = answer(page)
    assert "such layers give sizes from 214 to 234, but not this one" in text
    assert "The nearest size is 214, 102 too many: nn.Conv2d(…, kernel_size=11)" in text
    assert "Wider bounds reach 112. Any one of these is enough: kernel_size=113 stride=2 dilation=12" in text
    page.get_by_role("button", name="stride=2").click()
    assert field(page, "stride").input_value() == "2"
    assert page.locator("tbody tr").count() > 5


def test_choosing_the_other_layer_turns_the_sizes_round(show):
    page = show(SIZES)
    page.get_by_label("Layer").select_option("1")
    assert [field(page, name).input_value() for name in ("input", "output")] == ["112", "224"]
    assert page.locator("tbody tr").first.inner_text().startswith("nn.ConvTranspose2d(…, kernel_size=2, stride=2)")
    page.get_by_label("Layer").select_option("")
    assert [field(page, name).input_value() for name in ("input", "output")] == ["224", "112"]
    field(page, "input").fill("7")
    page.get_by_label("Layer").select_option("1")  # 7 to 112 goes up already
    assert [field(page, name).input_value() for name in ("input", "output")] == ["7", "112"]


def test_a_screen_reader_hears_the_sentences_and_not_the_table(show):
    page = show(SIZES)
    field(page, "kernel_size").fill("3")
    page.wait_for_function("document.querySelector('[aria-live]').textContent.includes('kernel_size=3')")
    heard = page.locator("[aria-live]").text_content()
    assert "Settings found" in heard
    assert "nn.Conv2d" not in heard


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("figure", ["sizes", "receptive"])
def test_a_table_is_seen_whole_on_a_phone(show, figure, language):
    page = show(figure, language=language, viewport={"width": 360, "height": 800}, has_touch=True, is_mobile=True)
    table = page.locator(".ex-table")
    assert table.evaluate("(box) => box.scrollWidth <= box.clientWidth")
    least = 2 * table.locator("td").last.evaluate("(cell) => parseFloat(getComputedStyle(cell).fontSize)")
    assert all(one.bounding_box()["width"] >= least for one in table.locator("th").all())


@pytest.mark.parametrize("figure", ["sizes", "receptive", "checkerboard", "stack"])
def test_choices_are_not_cut_off_on_a_phone(show, figure):
    page = show(figure, viewport={"width": 360, "height": 800}, has_touch=True, is_mobile=True)
    cut = page.locator(".explorer select").evaluate_all(
        """(all) => all.filter((one) => { const free = one.cloneNode(true); free.style.cssText = "max-width: none";
          one.parentElement.append(free); free.value = one.value;
          const wanted = free.getBoundingClientRect().width; free.remove();
          return one.getBoundingClientRect().width < wanted - 1; }).map((one) => one.value)"""
    )
    assert cut == []


@pytest.mark.parametrize(
    ("figure", "page_name"), [(SIZES, "convolution"), ("sizes input=7 output=14 transposed=1", "transposed")]
)
def test_every_row_opens_its_layer_as_a_figure(show, figure, page_name):
    page = show(figure)
    rows = page.locator("tbody tr").all()
    addresses = [row.get_by_role("link").get_attribute("href") for row in rows]
    size = page.locator("input[name=output]").input_value()
    assert len(addresses) > 5
    assert all(address.startswith(f"tools/{page_name}.html#explorer-1:") for address in addresses)
    for address in (addresses[0], addresses[-1]):
        opened = show("conv", fragment="#" + address.split("#")[1])
        assert f"Output {size}×{size}" in " ".join(opened.locator(".of-y .ex-title").first.inner_text().split())
