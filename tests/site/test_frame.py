"""What stands around each page and in it, read from the HTML: one title, one way on, numbered figures, one look."""

import re

from _ext.pages import kinds as page_kinds
from _ext.pages.cells import ONLY_SHOW

FIGURE = {"en": "Figure {}", "zh": "图 {}"}


def of_languages(site, pages):
    for path, page in pages.items():
        if path.parent != site:
            yield path, path.relative_to(site).parts[0], page


def test_each_page_has_one_head(site, pages):
    for path, _language, page in of_languages(site, pages):
        html = path.read_text(encoding="utf-8")
        assert len(page.find_all("h1")) == 1, path
        assert len(page.find_all("meta", attrs={"name": "viewport"})) == 1, path
        assert len(page.find_all("link", rel="stylesheet")) == 1, path
        assert len(page.find_all("main")) == 1, path
        assert html.count("<figcaption") == html.count("</figcaption>"), path
        assert html.count("<figure") == html.count("</figure>"), path
        assert page_kinds.AFTER_LEAD not in html, path


def test_figures_are_numbered_and_captioned(site, pages):
    found = 0
    for path, language, page in of_languages(site, pages):
        figures = page.select("article figure:not(.landing-figure)")
        for number, figure in enumerate(figures, 1):
            assert figure.select_one("figcaption strong").get_text() == FIGURE[language].format(number), path
            assert len(figure.find("figcaption").get_text()) > 12, path
        loose = [image for image in page.select("article .only-light") if not image.find_parent(["figure", "li"])]
        assert not [image for image in loose if not image.find_parent(class_="explorer")], path
        found += len(figures)
    assert found > 100


def test_the_side_tree_is_of_one_section_and_marks_the_page(site, pages):
    marked = 0
    for path, language, page in of_languages(site, pages):
        tree = page.select_one(".tree")
        if tree is None:
            continue
        section = path.relative_to(site / language).parts[0]
        goals = {(path.parent / link["href"]).resolve().relative_to(site / language).parts[0] for link in tree("a")}
        assert goals == {section}, path
        present = tree.select("[aria-current=page]")
        assert len(present) == (path.parent != site / language / section or path.name != "index.html"), path
        marked += len(present)
    assert marked > 100


def test_lessons_tell_where_they_stand(site, pages):
    course = pages[site / "en" / "learn" / "index.html"].select(".lessons li")
    assert [row.select_one(".number").get_text() for row in course] == [str(i) for i in range(1, len(course) + 1)]
    for number, row in enumerate(course, 1):
        page = pages[site / "en" / "learn" / row.select_one("a")["href"]]
        assert page.select_one(".eyebrow strong").get_text() == f"Lesson {number} of {len(course)}"
        assert len(page.select(".segments i")) == len(course)
        assert len(page.select(".segments .done")) == number
        minutes = re.match(r"\d+", page.select_one(".page-facts").get_text(strip=True))[0]
        assert row.select_one(".minutes").get_text().startswith(minutes)
        following = page.select_one(".way.next a")["href"]
        assert following == (
            course[number].select_one("a")["href"] if number < len(course) else "../auto_gallery/index.html"
        )


def test_code_and_output_are_one_box(site, pages):
    cells = 0
    for path, _language, page in of_languages(site, pages):
        for output in page.select(".cell_output, .sphx-glr-script-out"):
            assert output.find_parent(class_="cell"), path
            cells += 1
        assert not [code for code in page.select("article pre") if ONLY_SHOW.fullmatch(code.get_text().strip())], path
    assert cells > 50


def test_columns_of_numbers_stand_to_the_right(site, pages):
    table = pages[site / "en" / "reference" / "speed.html"].select_one("table")
    for row in table.select("tbody tr"):
        assert ["number" in cell.get("class", []) for cell in row("td")] == [False] + [True] * (len(row("td")) - 1)
    assert all(
        page.select_one("table").find_parent(class_=["table-scroll", "text_html", "explorer"])
        for page in pages.values()
        if page.select_one("table")
    )


def test_every_lesson_ends_with_exercises_whose_answers_are_closed(site, pages):
    for path, language, page in of_languages(site, pages):
        if path.parent != site / language / "learn" or path.name == "index.html":
            continue
        source = (site.parents[1] / "docs" / "learn" / f"{path.stem}.md").read_text(encoding="utf-8")
        boxes = page.select(".exercise")
        assert len(boxes) == source.count(":::{exercise}") > 1, path
        assert len(page.select(".mistake .belief")) == source.count(":::{mistake}"), path
        assert all(box.details and not box.details.has_attr("open") for box in boxes), path
        answers = re.findall(r"^:::\{exercise\}.*\n(?::.*\n)*?:answer:", source, re.MULTILINE)
        assert len(page.select(".exercise form[data-answer]")) == len(answers) > 1, path
