"""What a page tells search engines and messengers, and where it leads, once the settings name the addresses."""

import json
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
import small
from PIL import Image
from small import ROOT
from sphinx.errors import ConfigError

from _ext.publishing import citation, published, repository, wheel

URL = "https://example.org/c"
REPOSITORY = "https://github.com/owner/name"


def application(language="en", repo=REPOSITORY, branch="main", out=None):
    folder = {"en": "en", "zh_CN": "zh"}[language]
    config = SimpleNamespace(
        language=language, convref_root=str(ROOT), convref_url=URL, html_baseurl=f"{URL}/{folder}/",
        convref_repository=repo, convref_branch=branch, html_title="Site",
    )  # fmt: skip
    pages = {"learn/padding", "auto_gallery/basics/plot_channels", "auto_gallery/basics/index", "auto_gallery/index"}
    sources = {"learn/padding": "learn/padding.md"}
    env = SimpleNamespace(
        found_docs=pages,
        doc2path=lambda page: ROOT / "docs" / sources[page],
        metadata={"learn/padding": {"minutes": 7}},
    )
    return SimpleNamespace(
        config=config, env=env, srcdir=ROOT / "docs", outdir=out, builder=SimpleNamespace(name="html")
    )


@pytest.mark.parametrize(
    ("page", "language", "path"),
    [
        ("learn/padding", "en", "docs/learn/padding.md"),
        ("learn/padding", "zh_CN", "docs/locale/zh_CN/LC_MESSAGES/learn/padding.po"),
        ("auto_gallery/basics/plot_channels", "en", "gallery/basics/plot_channels.py"),
        ("auto_gallery/basics/index", "en", "gallery/basics/GALLERY_HEADER.rst"),
        ("auto_gallery/index", "en", "gallery/GALLERY_HEADER.rst"),
    ],
)
def test_edit_leads_to_the_file_that_holds_the_text(page, language, path):
    context = {}
    repository.add_context(application(language), page, "", context, None)
    assert context["edit_url"] == f"{REPOSITORY}/edit/main/{path}"
    assert (ROOT / path).is_file()


def test_notebooks_open_in_the_reader_s_language_from_the_published_branch():
    page = "auto_gallery/basics/plot_channels"
    colab, binder = repository.notebooks(application("zh_CN"), page)
    file = "zh/_downloads/gallery/basics/plot_channels.ipynb"
    assert colab["href"] == f"https://colab.research.google.com/github/owner/name/blob/gh-pages/{file}"
    assert binder["href"] == f"https://mybinder.org/v2/gh/owner/name/gh-pages?labpath={file}"
    assert repository.notebooks(application(repo="https://gitee.com/owner/name"), page) == []
    assert repository.notebooks(application(), "learn/padding") == []


def test_binder_installs_what_the_site_carries(tmp_path):
    (tmp_path / "en").mkdir()
    repository.write_binder(application(out=tmp_path / "en"), None)
    assert (tmp_path / "binder" / "requirements.txt").read_text() == f"./{wheel.NAME}[gallery]\n"


def test_without_a_repository_nothing_is_offered(tmp_path, pages):
    context = {}
    repository.add_context(application(repo=""), "learn/padding", "", context, None)
    assert context == {}
    (tmp_path / "en").mkdir()
    repository.write_binder(application(repo="", out=tmp_path / "en"), None)
    assert not (tmp_path / "binder").exists()


@pytest.mark.parametrize(
    "named", ["owner/name", "http://github.com/owner/name", "https://github.com", "https://github.com/a"]
)
def test_what_is_no_repository_is_refused(named):
    with pytest.raises(ConfigError, match=r"CONVREF_REPOSITORY must be an address like https://.*, got"):
        repository.check(None, SimpleNamespace(convref_repository=named))
    repository.check(None, SimpleNamespace(convref_repository=""))


def test_the_list_of_pages_names_each_in_both_languages():
    tree = ElementTree.fromstring(published.sitemap(URL, ["index", "learn/padding"]).encode())
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    assert [one.text for one in tree.findall("s:url/s:loc", space)] == [
        f"{URL}/{folder}/{page}.html" for page in ("index", "learn/padding") for folder in ("en", "zh")
    ]
    for entry in tree.findall("s:url", space):
        assert [link.get("hreflang") for link in entry.findall("x:link", space)] == ["en", "zh-CN"]


def test_the_facts_of_a_lesson():
    context = {
        "title": "Padding <code>p</code>",
        "page_description": "Text.",
        "pageurl": f"{URL}/en/learn/padding.html",
        "card": "c",
    }
    said = json.loads(json.dumps(published.facts(application(), "learn/padding", context)))
    assert said["@type"] == "LearningResource" and said["timeRequired"] == "PT7M" and said["inLanguage"] == "en"
    assert said["name"] == "Padding p" and said["description"] == "Text."
    crumbs = [one["item"] for one in said["breadcrumb"]["itemListElement"]]
    assert crumbs == [f"{URL}/en/index.html", f"{URL}/en/learn/index.html", f"{URL}/en/learn/padding.html"]


def test_a_card_shows_the_figure_whole_and_goes_with_it(tmp_path):
    app = application(out=tmp_path)
    source = tmp_path / "figure.png"
    Image.new("RGB", (300, 900), "#123456").save(source)
    address = published.card(app, source)
    assert address.startswith(f"{URL}/en/_static/cards/")
    drawn = tmp_path / published.CARDS / address.rpartition("/")[2]
    with Image.open(drawn) as card:
        assert card.size == published.CARD
        row = [card.getpixel((x, card.height // 2)) for x in range(card.width)]
        assert row.count((0x12, 0x34, 0x56)) == pytest.approx(534 / 3, abs=2)
    (tmp_path / "page.html").write_text(f'<meta property="og:image" content="{address}">', encoding="utf-8")
    published.sweep(tmp_path)
    assert drawn.is_file()
    (tmp_path / "page.html").write_text("", encoding="utf-8")
    published.sweep(tmp_path)
    assert not drawn.exists()


def test_the_citation_is_that_of_the_file(site):
    said = citation.read(ROOT / citation.FILE)
    for language in ("en", "zh"):
        page = (site / language / "about" / "cite.html").read_text(encoding="utf-8")
        assert said["title"].split(":")[0] in page and "@software" in page and str(said["version"]) in page
    entry = citation.bibtex(said, URL)
    assert entry.count("{") == entry.count("}") and f"url = {{{URL}}}" in entry


def test_pages_that_hold_the_address_follow_it(tmp_path):
    more = f"convref_root = {str(ROOT)!r}\nconvref_cache = {str(tmp_path / 'cache')!r}\n"
    small.conf(tmp_path, "_ext.painting.picture", "_ext.publishing.wheel", "_ext.publishing.repository",
               "_ext.publishing.citation", more=more)  # fmt: skip
    small.page(tmp_path, "index.rst", "Site\n====\n\n.. install-line::\n\n.. citation::\n")
    for url in ("https://example.org/one", "https://example.org/two"):
        result = small.build(tmp_path, "-D", f"convref_url={url}")
        assert result.returncode == 0, result.stderr
        page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
        assert page.count(url) >= 3, "the command and both forms of the citation"


def test_pages_of_a_site_without_address_or_repository_name_none(pages, site):
    import os

    if os.environ.get("CONVREF_URL") or os.environ.get("CONVREF_REPOSITORY"):
        pytest.skip("this site was built with an address")
    for path, page in pages.items():
        assert not page.select("link[rel=canonical], meta[property^='og:'], link[hreflang]"), path
        assert not page.select("a[href*='/edit/'], a[href*=colab], a[href*=mybinder]"), path
    assert not (site / "sitemap.xml").exists() and not (site / "robots.txt").exists()
