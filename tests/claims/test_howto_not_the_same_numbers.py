import pytest
import torch
from torch.nn.functional import conv2d


@pytest.mark.claim("steps-and-ranges-of-the-types")
def test_types():
    steps = {
        torch.float32: (23, 1.2e-7, 3.4e38),
        torch.float16: (10, 9.8e-4, 65_504),
        torch.bfloat16: (7, 7.8e-3, 3.4e38),
    }
    for kind, (bits, step, largest) in steps.items():
        one = torch.finfo(kind)
        assert one.eps == 2.0**-bits == pytest.approx(step, rel=0.02)
        assert one.max == pytest.approx(largest, rel=0.01)
    assert torch.finfo(torch.bfloat16).eps == 8 * torch.finfo(torch.float16).eps


@pytest.mark.claim("float16-overflows-at-65504")
def test_overflow():
    large = torch.tensor([65_504.0, 65_520.0, 2.9e-8])
    assert large.half().tolist() == [65_504, float("inf"), 0]
    assert large.bfloat16().isfinite().all()
    assert large.bfloat16()[2] > 0


@pytest.mark.claim("the-order-of-channels-changes-the-last-bits")
def test_order():
    torch.manual_seed(0)
    x, w = torch.randn(1, 256, 14, 14), torch.randn(256, 256, 3, 3) / 48
    exact = conv2d(x.double(), w.double())
    for y in (conv2d(x, w), conv2d(x.flip(1), w.flip(1))):
        assert (y - exact).abs().max() < 1e-6 * exact.abs().max()
    assert (conv2d(x, w) - conv2d(x.flip(1), w.flip(1))).abs().max() > 0


@pytest.mark.claim("float64-tells-rounding-from-errors")
def test_rounding():
    torch.manual_seed(0)
    x, w = torch.randn(1, 64, 9, 9).double(), torch.randn(8, 64, 3, 3).double()
    exact = conv2d(x, w)
    assert (conv2d(x.flip(1), w.flip(1)) - exact).abs().max() < 1e-14 * exact.abs().max()
    assert (conv2d(x, w.flip(-1)) - exact).abs().max() > 1


@pytest.mark.claim("tolerances-of-assert-close")
def test_tolerances():
    near = {torch.float32: (1024.00122, 1024.00146), torch.float16: (1025, 1026), torch.bfloat16: (1040, 1048)}
    for (kind, (passes, fails)), tolerance in zip(near.items(), (1.3e-6, 1e-3, 1.6e-2), strict=True):
        wanted, allowed = torch.tensor(1024, dtype=kind), 1024 * tolerance + 1e-5
        assert passes - 1024 < allowed < fails - 1024
        torch.testing.assert_close(torch.tensor(passes, dtype=kind), wanted)
        with pytest.raises(AssertionError):
            torch.testing.assert_close(torch.tensor(fails, dtype=kind), wanted)


@pytest.mark.claim("a-small-output-has-a-large-relative-error")
def test_relative():
    torch.manual_seed(0)
    x, w = torch.randn(1, 256, 14, 14), torch.randn(256, 256, 3, 3) / 48
    exact = conv2d(x.double(), w.double(), padding=1)
    error = (conv2d(x, w, padding=1) - exact).abs()
    assert error.max() / exact.abs().max() < 1e-6
    assert (error / exact.abs()).max() > 1000 * error.max() / exact.abs().max()
