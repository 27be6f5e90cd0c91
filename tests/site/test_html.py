"""Every page before the checker of the W3C: no error."""

import json
import shutil
import subprocess

import pytest
from small import ROOT

VNU = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


@pytest.mark.skipif(not shutil.which("java"), reason="the checker of HTML needs java, which is not on this machine")
def test_the_checker_finds_no_error(site):
    pages = [page for page in site.rglob("*.html") if "jupyter_execute" not in page.parts]
    assert len(pages) > 200
    command = ["java", "-jar", VNU, "--format", "json", "--exit-zero-always", *pages]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(done.stderr)["messages"]
    assert found, "the checker notes the slashes in <br />, so that silence means that it has not read the pages"
    errors = [f"{one['url']}: {one['message']}" for one in found if one["type"] != "info"]
    assert not errors, "\n".join(errors)


def test_every_head_of_a_table_has_a_word(pages):
    """The checker lets an empty one pass; a reader who hears the page does not know what the column holds."""
    heads = {path: page.find_all("th") for path, page in pages.items()}
    assert [path for path, found in heads.items() if not all(head.get_text(strip=True) for head in found)] == []
