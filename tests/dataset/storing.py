"""A small data set, written by hand: the files and the manifest, without a build."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq

from fazhi_extract.arrow import REPORT_SCHEMA, batch_of
from fazhi_extract.dataset.duplicates import duplicate_of
from fazhi_extract.dataset.files import write_batches
from fazhi_extract.dataset.manifest import write_manifest
from fazhi_extract.dataset.schema import VERSION
from fazhi_extract.dataset.tables import tables_of

__all__ = ["nested", "store"]


def nested(reports):
    """Rows as a build has them, from objects by id; an exception in place of one is an error."""
    batch = batch_of(list(reports.values()))
    ids = pa.array(list(reports), pa.string())
    schema = REPORT_SCHEMA.insert(0, pa.field("report_id", pa.string()))
    return pa.Table.from_batches([pa.RecordBatch.from_arrays([ids, *batch.columns], schema=schema)])


def store(path, reports, version=VERSION, parts=2):
    """Write the reports in so many parts."""
    names = list(reports)
    tables, objects = {}, []
    every = tables_of(nested(reports))
    marks = duplicate_of(every["reports"])
    for part in range(parts):
        chosen = nested({name: reports[name] for name in names[part::parts]})
        objects.append(f"objects/part-{part}.arrow")
        write_batches(path / objects[-1], chosen.schema, chosen.to_batches())
        for name, table in tables_of(chosen).items():
            if name == "reports":
                mine = marks.filter(pa.array([one in names[part::parts] for one in names]))
                place = table.schema.get_field_index("duplicate_of")
                table = table.set_column(place, table.schema.field(place), mine)  # noqa: PLW2901
            (path / name).mkdir(exist_ok=True)
            pq.write_table(table, path / name / f"part-{part}.parquet")
            tables.setdefault(name, []).append((f"{name}/part-{part}.parquet", table.num_rows))
    write_manifest(path, tables, objects, schema=version)
    return path
