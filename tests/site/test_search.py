"""The search finds each subject's page first or second in both languages, from a server and from disk."""

import pytest

CHINESE = {
    "转置卷积": "learn/transposed-convolution",
    "反卷积": "learn/transposed-convolution",
    "棋盘效应": "learn/checkerboard",
    "空洞卷积": "learn/dilation",
    "膨胀卷积": "learn/dilation",
    "感受野": "learn/receptive-field",
    "输出尺寸": "learn/output-size",
    "转置卷积的输出尺寸": "learn/transposed-output-size",
    "分组卷积": "learn/groups",
    "步长": "learn/stride",
    "填充": "learn/padding",
}
ENGLISH = {
    "transposed convolution": "learn/transposed-convolution",
    "deconvolution": "learn/transposed-convolution",
    "checkerboard": "learn/checkerboard",
    "dilation": "learn/dilation",
    "atrous convolution": "learn/dilation",
    "receptive field": "learn/receptive-field",
    "output size": "learn/output-size",
    "padding": "learn/padding",
    "conv_transpose2d": "reference/transposed",
}
QUERIES = [("zh", *item) for item in CHINESE.items()] + [("en", *item) for item in ENGLISH.items()]


def found(browser, base, query):
    """Return the pages that a query lists, in order, each once."""
    page = browser.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{base}/search.html?q={query}")
    page.wait_for_function("document.querySelector('.search-summary')?.innerText.length > 3")
    links = page.locator("ul.search > li > a").evaluate_all("links => links.map(link => link.href)")
    page.close()
    assert not errors
    pages = [link.removeprefix(base + "/").split("#")[0].split("?")[0].removesuffix(".html") for link in links]
    return list(dict.fromkeys(pages))


@pytest.mark.parametrize(("language", "query", "wanted"), QUERIES)
def test_first_or_second(browser, address, language, query, wanted):
    result = found(browser, f"{address}/{language}", query)
    assert wanted in result[:2], result[:5]


def test_search_works_from_disk(browser, site):
    result = found(browser, f"{site.as_uri()}/zh", "棋盘效应")
    assert "learn/checkerboard" in result[:2]
