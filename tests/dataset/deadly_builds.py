"""Build with a worker that some input kills: run as a program by test_build_faults.py."""

import os
import signal
import sys
from pathlib import Path

from fazhi_extract.dataset import builder
from fazhi_extract.dataset.work import Worker


class Mortal(Worker):
    """Dies of 毒."""

    def parse(self, task):
        if any("毒" in Path(entry.path).read_text(encoding="utf-8") for entry in task.entries):
            os.kill(os.getpid(), signal.SIGKILL)
        return super().parse(task)


if __name__ == "__main__":
    builder.Worker = Mortal
    builder.build(*sys.argv[1:], n_process=2)
