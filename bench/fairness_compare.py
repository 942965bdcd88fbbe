# SPDX-License-Identifier: EUPL-1.2
"""The same counts of the same table by other means, beside fairness_bench --table FILE: pandas where it is installed (one
group-by of all four columns, from which pairs are summed), else Python's own csv module. Counts alone, no statistics. Use:
  python3 bench/fairness_compare.py FILE"""
import csv
import itertools
import sys
import time
from collections import Counter

GROUPS = ["sex", "age", "language", "place"]


def with_pandas(pandas, path):
    table = pandas.read_csv(path)
    table["decision"] = table["score"] >= 0.5
    cells = table.groupby(GROUPS + ["label", "decision"]).size().reset_index(name="rows")
    choices = [list(c) for size in (1, 2) for c in itertools.combinations(GROUPS, size)]
    return sum(len(cells.groupby(choice).size()) for choice in choices)


def with_csv(path):
    cells = Counter()
    with open(path, newline="", encoding="utf-8") as file:
        rows = csv.reader(file)
        next(rows)
        for row in rows:
            cells[(row[0], row[1], row[2], row[3], row[4] == "1", float(row[5]) >= 0.5)] += 1
    groups = set()
    for size in (1, 2):
        for choice in itertools.combinations(range(len(GROUPS)), size):
            groups.update((choice, tuple(cell[place] for place in choice)) for cell in cells)
    return len(groups)


def main():
    path = sys.argv[1]
    begin = time.monotonic()
    try:
        import pandas
        name, groups = f"pandas {pandas.__version__}", with_pandas(pandas, path)
    except ImportError:
        name, groups = f"csv of Python {sys.version.split()[0]}", with_csv(path)
    print(f"{name}: {groups} groups and pairs, {time.monotonic() - begin:.1f} s")


if __name__ == "__main__":
    main()
