"""The photo in the page: its first state, pointing, a picture of one's own, the camera, and nothing that leaves it."""

import json
import re
import time
from base64 import b64decode, b64encode
from io import BytesIO

import numpy as np
import pytest
from kinds import AXE, FAULTS
from PIL import Image

import convref as F

Image.new("L", (8, 8), 9).save(GREY := BytesIO(), "png")
GREY = GREY.getvalue()
SOBEL = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], float)


def number(text):
    return float(text.replace("−", "-").replace("≈", "").replace("=", ""))


@pytest.fixture(params=["en", "zh"])
def language(request):
    return request.param


@pytest.fixture
def opened(browser, site):
    """Return a function that opens the tool from disk, and the addresses that it has asked for."""
    contexts, errors = [], []

    def open_page(language="en", fragment="", page="tools/photo", script="", **options):
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 1000}, **options})
        contexts.append(context)
        shown = context.new_page()
        shown.add_init_script(script)
        shown.asked = []
        shown.on("request", lambda request: shown.asked.append(request.url))
        shown.on("pageerror", lambda error: errors.append(str(error)))
        shown.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        shown.goto(f"{site.as_uri()}/{language}/{page}.html{fragment}")
        return shown

    yield open_page
    for context in contexts:
        context.close()
    assert not errors


def first(page):
    return page.locator(".explorer[data-tool=photo]").first


def awake(page):
    """Touch the figure, and wait until it computes itself."""
    figure = first(page)
    figure.locator(".ph-picture").first.hover()
    figure.locator("canvas").nth(1).wait_for()
    return figure


def brought(site, language, name):
    """Return the photo that a script of the site brings."""
    text = (site / language / "_static" / "photo" / f"{name}.js").read_text(encoding="utf-8")
    data = json.loads(text[text.index(" = ") + 3 : text.rindex(";")])
    return Image.frombytes("RGB", (data["width"], data["height"]), b64decode(data["rgb"]))


def pixels(site, language, name="lena"):
    return np.asarray(brought(site, language, name).convert("L"), float)


def test_the_first_state_is_a_picture_without_scripts_and_shows_what_convref_gives(opened, site, language):
    page = opened(language, java_script_enabled=False)
    figure = first(page)
    images = figure.locator(".ph-picture img:visible")
    assert images.count() == 2
    for image in images.all():
        image.scroll_into_view_if_needed()
        page.wait_for_function("image => image.naturalWidth > 200", arg=image.element_handle())
    assert figure.locator("button:visible, select:visible, summary:visible").count() == 0
    window = [number(text) for text in figure.locator(".ph-x span").all_inner_texts()]
    row, column = map(int, json.loads(figure.get_attribute("data-state"))["at"].split("."))
    photo = pixels(site, language)
    assert window == photo[row : row + 3, column : column + 3].ravel().tolist()
    total = number(figure.locator(".ph-part .ph-y").inner_text())
    assert total == (photo[row : row + 3, column : column + 3] * SOBEL).sum()


WRITTEN = """figures => figures.map((figure) => {
  const copy = figure.cloneNode(true);
  for (const field of copy.querySelectorAll("input, select, textarea")) field.removeAttribute("value");
  return copy.innerHTML;
})"""


def test_the_script_takes_over_what_the_build_drew(opened, language):
    still, live = opened(language, java_script_enabled=False), opened(language)
    live.locator(".explorer").nth(1).scroll_into_view_if_needed()  # It is taken over once it is near.
    live.locator(".explorer.live").nth(1).wait_for()
    drawn, now = (page.locator(".explorer").evaluate_all(WRITTEN) for page in (still, live))
    assert drawn == now


def test_taking_over_moves_nothing_and_changes_no_number(opened, language):
    still = opened(language, java_script_enabled=False)
    live = opened(language)
    live.locator(".explorer.live").first.wait_for()
    boxes = [
        [part.bounding_box() for part in first(page).locator(".ph-picture, .ph-board").all()] for page in (still, live)
    ]
    text = first(live).locator(".ph-lens").inner_text()
    awake(live)
    boxes.append([part.bounding_box() for part in first(live).locator(".ph-picture, .ph-board").all()])
    assert boxes[1] == boxes[2]
    assert [box["width"] for box in boxes[0]] == [box["width"] for box in boxes[1]]
    assert first(live).locator(".ph-sign").count() == 2 and "∗" in text


def test_a_page_asks_for_pixels_only_when_the_figure_is_touched(opened):
    page = opened()
    page.locator(".explorer.live").first.wait_for()
    page.wait_for_load_state("networkidle")
    assert not [url for url in page.asked if re.search(r"/photo/\w+\.js$", url)]
    awake(page)
    assert [url.rpartition("/")[2] for url in page.asked if re.search(r"/photo/\w+\.js$", url)] == ["lena.js"]
    first(page).locator(".ph-kernels button", has_text="learned").click()
    first(page).locator(".ph-dense").first.wait_for()
    assert [url for url in page.asked if url.endswith("/photo/kernels.js")]


def test_pointing_and_arrow_keys_show_the_sum_of_that_pixel(opened, site):
    page = opened()
    figure = awake(page)
    photo = pixels(site, "en")
    wanted = F.conv2d(photo[None, None], SOBEL[None, None])[0, 0]
    picture = figure.locator(".ph-picture").nth(1)
    box = picture.bounding_box()
    for row, column in ((3, 5), (100, 200), (250, 7)):
        page.mouse.move(box["x"] + (column + 0.5) * box["width"] / 254, box["y"] + (row + 0.5) * box["height"] / 254)
        total = figure.locator(".ph-part .ph-y")
        assert number(total.inner_text()) == wanted[row, column]
    picture.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+ArrowRight")
    assert number(figure.locator(".ph-part .ph-y").inner_text()) == wanted[251, 17]
    page.wait_for_function("() => document.querySelector('.ph-lens .ex-heard').textContent.includes('251')")


@pytest.mark.parametrize(("page", "part"), [("tools/photo", ".ph-picture"), ("index", ".landing-photo")])
def test_a_screen_reader_leaves_the_arrow_keys_to_the_pictures(opened, language, page, part):
    pictures = opened(language, page=page).locator(part).all()
    assert pictures
    for picture in pictures:
        assert picture.get_attribute("role") == "application"
        assert picture.get_attribute("tabindex") in (None, "0") and picture.get_attribute("aria-label")


def painted(figure, at):
    """The colours of one of the two canvases."""
    canvas = figure.locator("canvas").nth(at)
    found = canvas.evaluate(
        """canvas => {
          const { width, height } = canvas;
          const data = canvas.getContext("2d").getImageData(0, 0, width, height).data;
          let text = "";
          for (let at = 0; at < data.length; at += 4096) text += String.fromCharCode(...data.slice(at, at + 4096));
          return [height, width, btoa(text)];
        }"""
    )
    return np.frombuffer(b64decode(found[2]), np.uint8).reshape(found[0], found[1], 4)[..., :3].astype(int)


def draw_frames(page, count):
    """Wait until the browser has drawn so many frames."""
    page.evaluate(
        """async count => {
          for (let at = 0; at < count; at++) await new Promise(requestAnimationFrame);
        }""",
        count,
    )


def repainted(figure, at, before):
    """Wait until one of the two canvases shows something else than before, and return what it shows."""
    end = time.monotonic() + 30
    while np.array_equal(now := painted(figure, at), before):
        assert time.monotonic() < end, "the canvas still shows the same"
        draw_frames(figure.page, 1)
    return now


def test_the_map_is_painted_as_it_is_computed(opened, site):
    page = opened(color_scheme="light")
    figure = awake(page)
    values = F.conv2d(pixels(site, "en")[None, None], SOBEL[None, None])[0, 0]
    colours = painted(figure, 1)
    end = {True: (0x00, 0x80, 0x5D), False: (0x9B, 0x4F, 0x96)}
    share = np.abs(values) / np.abs(values).max()
    wanted = np.where((values >= 0)[..., None], end[True], end[False]) * share[..., None] + 255 * (1 - share[..., None])
    assert np.abs(colours - wanted).max() <= 2
    kernels = figure.locator(".ph-kernels button")
    kernels.filter(has_text="identity").click()
    assert (
        painted(figure, 1)[..., 0]
        == np.rint(pixels(site, "en")[1:-1, 1:-1] * 255 / pixels(site, "en")[1:-1, 1:-1].max())
    ).mean() > 0.99


def own_picture():
    rng = np.random.default_rng(0)
    kept = BytesIO()
    values = rng.integers(0, 256, (90, 120, 3), dtype=np.uint8)
    Image.fromarray(values).save(kept, "png")
    return values, kept.getvalue()


PASTE = """(box, text) => {
  box.value = text;
  box.dispatchEvent(new InputEvent("input", { inputType: "insertFromPaste", bubbles: true }));
  return new Promise((resolve) => setTimeout(resolve, 50));
}"""
DROP = """([text, kind]) => {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], "own.png", { type: "image/png" }));
  const figure = document.querySelector(".ph");
  const event = kind === "drop"
    ? new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true })
    : new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  figure.dispatchEvent(event);
}"""


@pytest.mark.parametrize("way", ["file", "drop", "paste"])
def test_ones_own_picture_is_filtered_and_no_request_follows(opened, address, way):
    page = opened()
    page.goto(f"{address}/en/tools/photo.html")
    for picture in page.locator(".ph-picture").all():
        picture.scroll_into_view_if_needed()
    figure = awake(page)
    values, file = own_picture()
    page.wait_for_load_state("networkidle")
    asked = len(page.asked)
    if way == "file":
        upload = {"name": "own.png", "mimeType": "image/png", "buffer": file}
        figure.locator("input[type=file]").set_input_files(upload)
    else:
        page.evaluate(DROP, [b64encode(file).decode(), way])
    figure.locator(".ph-label", has_text="90×120").wait_for()
    grey = np.asarray(Image.fromarray(np.ascontiguousarray(values)).convert("L"), float)
    assert (painted(figure, 0)[..., 0] == grey).all()
    page.keyboard.press("Escape")
    before = painted(figure, 1)
    figure.locator(".ph-kernels button").nth(3).click()
    repainted(figure, 1, before)
    assert [url for url in page.asked[asked:] if not url.endswith("favicon.svg")] == []  # That is the browser's own.
    assert "90" not in page.evaluate("location.hash")


def test_the_saved_picture_is_the_one_that_the_code_reads(opened, tmp_path):
    page = opened()
    figure = awake(page)
    values, file = own_picture()
    figure.locator("input[type=file]").set_input_files({"name": "own.png", "mimeType": "image/png", "buffer": file})
    figure.locator(".ph-label", has_text="90×120").wait_for()
    figure.locator("details.ph-code summary").click()
    code = figure.locator(".ph-code pre").nth(1).inner_text()
    with page.expect_download() as download:
        figure.get_by_role("button", name="Save the photo").click()
    name = download.value.suggested_filename
    download.value.save_as(tmp_path / name)
    with Image.open(tmp_path / name) as saved:
        assert (np.asarray(saved.convert("RGB")) == values).all()
    names = {}
    exec(code.replace(f'"{name}"', repr(str(tmp_path / name))), names)
    grey = np.asarray(Image.fromarray(np.ascontiguousarray(values)).convert("L"), float)
    assert (names["y"] == F.conv2d(grey[None, None], SOBEL[None, None])).all()


def odd_pictures():
    """Return files of many kinds, each blue above and yellow below, or so turned that it is shown so."""
    values = np.zeros((40, 40, 3), np.uint8)
    values[:20], values[20:] = (0, 0, 250), (250, 250, 0)
    picture, turned = Image.fromarray(values), Image.Exif()
    turned[0x112] = 3  # half a turn
    grey = Image.fromarray(np.asarray(picture.convert("L")).astype(np.uint16) * 257)
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><rect width="40" height="20" fill="#0000fa"/>'
        '<rect y="20" width="40" height="20" fill="#fafa00"/></svg>'
    )

    def written(name, shown=picture, **options):
        shown.save(kept := BytesIO(), name.split(".")[1], **options)
        return name, kept.getvalue()

    return [
        written("cmyk.jpeg", picture.convert("CMYK"), quality=95),
        written("palette.png", picture.quantize(2)),
        written("turned.jpeg", picture.rotate(180), exif=turned, quality=95),
        written("deep.png", grey),
        written("moving.gif", save_all=True, append_images=[picture.rotate(180)]),
        ("drawing.svg", drawing.encode()),
    ]


def test_pictures_of_many_kinds_stand_upright_in_their_own_colours(opened):
    page = opened()
    figure = awake(page)
    kinds = {"jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif", "svg": "image/svg+xml"}
    for name, file in odd_pictures():
        figure.locator("input[type=file]").set_input_files(
            {"name": name, "mimeType": kinds[name.split(".")[1]], "buffer": file}
        )
        page.wait_for_function(
            """() => { const canvas = document.querySelector(".ph-picture canvas"),
              [above, below] = [5, 35].map((row) => canvas.getContext("2d").getImageData(20, row, 1, 1).data[0]);
              return canvas.width === 40 && Math.abs(above - 29) < 4 && Math.abs(below - 222) < 4; }""",
            timeout=5000,
        )
        assert figure.locator("[role=alert]").count() == 0, name
        figure.locator("input[type=file]").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": GREY})
        figure.locator(".ph-label", has_text="8×8").wait_for()


def test_a_file_that_is_no_picture_is_told(opened):
    page = opened()
    figure = awake(page)
    figure.locator("input[type=file]").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": b"no"})
    figure.locator("[role=alert]").wait_for()
    assert "a.png" in figure.locator("[role=alert]").inner_text()
    assert figure.locator("canvas").count() == 2


def test_the_camera_is_filtered_live_and_no_request_follows(with_camera, address):
    page = with_camera.new_page()
    asked = []
    page.goto(f"{address}/en/tools/photo.html")
    figure = awake(page)
    page.wait_for_load_state("networkidle")
    page.on("request", lambda request: asked.append(request.url))
    before = painted(figure, 0)
    figure.get_by_role("button", name="Camera").click()
    figure.get_by_role("button", name="Stop the camera").wait_for()
    repainted(figure, 0, repainted(figure, 0, before))
    figure.get_by_role("button", name="Stop the camera").click()
    figure.get_by_role("button", name="Camera", exact=True).wait_for()
    draw_frames(page, 2)  # One may have been on its way.
    stopped = painted(figure, 0)
    draw_frames(page, 20)
    assert (painted(figure, 0) == stopped).all()
    assert asked == []


CAMERA = """(() => {
  const devices = navigator.mediaDevices, ask = devices.getUserMedia.bind(devices);
  window.streams = [];
  devices.getUserMedia = async (wanted) => {
    const stream = await ask(wanted);
    window.streams.push(stream);
    await window.allowed;
    return stream;
  };
})()"""
ASKED = "() => { window.allowed = new Promise((resolve) => { window.allow = resolve; }); }"
RUNNING = "() => window.streams.flatMap((stream) => stream.getTracks()).filter((t) => t.readyState === 'live').length"


@pytest.fixture
def filmed(with_camera, address):
    """The tool where the browser asks for the camera's leave, and all streams that it has given."""
    page = with_camera.new_page()
    page.add_init_script(CAMERA)
    page.goto(f"{address}/en/tools/photo.html")
    awake(page)
    page.evaluate(ASKED)
    return page


def test_a_camera_that_is_asked_for_twice_is_stopped_once_and_for_all(filmed):
    start = first(filmed).get_by_role("button", name="Camera")
    start.click(click_count=2)
    filmed.wait_for_function("() => window.streams.length === 2")
    filmed.evaluate("window.allow()")
    first(filmed).get_by_role("button", name="Stop the camera").click()
    filmed.wait_for_function(f"() => ({RUNNING})() === 0", timeout=5000)


def test_a_camera_that_comes_after_another_choice_is_not_shown(filmed):
    first(filmed).get_by_role("button", name="Camera").click()
    filmed.wait_for_function("() => window.streams.length === 1")
    first(filmed).locator(".ph-source select").select_option("coffee")
    filmed.evaluate("window.allow()")
    filmed.wait_for_function(f"() => ({RUNNING})() === 0", timeout=5000)
    draw_frames(filmed, 5)
    assert first(filmed).locator(".ph-source select").input_value() == "coffee"


def test_a_camera_that_is_unplugged_is_told(filmed):
    filmed.evaluate("window.allow()")
    first(filmed).get_by_role("button", name="Camera").click()
    first(filmed).get_by_role("button", name="Stop the camera").wait_for()
    filmed.evaluate("window.streams[0].getTracks()[0].dispatchEvent(new Event('ended'))")
    first(filmed).get_by_role("button", name="Camera", exact=True).wait_for(timeout=5000)
    assert "last frame" in first(filmed).locator("[role=alert]").inner_text()
    assert first(filmed).locator(".ph-source select").input_value() == "", "its last frame stays"


GIVE = """([kind, files, words, target]) => {
  const data = new DataTransfer();
  for (const [name, type, text] of files) {
    data.items.add(new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], name, { type }));
  }
  if (words) data.setData("text/plain", words);
  const event = kind === "drop"
    ? new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true })
    : new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  return document.querySelector(target).dispatchEvent(event);
}"""
SMALL = b64encode(GREY).decode()


@pytest.mark.parametrize("kind", ["drop", "paste"])
def test_of_several_files_a_picture_is_taken_and_told(opened, kind, language):
    page = opened(language)
    figure, told = awake(page), first(page).locator(".ph-source [aria-live]")
    files = [["notes.txt", "text/plain", "aGVsbG8="], ["a.png", "image/png", SMALL], ["b.png", "image/png", SMALL]]
    page.evaluate(GIVE, [kind, files, "", ".ph"])
    figure.locator(".ph-label", has_text="8×8").wait_for(timeout=5000)
    page.wait_for_function("told => told.textContent !== ''", arg=told.element_handle())
    assert all(part in told.inner_text() for part in ("3", "a.png", "8×8"))
    page.evaluate(GIVE, [kind, files[1:2], "", ".ph"])
    page.wait_for_function("told => !told.textContent.includes('3')", arg=told.element_handle())
    assert "a.png" in told.inner_text()
    page.evaluate(GIVE, [kind, files[:1], "", ".ph"])
    figure.locator("[role=alert]", has_text="notes.txt").wait_for(timeout=5000)


@pytest.mark.parametrize("kind", ["drop", "paste"])
def test_words_and_links_are_no_picture_and_belong_to_the_field_they_are_given_to(opened, kind, language):
    page = opened(language)
    figure = awake(page)
    assert page.evaluate(GIVE, [kind, [], "1 2 1", ".ph textarea"]), "the box gets what is given to it"
    assert figure.locator("[role=alert]").count() == 0
    assert not page.evaluate(GIVE, [kind, [], "https://example.com/a.png", ".ph-picture"])
    figure.locator("[role=alert]").wait_for(timeout=5000)
    assert "256×256" in figure.locator(".ph-label").first.inner_text()
    figure.locator(".ph-source select").select_option("coffee")
    page.wait_for_function("() => !document.querySelector('[role=alert]')")


def test_of_two_pictures_the_later_one_stays(opened):
    slow = """const decode = window.createImageBitmap;
      window.createImageBitmap = async (file) => {
        if (file.name === "slow.png") await new Promise((resolve) => { window.finish = resolve; });
        return decode(file);
      };"""
    page = opened(script=slow)
    figure, (_, large) = awake(page), own_picture()
    for name, file in (("slow.png", large), ("fast.png", GREY)):
        figure.locator("input[type=file]").set_input_files({"name": name, "mimeType": "image/png", "buffer": file})
    figure.locator(".ph-label", has_text="8×8").wait_for()
    page.evaluate("window.finish()")
    draw_frames(page, 20)
    assert "8×8" in figure.locator(".ph-label").first.inner_text()


@pytest.mark.parametrize(
    ("size", "shown"), [((600, 300), "128×256"), ((300, 600), "256×128"), ((3, 2000), "9×3"), ((4000, 4), "4×12")]
)
def test_a_picture_is_shown_whole_unless_it_is_a_strip(opened, size, shown):
    page = opened()
    figure = awake(page)
    Image.new("RGB", size, (200, 90, 30)).save(kept := BytesIO(), "png")
    upload = {"name": "a.png", "mimeType": "image/png", "buffer": kept.getvalue()}
    figure.locator("input[type=file]").set_input_files(upload)
    figure.locator(".ph-label", has_text=f"photo {shown}").wait_for(timeout=5000)
    box = figure.locator(".ph-picture").first.bounding_box()
    rows, columns = map(int, shown.split("×"))
    assert box["width"] / box["height"] == pytest.approx(columns / rows, rel=0.02)
    assert box["height"] <= 580, "the numbers below would be out of sight"
    assert figure.locator(".ph-more option", has_text=shown).count() == 1, "the choice of sizes begins with this one"


def test_a_pointer_that_rested_on_the_figure_wakes_it_when_it_moves(opened):
    page = opened()
    page.locator(".explorer.live").first.wait_for()
    move = "picture => picture.dispatchEvent(new PointerEvent('pointermove', { bubbles: true }))"
    first(page).locator(".ph-picture").first.evaluate(move)
    first(page).locator("canvas").nth(1).wait_for(timeout=5000)


def test_colours_that_are_numbers_stay_under_colours_of_the_readers_own(opened):
    figure = awake(opened(forced_colors="active"))
    drawn = "part => { const { backgroundImage, backgroundColor } = getComputedStyle(part);"
    drawn += " return backgroundImage + backgroundColor; }"
    assert "gradient" in figure.locator(".ph-bar").evaluate(drawn)
    figure.locator(".ph-kernels select").select_option("11")
    assert len(set(figure.locator(".ph-w span").evaluate_all(f"cells => cells.map({drawn})"))) > 5


def test_without_a_camera_the_page_says_so(opened):
    page = opened()
    figure = awake(page)
    figure.get_by_role("button", name="Camera").click()
    figure.locator("[role=alert]").wait_for()
    figure.locator(".ph-source select").select_option("coffee")
    page.wait_for_function("() => !document.querySelector('[role=alert]')")


def test_weights_are_typed_and_pasted(opened, site):
    page = opened()
    figure = awake(page)
    cells = figure.locator(".ph-w input")
    cells.nth(4).fill("1/9")
    assert "1/9" in page.evaluate("document.querySelector('.ph-w').querySelectorAll('input')[4].value")
    figure.locator("textarea").evaluate(PASTE, "1 2 1\n2 4 2\n1 2 1")
    assert [cell.input_value() for cell in cells.all()] == list("121242121")
    figure.locator("textarea").evaluate(PASTE, " ".join(["1/25"] * 25))
    page.wait_for_function("document.querySelectorAll('.ph-w')[0].children.length === 25")
    figure.locator("textarea").fill("")
    figure.locator("textarea").focus()
    page.keyboard.type("1 2 3 4")
    assert cells.count() == 25
    page.keyboard.press("Tab")
    assert [cell.input_value() for cell in cells.all()] == list("1234")
    assert figure.locator(".ph-tabs").count() == 0, "three of the numbers were taken for three colours"
    figure.locator("textarea").evaluate(PASTE, " ".join(["1/25"] * 25))
    page.wait_for_function("document.querySelectorAll('.ph-w')[0].children.length === 25")
    cells.nth(0).fill("x")
    assert "x" in figure.locator(".ex-refusal").inner_text()
    cells.nth(0).fill("1/25")
    assert figure.locator(".ex-refusal").count() == 0


def test_a_frame_on_a_wider_page_shows_the_photo_whole(opened, address):
    page = opened(viewport={"width": 1000, "height": 900})
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: {writeText: async (t) => {window.kept = t}}})")
    figure = awake(page)
    figure.locator(".ex-menu summary").click()
    figure.get_by_role("button", name="Copy a frame for slides").click()
    page.wait_for_function("window.kept")
    frame = re.sub(r'src="[^"?]*', f'src="{address}/en/tools/photo.html', page.evaluate("window.kept"))
    page.set_viewport_size({"width": 1600, "height": 900})
    page.set_content(frame)
    page.frame_locator("iframe").locator(".explorer.live canvas").first.wait_for(state="attached")
    assert page.frames[1].evaluate("document.documentElement.scrollHeight - innerHeight") <= 0


@pytest.mark.parametrize("kernel", ["1 0 -1 2 0 -2 1 0 -1", " ".join(["-1"] * 25)])
def test_the_sum_is_written_as_that_of_a_layer(opened, language, kernel):
    page = opened(language)
    figure = awake(page)
    figure.locator(".ph-paste textarea").evaluate(PASTE, kernel)
    figure.locator(".ph-picture").nth(1).press("ArrowDown")
    written, pixel = figure.locator(".ex-sum"), figure.locator(".ph-part .ph-y")
    name, terms, total = re.fullmatch(r"(y\[\d+, \d+\]) = (.*) [=≈] (\S+)", written.inner_text()).groups()
    page.wait_for_function("place => location.hash.includes(`at=${place}`)", arg=name[2:-1].replace(", ", "."))
    assert number(total) == number(pixel.inner_text().split()[0])
    assert ("minus" in (written.locator("b").get_attribute("class") or "")) == (number(total) < 0)
    if len(kernel.split()) > 9:
        assert terms == "Σ x·w"
    else:
        pairs = re.findall(r"([\d.]+)·\(?(−?\d+)\)?", terms)
        assert sum(number(x) * number(w) for x, w in pairs) == pytest.approx(number(total))


def test_a_paste_says_how_many_numbers_were_read_and_what_has_no_place(opened):
    page = opened()
    figure = awake(page)
    box, said = figure.locator(".ph-paste textarea"), figure.locator(".ph-paste + p")
    pixel = figure.locator(".ph-part .ph-y")
    box.evaluate(PASTE, " ".join(["-1"] * 9))
    assert said.inner_text() == "9 numbers were read: a kernel of 3×3."
    assert "minus" in pixel.get_attribute("class"), "what is below zero stood in a green box"
    box.evaluate(PASTE, "1 2 3 4 5 6 7 8 9 10")
    assert "10 numbers were read" in figure.locator(".ex-refusal").inner_text()
    assert "Without a place: 10." in figure.locator(".ex-refusal").inner_text()
    assert (said.inner_text(), pixel.inner_text(), figure.locator(".ex-sum").inner_text()) == ("", "?", "")
    box.evaluate(PASTE, " ".join(["1"] * 12))
    assert said.inner_text() == "12 numbers were read: for red, green and blue a slice of 2×2 each."
    assert figure.locator(".ex-refusal").count() == 0


def test_every_photo_that_can_be_chosen_is_there(opened, site, language):
    page = opened(language)
    names = first(page).locator(".ph-source option").evaluate_all("options => options.map((option) => option.value)")
    assert len(names) >= 7
    assert {brought(site, language, name).size for name in names} == {(256, 256)}


def test_a_photo_of_the_site_is_saved_from_disk_too(opened, site, language, tmp_path):
    page = opened(language)
    first(page).locator(".ph-source select").select_option("coffee")
    with page.expect_download() as download:
        first(page).locator(".ph-source button").nth(1).click()
    assert download.value.suggested_filename == "coffee.png"
    download.value.save_as(tmp_path / "coffee.png")
    with Image.open(tmp_path / "coffee.png") as saved:
        assert saved.convert("RGB").tobytes() == brought(site, language, "coffee").tobytes()


def test_a_link_shows_what_was_shared(opened, language):
    page = opened(language, fragment="#explorer-1:w=learned&kernel_size=11&colours=sum&number=7&at=20.30")
    figure = first(page)
    figure.locator("canvas").first.wait_for()
    assert figure.locator(".ph-dense").count() == 2
    assert "246×246" in figure.inner_text()


CHOSEN_EARLY = """(when) => {
  const choose = () => {
    const choice = document.querySelectorAll(".explorer")[1].querySelector(".ph-kernels select");
    choice.value = "4";
    if (when === "DOMContentLoaded") choice.dispatchEvent(new Event("change", { bubbles: true }));
  };
  document.addEventListener(when, choose, { once: true });
}"""


@pytest.mark.parametrize("when", ["readystatechange", "DOMContentLoaded"])
def test_what_is_chosen_before_the_script_has_taken_over_is_not_lost(opened, when):
    """The first comes before the page's scripts have run, the second before the turn of this figure."""
    page = opened(script=f"({CHOSEN_EARLY})({json.dumps(when)})")
    second = page.locator(".explorer").nth(1)
    second.scroll_into_view_if_needed()
    second.locator("canvas").first.wait_for()
    assert set(second.locator(".ph-phases .ph-y span").all_inner_texts()) == {"4"}
    page.wait_for_function("() => location.hash.includes('explorer-2')")


def test_the_phase_sums_of_the_second_figure(opened, language):
    page = opened(language)
    second = page.locator(".explorer").nth(1)
    assert second.locator(".ph-phases .ph-y span").all_inner_texts() == ["4", "2", "2", "1"]
    second.locator(".ph-kernels select").select_option("4")
    second.locator("canvas").first.wait_for()
    page.wait_for_function(
        "() => document.querySelectorAll('.explorer')[1].querySelector('.ph-phases').innerText.includes('4')"
    )
    assert set(second.locator(".ph-phases .ph-y span").all_inner_texts()) == {"4"}
    second.locator(".ph-kernels button").nth(9).click()
    assert len(set(second.locator(".ph-phases .ph-y span").all_inner_texts())) > 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(opened, address, language, scheme):
    page = opened(language, viewport={"width": 360, "height": 760}, color_scheme=scheme)
    page.goto(f"{address}/{language}/tools/photo.html")  # From disk axe may not read the style sheet.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate(FAULTS) == []
    figure = awake(page)
    figure.locator("details.ph-code summary").click()
    figure.locator("input[name=stride]").fill("x")
    figure.locator(".ex-refusal").wait_for()
    assert page.evaluate(FAULTS) == []
    figure.locator("input[name=stride]").fill("1")
    figure.locator(".ph-kernels button").nth(10).click()
    figure.locator(".ph-dense").first.wait_for()
    assert page.evaluate(FAULTS) == []


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_is_wider_than_the_page(opened, language, width):
    page = opened(language, viewport={"width": width, "height": 800})
    awake(page)
    first(page).locator("details.ph-code summary").click()
    first(page).locator(".ph-kernels select").select_option("7")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_the_script_stays_within_its_budget(site):
    import gzip

    text = (site / "en" / "_static" / "explorer-photo.js").read_bytes()
    assert len(gzip.compress(text)) < 45_000


FRAMES = """async (changes) => {
  const field = document.querySelector(".explorer input[type=range][aria-label^=dilation]"),
    map = document.querySelectorAll(".ph-picture canvas")[1],
    kept = new OffscreenCanvas(8, 8).getContext("2d", { willReadFrequently: true });
  const seen = () => {
    kept.drawImage(map, 100, 100, 8, 8, 0, 0, 8, 8);
    return kept.getImageData(0, 0, 8, 8).data.join();
  };
  const turn = () => new Promise(requestAnimationFrame);
  const spent = async (each) => {
    await turn();
    const from = performance.now();
    for (let at = 0; at < changes; at++) {
      each(at);
      await turn();
    }
    return performance.now() - from;
  };
  let fresh = 0, last = seen();
  const idle = await spent(() => {});
  const busy = await spent((at) => {
    field.value = String(1 + (at % 2));
    field.dispatchEvent(new Event("input", { bubbles: true }));
    queueMicrotask(() => setTimeout(() => {
      const now = seen();
      fresh += now !== last;
      last = now;
    }));
  });
  await turn();
  return { fresh, idle, busy };
}"""


def test_a_slider_gets_a_new_map_in_every_frame_or_every_second_one(opened):
    """A page that does nothing draws 60 frames in a second, so that twice its time is 30 frames in a second."""
    page = opened()
    awake(page)
    found = [page.evaluate(FRAMES, 40) for _ in range(4)]
    assert max(one["fresh"] for one in found) >= 39, "each step of the slider must be painted"
    assert min(one["busy"] / one["idle"] for one in found) <= 2, found


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("page", ["tools/photo", "learn/kernels-and-feature-maps"])
def test_the_pictures_fill_the_column(opened, language, page):
    figure = first(opened(language, page=page))
    widths = [picture.bounding_box()["width"] for picture in figure.locator(".ph-picture").all()]
    assert min(widths) >= 320


def test_a_picture_held_over_the_figure_is_welcome(opened):
    figure = awake(opened())
    box = figure.locator(".ph")
    box.dispatch_event("dragover")
    assert "ph-near" in box.get_attribute("class")
    box.dispatch_event("dragleave")
    assert "ph-near" not in box.get_attribute("class")
