"""AlexNet's kernels from torch's cache, and what stands in for them when they cannot be had."""

import hashlib
import logging
import re
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import URLError

import numpy as np
import pytest
import torch
from torch import hub
from torchvision.models import AlexNet_Weights

from convref.datasets import _download, _photo_patches, alexnet, learned_kernels

STANDS_IN = np.full((64, 3, 11, 11), 0.5, np.float32)


@pytest.fixture
def folders(tmp_path, monkeypatch):
    """Give torch and convref empty caches, and quick kernels instead of learned ones."""
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    monkeypatch.setenv("CONVREF_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("CONVREF_KERNELS", raising=False)
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

    monkeypatch.setattr(_download, "fetch", refuse)
    return asked


def put_weights(monkeypatch, weights):
    """Save weights where torch looks for AlexNet's, and make their hash the one expected."""
    file = alexnet.weights_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"features.0.weight": torch.from_numpy(weights)}, file)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()[:8]
    monkeypatch.setattr(alexnet, "_hash_prefix", lambda file: digest)
    return file


def assert_learned(layer):
    assert layer.source == "learned"
    np.testing.assert_array_equal(layer.weights, STANDS_IN)


@pytest.mark.parametrize("settings", [{"TORCH_HOME": "~/mine"}, {"XDG_CACHE_HOME": "/var/any"}, {}])
def test_the_weights_are_looked_for_where_torch_and_torchvision_keep_them(monkeypatch, settings):
    for name in ("TORCH_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    name = AlexNet_Weights.IMAGENET1K_V1.url.rpartition("/")[2]
    assert alexnet.weights_file() == Path(hub.get_dir(), "checkpoints", name)


def test_whole_weights_are_called_alexnet(folders, downloads, monkeypatch):
    weights = np.random.default_rng(0).normal(size=(64, 3, 11, 11)).astype(np.float32)
    put_weights(monkeypatch, weights)
    layer = alexnet.first_layer()
    assert layer.source == "alexnet"
    np.testing.assert_array_equal(layer.weights, weights)
    assert downloads == []


def test_provenance_is_the_beginning_of_the_hash_of_what_is_there(folders, downloads, monkeypatch):
    assert re.fullmatch("learned-[0-9a-f]{12}", alexnet.provenance())
    assert re.fullmatch("[0-9a-f]{12}", learned_kernels.key())
    file = put_weights(monkeypatch, STANDS_IN)
    assert alexnet.provenance() == f"alexnet-{hashlib.sha256(file.read_bytes()).hexdigest()[:8]}"


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
    monkeypatch.setattr(_download, "fetch", lambda *_arguments: file.write_bytes(whole))
    alexnet.first_layer.cache_clear()
    assert alexnet.first_layer().source == "alexnet"


def kept_kernels(folder):
    return sorted(folder.rglob("learned-kernels-*"))


def test_a_lone_script_learns_once_and_says_where_it_keeps_them(folders, downloads, monkeypatch, capsys):
    monkeypatch.delenv("CONVREF_CACHE")
    for variable in ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(variable, str(folders / "user"))
    assert_learned(alexnet.first_layer())
    (kept,) = kept_kernels(folders / "user")
    said = capsys.readouterr().err
    assert "Learning 64 kernels" in said and "half a minute" in said and str(kept) in said
    np.testing.assert_array_equal(np.load(kept), STANDS_IN)
    monkeypatch.setattr(learned_kernels, "learn", lambda: pytest.fail("learned twice"))
    alexnet.first_layer.cache_clear()
    assert_learned(alexnet.first_layer())
    assert "Learning" not in capsys.readouterr().err
    assert len(downloads) == 2  # A lone script tries again: a build that failed is not its business.


@pytest.mark.parametrize("damage", [b"", b"no array", "half", "shape"])
def test_damaged_kernels_are_learned_again_with_one_line(folders, downloads, capsys, damage):
    alexnet.first_layer()
    (kept,) = kept_kernels(folders / "cache")
    whole = kept.read_bytes()
    if damage == "shape":
        np.save(kept, STANDS_IN[:1])
    else:
        kept.write_bytes(whole[: len(whole) // 2] if damage == "half" else damage)
    capsys.readouterr()
    alexnet.first_layer.cache_clear()
    assert_learned(alexnet.first_layer())
    assert capsys.readouterr().err.count(f"{kept} is damaged") == 1
    assert kept.read_bytes() == whole and kept_kernels(folders) == [kept]


@pytest.mark.parametrize(
    ("module", "name", "value"),
    [
        (_photo_patches, "SEED", 1),
        (_photo_patches, "EACH", 10),
        (learned_kernels, "SPARSENESS", 1.0),
        (learned_kernels, "_LIBRARIES", ("numpy",)),
    ],
)
def test_kernels_learned_otherwise_are_other_kernels(folders, downloads, monkeypatch, module, name, value):
    before = alexnet.provenance()
    alexnet.first_layer()
    monkeypatch.setattr(module, name, value)
    monkeypatch.setattr(learned_kernels, "learn", lambda: -STANDS_IN)
    alexnet.first_layer.cache_clear()
    np.testing.assert_array_equal(alexnet.first_layer().weights, -STANDS_IN)
    assert alexnet.provenance() != before
    assert len(kept_kernels(folders)) == 2


def test_kernels_that_cannot_be_kept_are_shown_all_the_same(folders, downloads, monkeypatch, capsys):
    (folders / "cache").write_text("a file where the folder should be")
    monkeypatch.setattr(alexnet, "_fetch", lambda file: (_ for _ in ()).throw(OSError("no network")))
    assert_learned(alexnet.first_layer())
    assert "could not be kept" in capsys.readouterr().err


def test_the_hint_after_a_failed_download_can_be_followed(folders, downloads, monkeypatch, caplog):
    for _ in range(2):
        alexnet.first_layer.cache_clear()
        alexnet.first_layer()
    failed = Path(re.search(r"delete (\S+) to try", caplog.text)[1])
    assert failed.is_absolute()
    failed.unlink()
    file = put_weights(monkeypatch, STANDS_IN)
    whole = file.read_bytes()
    file.unlink()
    monkeypatch.setattr(_download, "fetch", lambda *_arguments: file.write_bytes(whole))
    alexnet.first_layer.cache_clear()
    assert alexnet.first_layer().source == "alexnet"


def test_what_was_decided_for_a_build_holds_when_weights_arrive(folders, downloads, monkeypatch):
    decided = alexnet.provenance()
    assert decided.startswith("learned-")
    put_weights(monkeypatch, STANDS_IN)
    monkeypatch.setenv("CONVREF_KERNELS", decided)
    assert_learned(alexnet.first_layer())
    monkeypatch.delenv("CONVREF_KERNELS")
    alexnet.first_layer.cache_clear()
    assert alexnet.provenance() != decided
    assert alexnet.first_layer().source == "alexnet"


def test_what_was_decided_for_a_build_is_not_replaced_when_weights_leave(folders, downloads, monkeypatch):
    file = put_weights(monkeypatch, STANDS_IN)
    monkeypatch.setenv("CONVREF_KERNELS", alexnet.provenance())
    assert alexnet.first_layer().source == "alexnet"
    file.unlink()
    alexnet.first_layer.cache_clear()
    with pytest.raises(RuntimeError, match="CONVREF_KERNELS=alexnet, but AlexNet's weights cannot be had"):
        alexnet.first_layer()


def test_learned_kernels_can_be_chosen_without_a_download(folders, downloads, monkeypatch):
    monkeypatch.setenv("CONVREF_KERNELS", "learned")
    assert_learned(alexnet.first_layer())
    assert downloads == []


@pytest.mark.parametrize(
    ("value", "error", "message"),
    [
        ("lenet", ValueError, "CONVREF_KERNELS must be one of alexnet, learned, got CONVREF_KERNELS='lenet'"),
        ("learned-0", RuntimeError, "CONVREF_KERNELS=learned-0 was decided for this build, but now there is learned-"),
    ],
)
def test_kernels_that_are_not_there_are_refused(folders, downloads, monkeypatch, value, error, message):
    monkeypatch.setenv("CONVREF_KERNELS", value)
    with pytest.raises(error, match=message):
        alexnet.first_layer()


class Answers(BaseHTTPRequestHandler):
    """What a server of weights may do: answer, break off half-way, say nothing, or speak no HTTP."""

    content = bytes(range(256)) * 4000

    def do_GET(self):
        if self.path == "/silent":
            self.server.asked.wait(10)
        elif self.path == "/foreign":
            self.wfile.write(b"220 ready\r\n")
        else:
            self.send_response(200)
            self.send_header("Content-Length", str(len(self.content)))
            self.end_headers()
            self.wfile.write(self.content[: len(self.content) // (2 if self.path == "/half" else 1)])

    def log_message(self, *_words):
        """Say nothing."""


@pytest.fixture
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as running:
        running.asked = threading.Event()
        threading.Thread(target=running.serve_forever).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.asked.set()
        running.shutdown()


def test_a_download_says_what_it_fetches_and_then_little(server, tmp_path, capsys):
    file, url = tmp_path / "new" / "weights.pth", f"{server}/whole"
    _download.fetch(url, file, hashlib.sha256(Answers.content).hexdigest()[:8], "the weights, 1 MB")
    assert file.read_bytes() == Answers.content
    assert [one.name for one in file.parent.iterdir()] == [file.name]
    first, *progress = capsys.readouterr().err.splitlines()
    assert first == f"Downloading the weights, 1 MB, from {url} to {file}"
    assert [line.strip() for line in progress] == [f"{percent} %" for percent in range(10, 101, 10)]


@pytest.mark.parametrize(
    ("path", "said"),
    [("half", "did not arrive whole"), ("silent", "timed out"), ("foreign", "BadStatusLine"), ("whole", "not with 00")],
)
def test_a_download_that_fails_says_why_and_leaves_nothing(server, tmp_path, monkeypatch, path, said):
    """Nor does it touch how long other connections of the process wait."""
    monkeypatch.setattr(_download, "_TIMEOUT_SECONDS", 0.5)
    file = tmp_path / "weights.pth"
    with pytest.raises(OSError, match=said):
        _download.fetch(f"{server}/{path}", file, "00", "the weights")
    assert list(tmp_path.iterdir()) == []
    assert socket.getdefaulttimeout() is None


def test_what_is_downloaded_are_the_weights_that_torchvision_names(folders, monkeypatch):
    file = put_weights(monkeypatch, STANDS_IN)
    content = file.read_bytes()
    file.unlink()

    def fetched(url, file, hash_prefix, what):
        assert re.fullmatch(r"https://\S+/alexnet-\S+\.pth", url) and url.endswith(file.name)
        assert hashlib.sha256(content).hexdigest().startswith(hash_prefix)
        assert what == "AlexNet's weights, 233 MB"
        file.write_bytes(content)

    monkeypatch.setattr(_download, "fetch", fetched)
    assert alexnet.first_layer().source == "alexnet"


def test_kernels_are_learned_alike_each_time(monkeypatch):
    monkeypatch.setattr(_photo_patches, "EACH", 200)
    first, second = learned_kernels.learn(passes=1), learned_kernels.learn(passes=1)
    np.testing.assert_array_equal(first, second)
    assert first.shape == (64, 3, 11, 11) and first.dtype == np.float32
    np.testing.assert_allclose(first.mean((1, 2, 3)), 0, atol=1e-6)
    np.testing.assert_allclose((first**2).sum((1, 2, 3)), 1, rtol=1e-5)


def test_learning_needs_a_pass():
    with pytest.raises(ValueError, match="passes must be at least 1, got passes=0"):
        learned_kernels.learn(passes=0)
