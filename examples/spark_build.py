"""Many reports on Spark: a table of texts in, the published tables out.

    spark-submit examples/spark_build.py REPORTS.parquet TABLES [--text text] [--id id] [--url url]
    python examples/spark_build.py --master 'local[2,4]' REPORTS.jsonl TABLES

The unit of work is `fazhi_extract.arrow.ParseBatch`, which `mapInArrow` calls in Spark's Python workers; each
keeps its pipeline. `TABLES/parsed` gets one row a report, with all objects nested, and an `error` where there
is no report; `TABLES/metrics` and the others get the columns of the published schema. Then the signatures of
all reports, 800 bytes each, come to the driver, which says of each report whether it repeats another: the
column `duplicate_of`. Every machine needs `fazhi-extract[spark]`.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

import pyarrow as pa
from pyspark import StorageLevel
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.functions import broadcast, col, count, lit
from pyspark.sql.pandas.types import from_arrow_schema

from fazhi_extract.arrow import ParseBatch
from fazhi_extract.arrow.columns import column_of
from fazhi_extract.dataset.duplicates import NEEDED, duplicate_of
from fazhi_extract.dataset.schema import TABLES, arrow_schema
from fazhi_extract.models import Source

Batches = Iterable[pa.RecordBatch]
ROWS = 64
"""Texts in a batch: some 100 MB in a worker, whatever the number of reports."""


def parsed(texts: DataFrame) -> DataFrame:
    """One row a report, from the columns `report_id`, `text` and `url`, which becomes its `source.url`."""
    work = ParseBatch()

    def rows(batches: Batches) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            reports = work(batch.drop_columns(["url"]))
            addresses = batch.column("url").to_pylist()
            sources = [None if address is None else Source(url=address) for address in addresses]
            place = reports.schema.get_field_index("source")
            yield reports.set_column(place, reports.schema.field(place), column_of(Source).build(sources))

    schema = work.schema_of(pa.schema([("report_id", pa.string()), ("text", pa.string())]))
    return texts.mapInArrow(rows, from_arrow_schema(schema))


def table(reports: DataFrame, name: str) -> DataFrame:
    """The rows of one published table."""
    return reports.mapInArrow(_rows_of(name), from_arrow_schema(arrow_schema(name)))


def _rows_of(name: str) -> Callable[[Batches], Iterator[pa.RecordBatch]]:
    def rows(batches: Batches) -> Iterator[pa.RecordBatch]:
        from fazhi_extract.dataset.tables import tables_of

        for batch in batches:
            yield from tables_of(pa.Table.from_batches([batch]))[name].to_batches()

    return rows


def marked(reports: DataFrame) -> DataFrame:
    """The table `reports` with `duplicate_of`, which can only be told among all of them: by the driver."""
    rows = reports.select(*NEEDED).toLocalIterator()
    schema = pa.schema([arrow_schema("reports").field(name) for name in NEEDED])
    batches = []
    while some := [row.asDict() for row in islice(rows, 1024)]:
        batches.append(pa.RecordBatch.from_pylist(some, schema))
    known = pa.Table.from_batches(batches, schema)
    copies = [
        (report, original)
        for report, original in zip(
            known["report_id"].to_pylist(), duplicate_of(known).to_pylist(), strict=True
        )
        if original is not None
    ]
    marks = reports.sparkSession.createDataFrame(copies, "report_id string, duplicate_of string")
    return reports.drop("duplicate_of").join(broadcast(marks), "report_id", "left").select(*reports.columns)


def build(
    spark: SparkSession, reports: str, out: str, *, text: str = "text", id: str = "id", url: str = "url"
) -> None:
    """Read the texts once, keep what was parsed, write the tables from that, and mark the copies."""
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", ROWS)
    read = spark.read.json if reports.endswith((".json", ".jsonl")) else spark.read.parquet
    given = read(reports)
    address = col(url) if url in given.columns else lit(None)
    texts = given.select(
        col(id).cast("string").alias("report_id"),
        col(text).alias("text"),
        address.cast("string").alias("url"),
    )
    twice = texts.groupBy("report_id").agg(count(lit(1)).alias("rows")).where("rows > 1 or report_id is null")
    if wrong := twice.head(3):
        shown = ", ".join(f"{row['report_id']} ({row['rows']} times)" for row in wrong)
        raise SystemExit(f"column {id!r}: each report needs an id of its own, unlike {shown}")
    size = max(2 * spark.sparkContext.defaultParallelism, texts.rdd.getNumPartitions())
    parsed(texts.repartition(size)).write.mode("overwrite").parquet(f"{out}/parsed")
    kept = spark.read.parquet(f"{out}/parsed")
    for name in TABLES:
        rows = table(kept, name)
        if name == "reports":
            rows = marked(rows.persist(StorageLevel.DISK_ONLY))
        rows.write.mode("overwrite").parquet(f"{out}/{name}")


def main() -> None:
    """Read the arguments, and build."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("reports", help="a Parquet or JSON lines file or folder that Spark can read")
    parser.add_argument("out")
    parser.add_argument("--text", default="text")
    parser.add_argument("--id", default="id", help="a column of names, each of which is there once")
    parser.add_argument("--url", default="url", help="a column of addresses, if there is one")
    parser.add_argument("--master", help="as for spark-submit; 'local[2,4]' is two workers and four attempts")
    args = parser.parse_args()
    builder = SparkSession.builder.appName("fazhi-extract")
    if args.master:
        builder = builder.master(args.master).config("spark.ui.enabled", "false")
    spark = builder.getOrCreate()
    try:
        build(spark, args.reports, args.out, text=args.text, id=args.id, url=args.url)
    finally:
        spark.stop()


if __name__ == "__main__":
    main()
