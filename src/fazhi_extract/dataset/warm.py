"""Importing this loads what a worker needs: the server that worker processes are forked from does it once."""

from __future__ import annotations

import gc

import fazhi_extract.dataset.files
import fazhi_extract.dataset.tables  # noqa: F401
from fazhi_extract.arrow import batch_of
from fazhi_extract.pipeline.files import parse_file

batch_of(
    [parse_file("甲县2023年法治政府建设年度报告\n一、主要举措\n甲县司法局办结案件35件,比上年增长2%。\n")]
)
gc.freeze()  # the collector need not go through all this in each process
