#!/bin/sh
# run.sh BUILD: everything `make bench` measures.  Figures are medians; compare
# only what stands in one run, on a machine with nothing else to do.
set -eu
build=$1
here=$(dirname "$0")
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
shared=${SHARED:-$here/../../../shared}/data/attribution

echo "== the whole extraction, beside a memory scan and a plain tokeniser"
if [ -e "$shared/polnear-train.jsonl" ]; then
	cat "$shared"/polnear-*.jsonl > "$out/polnear.jsonl"
	text=$out/polnear.jsonl
else
	echo "skip - PolNeAR: no shared folder beside the project; made-up stories"
	for i in 1 2 3 4 5 6 7 8 9 10; do
		cat "$here/../../sink/demo/stories.jsonl"
	done > "$out/stories.jsonl"
	text=$out/stories.jsonl
fi
"$build/tests/bench/bench_extract" "$text" 5
python3 -B "$here/extract.py" "$build" "$text"
echo "== stages of the extraction (CPU time)"
"$build/tests/bench/bench_stages" "$text" 5
python3 "$here/pipeline.py" "$build" --write "$out/made-up.jsonl" \
    --articles 1000
"$build/tests/bench/bench_stages" "$out/made-up.jsonl" 5
echo "== texts that nobody would write (CPU time)"
"$build/tests/bench/bench_hostile"
echo "== the store against bare SQLite inserts of the same rows"
"$build/tests/bench/bench_store" 10240 5 "$out"
echo "== one more article for the index of near-copies, as the store grows"
"$build/tests/bench/bench_copies" cost
echo "== one more article as the store grows to a million mentions; rebuild"
if [ -e "$out/polnear.jsonl" ]; then
	python3 -B "$here/grow.py" "$build" "$out/polnear.jsonl"
else
	echo "skip - PolNeAR: no shared folder beside the project"
fi
echo "== the whole pipeline against bare ZeroMQ"
python3 "$here/pipeline.py" "$build" --articles 10000 --rounds 3
[ ! -e "$out/polnear.jsonl" ] ||
    python3 "$here/pipeline.py" "$build" --input "$out/polnear.jsonl"
echo "== the HTTP server under many readers, beside a bare epoll writer"
python3 -B "$here/fanout.py" "$build"
echo "== pages as records, beside bare parsing of them by the same library"
pages=${SHARED:-$here/../../../shared}/data/pages/aeb
if [ -d "$pages" ]; then
	"$build/tests/bench/bench_pages" 7 "$pages"/*.html.gz
else
	echo "skip - AEB: no shared folder beside the project; made-up pages"
	"$build/tests/bench/bench_pages" 7
fi
echo "== feeds polled a second, against loopback; a thousand feeds"
python3 -B "$here/polls.py" "$build"
