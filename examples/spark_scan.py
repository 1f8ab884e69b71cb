# ruff: noqa: INP001  a script, not a package
"""Judge the column `text` of Parquet files with Spark: `python examples/spark_scan.py IN OUT`."""

import sys

from pyspark.sql import SparkSession

import codewords.spark


def main(source: str, out: str) -> None:
    """Write the messages that are offers or talk, with the label, the action and the substances."""
    spark = SparkSession.builder.appName("codewords").getOrCreate()
    messages = spark.read.parquet(source).select("id", "text")
    judged = codewords.spark.scan(messages, quotes=False)
    found = judged.where("label IN ('offer', 'talk') OR error IS NOT NULL")
    found.select("id", "label", "action", "substances", "error", "ruleset_digest").write.parquet(out)


if __name__ == "__main__":
    main(*sys.argv[1:3])
