"""Comments and docstrings in shown code take their words from the page's catalogue; the code stays as it is."""

from _ext.languages import code_comments, code_words

WORDS = {"left, right": "左、右", "each one": "逐个"}


def chinese(words):
    return WORDS.get(words, words)


def test_only_the_comments_change():
    code = 'x = "# left, right"  # left, right\n# each one\ny = x  # kept'
    said = 'x = "# left, right"  # 左、右\n# 逐个\ny = x  # kept'
    assert code_comments.translated(code, chinese) == said
    assert code_comments.said_in(code) == ["left, right", "each one", "kept"]


def test_a_docstring_of_one_line_changes_too():
    code = 'def f(x):\n    """each one"""\n    return """each one"""  # each one'
    said = 'def f(x):\n    """逐个"""\n    return """each one"""  # 逐个'
    assert code_comments.translated(code, chinese) == said
    assert code_comments.said_in(code) == ["each one", "each one"]


def test_an_example_with_prompts_keeps_its_output():
    code = ">>> f(  # each one\n...     1)  # doctest: +SKIP\n# left, right"
    assert code_comments.translated(code, chinese) == code.replace("each one", "逐个")
    assert code_comments.said_in(code) == ["each one"]


def test_code_that_is_not_whole_is_read_to_its_end():
    assert code_comments.said_in("x = f(1,  # left, right\n") == ["left, right"]
    assert code_words.translate_remarks("def f(  # each one", chinese) == "def f(  # 逐个"
