"""The site built afresh from the kept results: the same bytes; and with addresses, every page names its own."""

import json
import os
import shlex
import shutil
import subprocess
import sys

import pytest
from bs4 import BeautifulSoup, SoupStrainer
from small import ROOT

URL = "https://example.org/c"
REPOSITORY = "https://github.com/owner/name"
ABOUT_THE_PAGE = SoupStrainer(["link", "meta", "script", "footer"])
OF_THE_BUILD = (".buildinfo", "environment.pickle")


def build(folder, language, **settings):
    """Build one language into a folder of its own, with options as make takes them."""
    out = folder / {"en": "en", "zh_CN": "zh"}[language]
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-q",
        "-b",
        "html",
        "-c",
        ".",
        "-W",
        *shlex.split(os.environ.get("SPHINXOPTS", "")),
    ]
    cache = os.environ.get("CONVREF_CACHE", str(ROOT / "_build" / "cache"))
    environment = {**os.environ, "CONVREF_CACHE": cache, "CONVREF_LANGUAGE": language, **settings}
    done = subprocess.run(
        [*command, "docs", out, "-d", folder / f"trees-{language}"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return out


def test_a_build_from_nothing_writes_the_same_bytes(site, tmp_path):
    built = build(tmp_path, "zh_CN")
    for one, other in ((built, site / "zh"), (tmp_path, site)):
        files = {path.relative_to(one) for path in one.rglob("*") if path.is_file() and path.name not in OF_THE_BUILD}
        files = {path for path in files if path.parts[0] not in ("en", "zh", "trees-zh_CN", "jupyter_execute")}
        assert len(files) > 3
        different = [str(path) for path in sorted(files) if (one / path).read_bytes() != (other / path).read_bytes()]
        assert not different


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """The English pages of a site that knows where it is, written anew from what the build of the site has read."""
    folder = tmp_path_factory.mktemp("published")
    if (ROOT / "_build" / "doctrees" / "en").is_dir():
        shutil.copytree(ROOT / "_build" / "doctrees" / "en", folder / "trees-en")
    return build(folder, "en", CONVREF_URL=URL, CONVREF_REPOSITORY=REPOSITORY)


def test_every_published_page_says_where_it_is(published):
    pages = [path for path in published.rglob("*.html") if path.name not in ("404.html", "search.html")]
    assert len(pages) > 60
    for path in pages:
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser", parse_only=ABOUT_THE_PAGE)
        name = path.relative_to(published).as_posix()
        assert page.select_one("link[rel=canonical]")["href"] == f"{URL}/en/{name}"
        others = {link["hreflang"]: link["href"] for link in page.select("link[hreflang]")}
        assert others == {"en": f"{URL}/en/{name}", "zh-CN": f"{URL}/zh/{name}", "x-default": f"{URL}/en/{name}"}
        if name.startswith("_modules/"):
            assert page.select_one("meta[name=robots]")["content"] == "noindex"
            continue
        card = page.select_one("meta[property='og:image']")["content"].removeprefix(f"{URL}/en/")
        assert (published / card).is_file(), name
        facts = json.loads(page.select_one("script[type='application/ld+json']").string)
        assert facts["url"] == f"{URL}/en/{name}" and facts["description"] and facts["name"]
        assert page.select(f"footer a[href^='{REPOSITORY}/edit/main/']"), name


def test_pages_that_hold_the_address_hold_this_one(published):
    for name, times in (("about/cite", 2), ("reference/get-convref", 2)):
        article = BeautifulSoup((published / f"{name}.html").read_text(encoding="utf-8"), "html.parser").article
        assert article.get_text().count(URL) >= times, name


def test_pages_have_cards_of_their_own(published):
    lessons = [path.read_text(encoding="utf-8") for path in sorted((published / "learn").glob("*.html"))]
    heads = [BeautifulSoup(text, "html.parser", parse_only=ABOUT_THE_PAGE) for text in lessons]
    cards = [head.select_one("meta[property='og:image']")["content"] for head in heads]
    assert len(set(cards)) > 0.8 * len(cards)


def test_what_lies_above_the_languages(published):
    above = published.parent
    assert (above / "robots.txt").read_text() == f"User-agent: *\nAllow: /\nSitemap: {URL}/sitemap.xml\n"
    assert f"<loc>{URL}/zh/learn/padding.html</loc>" in (above / "sitemap.xml").read_text(encoding="utf-8")
    assert (above / "binder" / "requirements.txt").is_file()
    lost = BeautifulSoup((above / "404.html").read_text(encoding="utf-8"), "html.parser")
    assert [link["href"] for link in lost.select("a")] == ["/c/en/404.html", "/c/zh/404.html"]
    assert lost.select_one("link[rel=stylesheet]")["href"] == "/c/root.css"


def test_what_is_taken_home_names_the_address(published):
    folder = published / "_downloads" / "gallery" / "parameters"
    script = (folder / "plot_padding.py").read_text(encoding="utf-8")
    assert f'pip install "convref[gallery] @ {URL}/convref-' in script.splitlines()[0]
    assert f"({URL}/en/learn/padding.html)" in script
    notebook = json.loads((folder / "plot_padding.ipynb").read_text(encoding="utf-8"))
    assert notebook["cells"][0]["source"][0].startswith("%pip install")
    assert any(f"]({URL}/en/learn/padding.html)" in "".join(cell["source"]) for cell in notebook["cells"])
    page = (published / "auto_gallery" / "parameters" / "plot_padding.html").read_text(encoding="utf-8")
    assert "colab.research.google.com" in page and "mybinder.org" in page
