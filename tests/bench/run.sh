#!/bin/sh
# run.sh BUILD: everything `make bench` measures.  Figures are medians; compare
# only what stands in one run, on a machine with nothing else to do.
set -eu
build=$1
here=$(dirname "$0")
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
shared=$here/../../../shared/data/attribution

echo "== stages of the extraction (CPU time)"
python3 "$here/pipeline.py" "$build" --write "$out/made-up.jsonl" \
    --articles 1000
"$build/tests/bench/bench_stages" "$out/made-up.jsonl" 5
if [ -e "$shared/polnear-train.jsonl" ]; then
	cat "$shared"/polnear-*.jsonl > "$out/polnear.jsonl"
	"$build/tests/bench/bench_stages" "$out/polnear.jsonl" 5
else
	echo "skip - PolNeAR: no shared folder beside the project"
fi
echo "== the store against bare SQLite inserts of the same rows"
"$build/tests/bench/bench_store" 10240 5 "$out"
echo "== the whole pipeline against bare ZeroMQ"
python3 "$here/pipeline.py" "$build" --articles 10000 --rounds 3
[ ! -e "$out/polnear.jsonl" ] ||
    python3 "$here/pipeline.py" "$build" --input "$out/polnear.jsonl"
echo "== the HTTP server under many readers, beside a bare epoll writer"
python3 -B "$here/fanout.py" "$build"
