"""The first examples of the fuzz runs of gradients, and of networks: printed, as code, and asked for their inputs."""

import pytest
import random_backs
import random_gradients
import random_networks
import random_texts

import convref

pytestmark = pytest.mark.newest_torch


COUNTS = {random_gradients: 300, random_networks: 1000, random_texts: 300, random_backs: 200}


@pytest.mark.parametrize(("judge", "count"), COUNTS.items())
def test_random_examples_agree_with_torch(judge, count):
    assert [found for seed in range(count) if (found := judge.mismatch(seed))] == []


def test_the_judges_see_a_difference(monkeypatch):
    monkeypatch.setattr("convref.gradients.conv2d_weight", lambda input, size, *_rest, **_settings: 0)
    assert any(random_gradients.mismatch(seed) for seed in range(20))
    with monkeypatch.context() as patch:
        patch.setattr(random_texts, "called", lambda model, shape: {"output": ((), 0)})
        assert any(random_texts.mismatch(seed) for seed in range(20))
    with monkeypatch.context() as patch:
        patch.setattr("convref._kinds.registry.unread_by", lambda window, size, output: 0)
        assert any(random_backs.mismatch(seed) for seed in range(60))
    with monkeypatch.context() as patch:
        patch.setattr("convref.input_area", lambda network, shape, count: (3, 3, 3))
        assert any(random_backs.mismatch(seed) for seed in range(60))
    monkeypatch.setattr("convref.read_network", lambda text: [convref.Layer(1)])
    assert any(random_networks.mismatch(seed) for seed in range(5))
