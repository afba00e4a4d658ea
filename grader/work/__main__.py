"""One worker beside a server; `grader.work.processes.start_workers` starts it."""

from __future__ import annotations

import sys

from grader.work.processes import main

sys.exit(main())
