"""Start a sandbox where we are and say as JSON in which group it is: `python sandbox_in_group.py`."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from sandbox_running import job
from sandbox_targets import outside_group

from grader.sandbox import Sandbox

with Sandbox() as sandbox:
    group = sandbox.group
    said = {
        "uid": os.getuid(),
        "value": sandbox.run(job("def f(x):\n    return x * 2\n", 1.5)).calls[0].value,
        "folder": group and str(group.folder),
        "limits": group and group.limits,
        "outside": group and outside_group(sandbox),
    }
json.dump(said, sys.stdout)
