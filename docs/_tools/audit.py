"""Ask whether faults are known of the versions in requirements.txt, and say plainly where nobody could be asked."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

REQUIREMENTS = Path(__file__).parents[2] / "requirements.txt"
UNKNOWN = "NOT ASKED about known faults: no answer from {service}. This says nothing about the versions in use."


def ask(options: list[str]) -> list[dict[str, Any]] | None:
    """Return what pip-audit says of every package; nothing where it could not ask at all."""
    command = [sys.executable, "-m", "pip_audit", "-r", str(REQUIREMENTS), "--require-hashes", "--disable-pip"]
    form = ["-f", "json", "--progress-spinner", "off"]
    done = subprocess.run([*command, *form, *options], capture_output=True, text=True, check=False)
    try:
        found: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except ValueError:  # It stopped on the way, and its last line says why.
        print(done.stderr.strip().rpartition("\n")[2][:300])
        return None
    return found


def told(found: list[dict[str, Any]] | None) -> tuple[list[str], bool]:
    """Return the lines for the console, and whether a fault is among them."""
    answered = [one for one in found or () if "vulns" in one]
    if not answered:
        return [UNKNOWN.format(service="the index of packages")], False
    faults = [
        f"{one['name']} {one['version']}: {fault['id']}, mended in {', '.join(fault['fix_versions']) or 'no version'}"
        for one in answered
        for fault in one["vulns"]
    ]
    lines = [*faults, f"Known faults: {len(faults)} in {len(answered)} packages."]
    missed = [one["name"] for one in found or () if "vulns" not in one]
    if missed:
        lines.append(f"Not asked about {len(missed)}: {', '.join(missed)}")
    return lines, bool(faults)


def main() -> None:
    """Ask with the options of pip-audit that are given, such as --ignore-vuln ID; a known fault is an error."""
    lines, is_faulty = told(ask(sys.argv[1:]))
    print("\n".join(lines))
    sys.exit(is_faulty)


if __name__ == "__main__":
    main()
