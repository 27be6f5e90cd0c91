"""The reference: each name shows where it is used, its source and PyTorch's page; a table says which one to take."""

import inspect
import re
from urllib.parse import unquote, urlsplit

import pytest
from small import ROOT

import convref
from _ext.reference import torch_pages, uses

REFERENCE = (
    "convolution",
    "transposed",
    "sizes",
    "gradients",
    "matrix",
    "analysis",
    "networks",
    "pictures",
    "definition",
)
NAMES = [name for name in convref.__all__ if not inspect.ismodule(getattr(convref, name))]


@pytest.fixture(params=["en", "zh"])
def reference(site, pages, request):
    """The pages of the reference in one language, by their names."""
    return {name: pages[site / request.param / "reference" / f"{name}.html"] for name in REFERENCE}


def described(reference):
    """Return the description of every name, by the name."""
    found = {}
    for page in reference.values():
        for one in page.select("dl.py > dt[id]"):
            found[one["id"]] = one.find_parent("dl")
    return found


def test_names_are_read_from_the_code_that_uses_them():
    code = ["import convref as F\nfrom convref import plotting", "y = F.conv2d(x, w)\nplotting.panels([y])"]
    assert uses.names(code, {}) == {"convref", "convref.plotting", "convref.conv2d", "convref.plotting.panels"}
    torch = ["import torch.nn.functional as F", "F.conv2d(x, w)", "$ make site"]
    assert uses.names(torch, {}) == set()
    assert "convref.conv2d" in uses.names(["F.conv2d(x, w)"], uses.IN_PICTURES)
    assert uses.names(["import convref.sizes", "convref.sizes.same_padding(3)"], {}) >= {"convref.sizes.same_padding"}


def test_what_the_gallery_uses_says_so(reference):
    found = described(reference)
    checked = 0
    for script in (ROOT / "gallery").glob("*/plot_*.py"):
        text = script.read_text(encoding="utf-8")
        for name in set(re.findall(r"convref\.(\w+)\(", text)) & set(NAMES):
            cards = found[f"convref.{name}"].select(".uses .gallery-card a")
            assert cards, (script, name)
            assert all(card.find_parent(class_="gallery-card").select("img") for card in cards)
            checked += 1
    assert checked > 5


def test_pages_that_are_named_use_the_name(reference, site):
    checked = 0
    for name, description in described(reference).items():
        for link in description.select(":scope > dd > .uses a.reference.internal"):
            path = unquote(urlsplit(link["href"]).path).removeprefix("../").removesuffix(".html")
            page, script = ROOT / f"docs/{path}.md", ROOT / f"{path.replace('auto_gallery', 'gallery')}.py"
            source = page if page.is_file() else script
            assert name.rpartition(".")[2] in source.read_text(encoding="utf-8"), (name, path)
            checked += 1
    assert checked > 40


def test_each_name_leads_to_its_source(reference, site):
    found = described(reference)
    assert {f"convref.{name}" for name in NAMES} <= set(found)
    for name, description in found.items():
        if name.rpartition(".")[2].isupper() or "." in name.removeprefix("convref.").rpartition(".")[0]:
            continue
        thing = name.rpartition(".")[2]
        (link,) = description.select(":scope > dt .viewcode-link")[:1] or [None]
        if link is None:
            assert not (hasattr(convref, thing) and callable(getattr(convref, thing))), name
            continue
        address = urlsplit(link.find_parent("a")["href"])
        page = (site / "en" / "reference" / unquote(address.path)).resolve().read_text(encoding="utf-8")
        block = page.partition(f'id="{address.fragment}"')[2][:600]
        assert re.search(rf"(def|class)</span>.*?{thing}", block, re.DOTALL), name


def test_torch_is_named_by_one_table(reference):
    found = described(reference)
    for name, targets in torch_pages.SHARED.items():
        links = [link["href"] for link in found[name].select(":scope > dd > .uses a.external")]
        assert links == [torch_pages.ADDRESS.format(name=target) for target in targets], name
    import torch

    for target in {target for targets in torch_pages.SHARED.values() for target in targets}:
        thing = torch
        for part in target.split("."):
            thing = getattr(thing, part)


def test_no_other_place_writes_such_an_address():
    texts = [*(ROOT / "docs").glob("*/*.md"), *(ROOT / "docs").glob("*/*.rst"), *(ROOT / "convref").rglob("*.py")]
    assert len(texts) > 40
    assert [path for path in texts if "pytorch.org/docs/stable/generated" in path.read_text(encoding="utf-8")] == []


def test_each_parameter_leads_to_its_line(reference):
    """Every entry has the form of a line, however many names or brackets it has."""
    led = 0
    for name, description in described(reference).items():
        fields = description.select("dd > dl.field-list > dd.field-odd, dd > dl.field-list > dd.field-even")
        assert [row.get_text() for field in fields for row in field.select("li > p > strong:first-child")] == [], name
        anchors = {one["id"] for one in description.find_all(id=True)}
        links = description.dt.select(".sig-param a")
        assert all(link["href"][1:] in anchors for link in links), name
        led += len(links)
        function = getattr(convref, name.removeprefix("convref."), None)
        called = [one.get_text() for one in description.select(".parameter .name")]
        if inspect.isfunction(function) and called and not any(re.search(r"\.\.\.|…", one) for one in called):
            assert len(links) == len(inspect.signature(function).parameters), name
    assert led > 200


def test_single_backticks_lead_to_what_they_name(reference):
    links = 0
    for name, page in reference.items():
        assert not page.select("dl.py cite"), name
        anchors = {one["id"] for one in page.find_all(id=True)}
        for link in page.select("dl.py dd a.reference.internal[href^='#']"):
            assert link["href"][1:] in anchors, (name, link)
            links += 1
    assert links > 30
    padding = described(reference)["convref.same_padding"]
    assert padding.select('[id="convref.same_padding.kernel_size"]')


def test_the_table_names_every_public_name_once(site, pages):
    for language in ("en", "zh"):
        table = pages[site / language / "reference" / "index.html"].select_one("article table")
        named = [link.get_text() for link in table.select("a")]
        assert sorted(name.removesuffix("()").removeprefix("convref.") for name in named) == sorted(NAMES)
