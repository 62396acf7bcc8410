# run.sh SECONDS SEEDS FUZZER...: let each fuzzer work on its own corpus.
set -e
seconds=$1 seeds=$2
shift 2
corpus=build/corpus
mkdir -p $corpus
$seeds $corpus
bad=0
for f in "$@"; do
	name=$(basename "$f" | sed s/^fuzz_//)
	mkdir -p "$corpus/$name"
	if "$f" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 \
	    -artifact_prefix="$corpus/$name-" -print_final_stats=1 \
	    "$corpus/$name" >"$corpus/$name.log" 2>&1; then
		runs=$(sed -n 's/^stat::number_of_executed_units: *//p' \
		    "$corpus/$name.log")
		echo "fuzz: $name: clean, $runs inputs"
	else
		echo "fuzz: $name: FAILED, see $corpus/$name.log"
		tail -n 25 "$corpus/$name.log"
		bad=1
	fi
done
exit $bad
