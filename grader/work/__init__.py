"""Mark stored submissions: settings of the service, the worker, and the processes that it runs in.

settings = Settings.from_environment()
with start_workers(settings) as pool:     # beside a server
    ...
    pool.wake()                           # after a submission was stored
run_worker(settings)                      # or: this process is a worker, until SIGTERM
"""

from __future__ import annotations

from grader.work.bell import Bell
from grader.work.folder import SettingsError
from grader.work.processes import WorkerPool, run_worker, start_workers
from grader.work.settings import Settings
from grader.work.worker import Worker

__all__ = ["Bell", "Settings", "SettingsError", "Worker", "WorkerPool", "run_worker", "start_workers"]
