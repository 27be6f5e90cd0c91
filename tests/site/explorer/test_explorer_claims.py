"""What the pages under tools/ tell a reader to try comes out as they say."""

import pytest

import explorer_state
import explorer_words

FACTS = """state => {
  const { rules, state: states, scene: scenes } = Explorer, { setting, refusal } = states.read(state);
  if (refusal) return { rule: refusal.rule };
  const scene = scenes.build(state, setting), read = (name) => scenes.marks(scene, name).y.size;
  return { size: rules.outputSize(setting).map(Number),
    unread: setting.input.map((_, axis) => rules.unread(setting, axis).map(Number)),
    sides: rules.sides(setting, 0).map(Number), corner: read("x.0.0.0"), middle: read("x.0.2.2"),
    matrix: scenes.matrixRows(scene).map((row) => row.map((cell) => cell.sum)) };
}"""
TRANSPOSED = {"layer": "ConvTranspose2d", "size": "3", "stride": "2", "padding": "1", "w": "count"}


@pytest.fixture
def facts(rules_page):
    return lambda **changes: rules_page.evaluate(FACTS, explorer_state.DEFAULTS | changes)


def test_a_stride_that_does_not_divide_leaves_cells_unread(facts):
    assert facts(stride="2")["size"] == [2, 2]
    found = facts(stride="2", size="6")
    assert found["size"] == [2, 2]
    assert found["unread"] == [[0, 1], [0, 1]]


def test_padding_still_reads_a_corner_less_often(facts):
    found = facts(padding="1")
    assert (found["corner"], found["middle"]) == (4, 9)


def test_even_kernels_pad_more_at_the_end(facts):
    assert facts(padding="'same'", kernel_size="4")["sides"] == [1, 2]


@pytest.mark.parametrize(("k", "s", "d"), [(3, 1, 1), (3, 2, 1), (3, 3, 2), (2, 4, 1)])
def test_a_causal_output_reads_no_input_after_its_first_one(rules_page, k, s, d):
    state = {"layer": "Conv1d", "size": "9", "causal": "1", "kernel_size": str(k), "stride": str(s), "dilation": str(d)}
    last = rules_page.evaluate(
        """state => {
          const last = [];
          for (const { y, x } of Explorer.rules.links(Explorer.state.read(state).setting)) {
            last[y] = Math.max(last[y] ?? -1, x);
          }
          return last;
        }""",
        explorer_state.DEFAULTS | state,
    )
    assert last == [s * t for t in range(-(-9 // s))]


def test_output_padding_is_bounded_by_the_larger_of_stride_and_dilation(facts):
    wide = TRANSPOSED | {"output_padding": "2", "dilation": "3"}
    assert facts(**wide)["size"] == [11, 11]
    assert facts(**wide | {"output_padding": "3"})["rule"] == "range"


def test_output_padding_and_negative_borders(facts):
    assert facts(**TRANSPOSED | {"output_padding": "1"})["size"] == [6, 6]
    assert facts(**TRANSPOSED | {"output_padding": "2"})["rule"] == "range"
    assert facts(**TRANSPOSED | {"padding": "3"})["size"] == [1, 1]


def test_the_matrix_of_the_transposed_layer_is_the_transpose(facts):
    down = facts(size="5", stride="2", padding="1", w="count")["matrix"]
    up = facts(**TRANSPOSED)["matrix"]
    assert [list(column) for column in zip(*down, strict=True)] == up


def phases(page, preset, k, s, d=1):
    return page.evaluate(
        """([preset, k, s, d]) => {
          const { rules, presets: { KERNELS }, checkerboard } = Explorer;
          const w = Array.from({ length: k * k }, (_, at) => KERNELS[preset](Math.floor(at / k), at % k, k, k));
          return [checkerboard.phaseSums(w, k, s, d), rules.isEven(BigInt(k), BigInt(s), BigInt(d))];
        }""",
        [preset, k, s, d],
    )


def test_checkerboard_claims(rules_page):
    sums, even = phases(rules_page, "count", 4, 2)
    assert even
    assert len(set(sums)) > 1
    sums, even = phases(rules_page, "ones", 4, 2, 2)
    assert not even
    assert sums.count(0) == 3
    sums, even = phases(rules_page, "blur", 4, 2)
    assert even
    assert len(set(sums)) == 1


def test_no_word_is_said_under_the_key_of_another():
    """A page takes the words of several lists: a key that stands in two of them would hide one of its texts."""
    lists = [value for value in vars(explorer_words).values() if isinstance(value, dict) and "__name__" not in value]
    said = {}
    for words in lists:
        for key, text in words.items():
            assert said.setdefault(key, text) == text, key
    assert len(said) > 100
