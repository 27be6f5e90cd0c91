"""The field above the table of error messages: it makes the table shorter, and is not there without a script."""

import pytest

MESSAGE = (
    "RuntimeError: Given groups=1, weight of size [64, 3, 7, 7], expected input[1, 1, 28, 28] to have 3 channels, "
    "but got 1 channels instead"
)


@pytest.fixture
def table(browser, site):
    """Return a function that opens the page from disk, and its rows that are seen."""
    contexts = []

    def opened(language, **options):
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{site.as_uri()}/{language}/howto/errors.html")
        return page, page.locator(".error-table tbody tr:visible")

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_pasted_message_leaves_its_row(table, language):
    page, rows = table(language)
    field, status = page.locator(".error-filter input"), page.locator(".error-filter [role=status]")
    total = rows.count()
    assert total > 10 and status.inner_text() == ""
    field.fill(MESSAGE)
    assert rows.count() == 1
    assert rows.locator("a").get_attribute("href") == "#error-channels"
    assert {"1", str(total)} <= set(status.inner_text().replace("行", " ").split())
    field.fill("")
    assert rows.count() == total and status.inner_text() == ""


@pytest.mark.parametrize(
    ("typed", "least"), [("ACTUAL input size", 1), ("expected input [1, 3, 224", 1), ("stride", 1)]
)
def test_some_words_find_the_rows_that_have_them_all(table, typed, least):
    page, rows = table("en")
    total = rows.count()
    page.locator(".error-filter input").fill(typed)
    assert least <= rows.count() < total
    words = [word.lower() for word in typed.split() if word.isalpha()]
    assert all(word in text.lower() for text in rows.all_inner_texts() for word in words)


def test_words_of_no_message_are_told(table):
    page, rows = table("zh")
    page.locator(".error-filter input").fill("segmentation fault")
    assert rows.count() == 0
    assert "没有这样的报错" in page.locator(".error-filter [role=status]").inner_text()


def test_without_a_script_there_is_no_field(table):
    page, rows = table("en", java_script_enabled=False)
    assert page.locator(".error-filter").is_hidden()
    assert rows.count() > 10


def shown_sections(page):
    """Return the ids of the sections that are open."""
    return page.eval_on_selector_all(".closed-section[open] > section", "found => found.map(one => one.id)")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_link_of_the_table_opens_its_section_and_no_other(table, language, scripts):
    page, rows = table(language, java_script_enabled=scripts)
    assert page.locator(".closed-section").count() > 20
    rows.locator("a").nth(3).click()
    opened = page.locator(".closed-section[open]")
    assert opened.count() == 1
    assert opened.locator(".cell_output").first.is_visible()


def test_an_address_of_a_section_opens_it_with_its_title_in_sight(table, site):
    page, _rows = table("zh")
    page.goto(f"{site.as_uri()}/zh/howto/errors.html#error-channels-last")
    assert len(shown_sections(page)) == 1
    assert page.locator(".closed-section[open] h3").is_visible()


def test_on_paper_every_section_is_open(table):
    page, _rows = table("en")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert len(shown_sections(page)) == page.locator(".closed-section").count()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not shown_sections(page)
