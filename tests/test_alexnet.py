"""AlexNet's kernels from torch's cache, and what stands in for them when they cannot be had."""

import hashlib
import logging
from urllib.error import URLError

import numpy as np
import pytest
import torch
from torch import hub

from convref import alexnet, learned_kernels

STANDS_IN = np.full((64, 3, 11, 11), 0.5, np.float32)


@pytest.fixture
def folders(tmp_path, monkeypatch):
    """Give torch and convref empty caches, and quick kernels instead of learned ones."""
    monkeypatch.setattr(hub, "get_dir", lambda: str(tmp_path / "hub"))
    monkeypatch.setenv("CONVREF_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(learned_kernels, "learn", lambda: STANDS_IN)
    alexnet.first_layer.cache_clear()
    yield tmp_path
    alexnet.first_layer.cache_clear()


@pytest.fixture
def downloads(monkeypatch):
    """Cut the network off, and list what was asked of it."""
    asked = []

    def refuse(url, *arguments, **options):
        asked.append(url)
        raise URLError("no network")

    monkeypatch.setattr(hub, "download_url_to_file", refuse)
    return asked


def put_weights(monkeypatch, weights):
    """Save weights where torch looks for AlexNet's, and make their hash the one expected."""
    file = alexnet.weights_file()
    file.parent.mkdir(parents=True)
    torch.save({"features.0.weight": torch.from_numpy(weights)}, file)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()[:8]
    monkeypatch.setattr(alexnet, "_hash_prefix", lambda file: digest)
    return file


def assert_learned(layer):
    assert layer.source == "learned"
    np.testing.assert_array_equal(layer.weights, STANDS_IN)


def test_whole_weights_are_called_alexnet(folders, downloads, monkeypatch):
    weights = np.random.default_rng(0).normal(size=(64, 3, 11, 11)).astype(np.float32)
    put_weights(monkeypatch, weights)
    layer = alexnet.first_layer()
    assert layer.source == "alexnet"
    np.testing.assert_array_equal(layer.weights, weights)
    assert downloads == []


def test_without_a_network_learned_kernels_stand_in_and_the_reason_is_said(folders, downloads, caplog):
    with caplog.at_level(logging.WARNING):
        assert_learned(alexnet.first_layer())
    assert "no network" in caplog.text and "Kernels learned from photos stand in" in caplog.text
    assert len(downloads) == 1


def test_a_failed_download_is_not_tried_again_in_the_same_build(folders, downloads, caplog):
    for _ in range(2):
        alexnet.first_layer.cache_clear()
        assert_learned(alexnet.first_layer())
    assert len(downloads) == 1
    assert "not tried again in this build" in caplog.text and "no network" in caplog.text


@pytest.mark.parametrize("keep", [0.5, 0])
def test_a_half_downloaded_file_is_found_out_and_left_alone(folders, downloads, monkeypatch, caplog, keep):
    file = put_weights(monkeypatch, STANDS_IN)
    content = file.read_bytes()
    half = content[: int(keep * len(content))]
    file.write_bytes(half)
    assert_learned(alexnet.first_layer())
    assert f"{file} is damaged" in caplog.text and "delete it and run again" in caplog.text
    assert downloads == [] and file.read_bytes() == half


def test_one_changed_byte_is_found_out(folders, downloads, monkeypatch, caplog):
    file = put_weights(monkeypatch, STANDS_IN)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    assert_learned(alexnet.first_layer())
    assert f"{file} is damaged" in caplog.text


def test_a_mended_file_is_used_at_once_after_a_failure(folders, downloads, monkeypatch):
    file = put_weights(monkeypatch, STANDS_IN)
    whole = file.read_bytes()
    file.write_bytes(whole[:100])
    assert_learned(alexnet.first_layer())
    file.write_bytes(whole)
    alexnet.first_layer.cache_clear()
    assert alexnet.first_layer().source == "alexnet"


def test_a_deleted_damaged_file_is_downloaded_anew(folders, downloads, monkeypatch):
    file = put_weights(monkeypatch, STANDS_IN)
    whole = file.read_bytes()
    file.write_bytes(whole[:100])
    assert_learned(alexnet.first_layer())
    file.unlink()
    monkeypatch.setattr(hub, "download_url_to_file", lambda *arguments, **options: file.write_bytes(whole))
    alexnet.first_layer.cache_clear()
    assert alexnet.first_layer().source == "alexnet"


def test_learned_kernels_are_kept_only_where_a_cache_is_named(folders, downloads, monkeypatch):
    alexnet.first_layer()
    kept = folders / "cache" / "learned-kernels.npy"
    np.testing.assert_array_equal(np.load(kept), STANDS_IN)
    monkeypatch.delenv("CONVREF_CACHE")
    before = sorted(folders.rglob("*"))
    alexnet.first_layer.cache_clear()
    assert_learned(alexnet.first_layer())
    assert sorted(folders.rglob("*")) == before


def test_kernels_are_learned_alike_each_time(monkeypatch):
    monkeypatch.setattr(learned_kernels, "_PATCHES_EACH", 200)
    first, second = learned_kernels.learn(passes=1), learned_kernels.learn(passes=1)
    np.testing.assert_array_equal(first, second)
    assert first.shape == (64, 3, 11, 11) and first.dtype == np.float32
    np.testing.assert_allclose(first.mean((1, 2, 3)), 0, atol=1e-6)
    np.testing.assert_allclose((first**2).sum((1, 2, 3)), 1, rtol=1e-5)


def test_learning_needs_a_pass():
    with pytest.raises(ValueError, match="passes must be at least 1, got passes=0"):
        learned_kernels.learn(passes=0)
