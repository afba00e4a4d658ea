"""Say as JSON who we are, which layers work here, what the canary can do, and what a right file gives."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from sandbox_running import job

from grader.sandbox import Sandbox, capabilities
from grader.sandbox.selftest import forbidden_things_that_work

with Sandbox() as sandbox:
    report = sandbox.run(job("import os\ndef f(x):\n    return [x * 2, os.getuid()]\n", 1.5))
    said = {
        "uid": os.getuid(),
        "layers": {layer.name: layer.works for layer in capabilities()},
        "canary": forbidden_things_that_work(sandbox.run),
        "value": report.calls[0].value,
    }
json.dump(said, sys.stdout)
