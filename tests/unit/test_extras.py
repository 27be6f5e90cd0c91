"""What an extra brings: a part of the package that lacks it says the line that installs it."""

import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

import convref
from convref import _extras
from convref.datasets import alexnet, images, learned_kernels

ROOT = Path(convref.__file__).parents[1]
USES = {
    "mahotas": images.lena,
    "PIL": images.lena,
    "skimage": lambda: images.photo("chelsea"),
    "sklearn": learned_kernels.learn,
}


def test_every_package_is_one_that_the_extra_installs():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    for name, packages in _extras.EXTRAS.items():
        assert {re.split(r"[<>=]", one)[0] for one in extras[name]} == set(packages.values())
        for module, package in packages.items():
            assert package.lower() in map(str.lower, packages_distributions()[module])


@pytest.mark.parametrize("module", USES)
def test_what_the_datasets_need_is_said(monkeypatch, module):
    monkeypatch.delenv(images.VARIABLE, raising=False)
    monkeypatch.setitem(sys.modules, module, None)
    package = _extras.EXTRAS["datasets"][module]
    line = f"needs {package}, which comes with the extra 'datasets': pip install Pillow mahotas scikit-image"
    with pytest.raises(ImportError, match=line):
        USES[module]()


def test_what_plotting_needs_is_said():
    code = "import sys; sys.modules['matplotlib'] = None; import convref.plotting"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    said = "ImportError: convref.plotting needs matplotlib, which comes with the extra 'plot': pip install matplotlib"
    assert done.stderr.splitlines()[-1] == said


def test_the_modules_themselves_import_without_any_extra():
    missing = "".join(f"sys.modules[{module!r}] = None; " for module in _extras.EXTRAS["datasets"])
    code = f"import sys; {missing}from convref.datasets import alexnet, images, learned_kernels"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_without_torch_kernels_are_learned(monkeypatch, tmp_path):
    """Even where an earlier build could not download AlexNet's, and has kept a note of it."""
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    monkeypatch.setenv("CONVREF_CACHE", str(tmp_path))
    for module in ("torch.hub", "torchvision.models"):
        monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.setenv(alexnet.VARIABLE, "")
    assert alexnet.provenance().startswith("learned-")
    monkeypatch.setenv(alexnet.VARIABLE, "alexnet")
    with pytest.raises(RuntimeError, match=r"AlexNet's weights cannot be had \(ModuleNotFoundError"):
        alexnet.provenance()
