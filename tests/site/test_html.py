"""One page of each kind, and those above the languages, before the checker of the W3C: no error."""

import json
import shutil
import subprocess

import pytest
from kinds import KINDS, LANGUAGES
from small import ROOT

VNU = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
MORE = ("about/hosting", "reference/sizes", "_modules/convref/sizes")


@pytest.mark.skipif(not shutil.which("java"), reason="the checker of HTML needs java, which is not on this machine")
def test_the_checker_finds_no_error(site):
    pages = [site / language / f"{name}.html" for language in LANGUAGES for name in (*KINDS.values(), *MORE)]
    pages += [site / "index.html", site / "404.html"]
    command = ["java", "-jar", VNU, "--format", "json", "--exit-zero-always", *pages]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(done.stderr)["messages"]
    assert found, "the checker notes the slashes in <br />, so that silence means that it has not read the pages"
    errors = [f"{one['url']}: {one['message']}" for one in found if one["type"] != "info"]
    assert not errors, "\n".join(errors)
