"""What cells print: their strings are messages, the shown code says them in its language, the output follows."""

import pytest

from _ext.languages import code_words, literals
from _ext.languages.printed import Printed

CODE = '''
def show(name, mode="not said"):
    """Docstring."""
    print(f"layer {name}: from {low:.2f} to {high:.2f}", pick("not said"), kept["not said"])
lengths = {"one long kernel": 1, "three short ones": 3, "same": 2, "kernel_size": 4}
print(f"{'':20} field  weights")
for name in lengths:
    print(f"{name:20} {field:5} {weights:8,}")
print("the sum:", total, " of", 3, sep="  ")
print(f"{count} products")
print(tabulate(rows, headers=["kernel", "length before"], floatfmt="some words"))
'''
WORDS = {
    "layer {name}: from {low:.2f} to {high:.2f}": "第 {name} 层: 从 {low:.2f} 到 {high:.2f}",
    "one long kernel": "一个长卷积核",
    "three short ones": "三个短的",
    "{'':20} field  weights": "{'':20}  视野     权重",
    "the sum:": "总和:",
    " of": " 共",
    "{count} products": "{count} 次乘法",
    "kernel": "卷积核",
    "length before": "先前的长度",
}


def chinese(words):
    return WORDS.get(words, words)


def printed(text):
    return Printed(literals.literals(CODE), chinese).translate(text)


def test_what_is_printed_is_a_message_and_the_names_of_things_are_not():
    assert [literal.body for literal in literals.literals(CODE)] == [
        *list(WORDS)[:3],
        "same",
        *list(WORDS)[3:],
    ]


def test_the_code_says_it_and_does_not_change_otherwise():
    code = literals.translate(CODE, chinese)
    compile(code, "cell", "exec")
    back = {value: key for key, value in WORDS.items()}
    assert literals.translate(code, lambda words: back.get(words, words)) == CODE.rstrip("\n")


def test_a_sentence_keeps_its_values():
    assert printed("layer 3: from -1.00 to 2.50\nthe sum:  9   of  3") == "第 3 层: 从 -1.00 到 2.50\n总和:  9   共  3"
    assert printed("16,384 products") == "16,384 次乘法"


def test_a_message_of_pytorch_stays():
    said = "expected the sums: 4, of kernels_of (3, 3)"
    assert printed(said) == said


def test_columns_stay_where_they_were():
    lines = [
        "                     field  weights",
        "one long kernel         15  921,600",
        "three short ones         7   27,648",
    ]
    said = printed("\n".join(lines)).split("\n")
    assert said[1:] == ["一个长卷积核            15  921,600", "三个短的                 7   27,648"]
    assert [code_words.width(line) for line in said] == [len(line) for line in lines]


def test_a_table_is_drawn_anew():
    table = "  kernel    length before\n--------  ---------------\n       1             0.52\n      12             0.61"
    said = printed(f"{table}\nthe sum: 3").split("\n")
    assert said == [
        "  卷积核    先前的长度",
        "--------  ------------",
        "       1          0.52",
        "      12          0.61",
        "总和: 3",
    ]


@pytest.mark.parametrize(
    ("message", "translation", "text", "translated"),
    [
        ("{n} times", "{n}", "3 times", "3"),
        ("times {n}", "{n}", "times 3", "3"),
        ("{n} times {m}", "{n}{m}", "4 times 3", "43"),
    ],
)
def test_a_translation_may_do_without_words(message, translation, text, translated):
    found = Printed(literals.literals(f'print(f"{message}")'), {message: translation}.get)
    assert found.translate(text) == translated


def test_a_translation_with_other_placeholders_is_refused():
    (literal,) = literals.literals('print(f"{count} products")')
    with pytest.raises(ValueError, match="same placeholders"):
        literal.said(lambda words: "{number} 次乘法")
    with pytest.raises(ValueError, match="must be a string of Python"):
        literal.said(lambda words: '{count} "次乘法"')
