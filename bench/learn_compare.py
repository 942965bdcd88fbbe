#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""fastText and scikit-learn on the public sets, where they are installed; learn_bench measures ours.

    LEITSTAND_DATA=… python3 -B bench/learn_compare.py

fastText with its defaults but for word pairs, pieces of 2 to 5 characters and 25 rounds; scikit-learn with TF-IDF of words (1 and 2) and of
pieces within words (2 to 5), and a linear SVM with C = 1. Both see the training part alone; germeval18 is cut into five folds by line.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time


def read(path):
    return [line.rstrip("\n").split("\t", 1) for line in path.open(encoding="utf-8")]


def fasttext(train, dev):
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        for name, rows in (("train", train), ("dev", dev)):
            (place / name).write_text("".join(f"__label__{label} {text.lower()}\n" for label, text in rows), encoding="utf-8")
        subprocess.run(["fasttext", "supervised", "-input", place / "train", "-output", place / "model", "-wordNgrams", "2", "-minn", "2",
                        "-maxn", "5", "-epoch", "25", "-lr", "0.5", "-thread", "1", "-verbose", "0"], check=True)
        said = subprocess.run(["fasttext", "predict", place / "model.bin", place / "dev"], check=True, capture_output=True, text=True)
    return [line.removeprefix("__label__") for line in said.stdout.splitlines()]


def scikit(train, dev):
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline, make_union
    from sklearn.svm import LinearSVC
    model = make_pipeline(make_union(TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
                                     TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2)), LinearSVC())
    model.fit([text for _, text in train], [label for label, _ in train])
    return list(model.predict([text for _, text in dev]))


def report(name, who, truth, said, seconds):
    hits = sum(t == s for t, s in zip(truth, said))
    scores = []
    for label in set(truth) | set(said):
        both = sum(t == s == label for t, s in zip(truth, said))
        scores.append(2 * both / (truth.count(label) + said.count(label)))
    print(f"| {name} | {who} | {100 * hits / len(truth):.2f} % | {100 * sum(scores) / len(scores):.2f} % | {seconds:.1f} s |", flush=True)


def main():
    folder = pathlib.Path(os.environ["LEITSTAND_DATA"]) / "classify"
    learners = {}
    if shutil.which("fasttext"):
        learners["fastText"] = fasttext
    try:
        import sklearn  # noqa: F401
        learners["scikit-learn"] = scikit
    except ImportError:
        pass
    if not learners:
        sys.exit("neither fastText nor scikit-learn is installed")
    print("| set | learner | right | macro-F1 | training and prediction |\n|---|---|---|---|---|")
    for name in sys.argv[1:] or ("massive_de", "law_section", "court_field", "germeval18"):
        train = read(folder / name / "train.tsv")
        parts = ([(train, read(folder / name / "dev.tsv"))] if name != "germeval18" else
                 [([row for i, row in enumerate(train) if i % 5 != fold], train[fold::5]) for fold in range(5)])
        for who, learner in learners.items():
            begin = time.monotonic()
            said = [label for part in parts for label in learner(*part)]
            report(name, who, [label for part in parts for label, _ in part[1]], said, time.monotonic() - begin)


if __name__ == "__main__":
    main()
