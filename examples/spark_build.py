"""Many reports on Spark: a table of texts in, the published tables out.

    spark-submit examples/spark_build.py REPORTS.parquet TABLES [--text text] [--id id]
    python examples/spark_build.py --master 'local[2,4]' REPORTS.jsonl TABLES

The unit of work is `fazhi_extract.arrow.ParseBatch`, which `mapInArrow` calls in Spark's Python workers; each
keeps its pipeline. `TABLES/parsed` gets one row a report, with all objects nested, and an `error` where there
is no report; `TABLES/metrics` and the others get the columns of the published schema. Every machine needs
`fazhi-extract[spark]`.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.functions import col
from pyspark.sql.pandas.types import from_arrow_schema

from fazhi_extract.arrow import ParseBatch
from fazhi_extract.dataset.schema import TABLES, arrow_schema

Batches = Iterable[pa.RecordBatch]
ROWS = 64
"""Texts in a batch: some 100 MB in a worker, whatever the number of reports."""


def parsed(texts: DataFrame) -> DataFrame:
    """One row a report, from a column `report_id` and a column `text`."""
    work = ParseBatch()
    schema = work.schema_of(pa.schema([("report_id", pa.string()), ("text", pa.string())]))
    return texts.mapInArrow(lambda batches: map(work, batches), from_arrow_schema(schema))


def table(reports: DataFrame, name: str) -> DataFrame:
    """The rows of one published table."""
    return reports.mapInArrow(_rows_of(name), from_arrow_schema(arrow_schema(name)))


def _rows_of(name: str) -> Callable[[Batches], Iterator[pa.RecordBatch]]:
    def rows(batches: Batches) -> Iterator[pa.RecordBatch]:
        from fazhi_extract.dataset.tables import tables_of

        for batch in batches:
            yield from tables_of(pa.Table.from_batches([batch]))[name].to_batches()

    return rows


def build(spark: SparkSession, reports: str, out: str, *, text: str = "text", id: str = "id") -> None:
    """Read the texts once, keep what was parsed, and write the tables from that."""
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", ROWS)
    read = spark.read.json if reports.endswith((".json", ".jsonl")) else spark.read.parquet
    texts = read(reports).select(col(id).cast("string").alias("report_id"), col(text).alias("text"))
    size = max(2 * spark.sparkContext.defaultParallelism, texts.rdd.getNumPartitions())
    parsed(texts.repartition(size)).write.mode("overwrite").parquet(f"{out}/parsed")
    kept = spark.read.parquet(f"{out}/parsed")
    for name in TABLES:
        table(kept, name).write.mode("overwrite").parquet(f"{out}/{name}")


def main() -> None:
    """Read the arguments, and build."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("reports", help="a Parquet or JSON lines file or folder that Spark can read")
    parser.add_argument("out")
    parser.add_argument("--text", default="text")
    parser.add_argument("--id", default="id")
    parser.add_argument("--master", help="as for spark-submit; 'local[2,4]' is two workers and four attempts")
    args = parser.parse_args()
    builder = SparkSession.builder.appName("fazhi-extract")
    if args.master:
        builder = builder.master(args.master).config("spark.ui.enabled", "false")
    spark = builder.getOrCreate()
    try:
        build(spark, args.reports, args.out, text=args.text, id=args.id)
    finally:
        spark.stop()


if __name__ == "__main__":
    main()
